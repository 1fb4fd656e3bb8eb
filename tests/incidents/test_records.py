"""What linking takes from a claim."""

from __future__ import annotations

from ascribe.incidents.records import facts
from ascribe.incidents.weights import default_weights
from ascribe.model import FiledClaim, When

from .linking import told


def stated(filed: FiledClaim) -> bool:
    """Whether linking takes the claim's time for one that is told of it."""
    return facts([filed], default_weights())[0].stated


def test_a_time_that_no_words_give_is_stated_where_a_person_gave_it_and_not_where_they_accepted_the_claim() -> None:
    bare = told("one", "airstrike", day=None)
    week = When(start="2015-09-28", end="2015-10-04", precision="week")
    read = bare.model_copy(update={"claim": bare.claim.model_copy(update={"when": week})})
    accepted = read.model_copy(update={"standing": "accepted", "decisions": (7,)})
    assert not stated(read)
    assert not stated(accepted)
    assert not stated(accepted.model_copy(update={"added": True}))
    assert stated(accepted.model_copy(update={"dated": True}))
