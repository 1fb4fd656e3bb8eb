"""Tags of word pieces → who says what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ascribe.reading.attributions import Said, attributions
from ascribe.reading.encoder import Encoder
from ascribe.reading.labels import TAGS

ENCODER = Encoder()


def read(
    text: str, *, sources: Sequence[str] = (), cues: Sequence[str] = (), contents: Sequence[str] = ()
) -> list[Said]:  # fmt: skip
    """The attributions of a text whose sources, cues and contents the model tags with certainty."""
    tokens = ENCODER.tokenize(text)
    tags = np.zeros((len(tokens), TAGS), dtype=np.float32)
    for k, phrases in enumerate((sources, cues, contents)):
        for phrase in phrases:
            at = text.index(phrase)
            begin, end = tokens.piece_range((at, at + len(phrase)))
            tags[begin:end, 1 + 2 * k] = 0.9
            tags[begin, 2 + 2 * k] = 0.9
    return attributions(tags, tokens, text)


def words(text: str, found: list[Said]) -> list[tuple[list[str], ...]]:
    """Sources, cues, contents and who passes them on, as they stand."""
    return [tuple([text[slice(*s)] for s in spans] for spans in (o.source, o.cue, o.content, o.via)) for o in found]


def test_a_content_has_the_cue_and_the_source_beside_it() -> None:
    text = "Troops shelled Homs, the Observatory said. Rebels fled, according to Iran."
    found = read(
        text, sources=["the Observatory", "Iran"], cues=["said", "according to"],
        contents=["Troops shelled Homs,", "Rebels fled"],
    )  # fmt: skip
    assert words(text, found) == [
        (["the Observatory"], ["said"], ["Troops shelled Homs"], []),
        (["Iran"], ["according to"], ["Rebels fled"], []),
    ]
    assert all(abs(one.confidence - 0.9) < 1e-6 for one in found)


def test_an_interrupted_quotation_is_one_attribution() -> None:
    text = "“We fled,” the teacher said, “and they burnt the school.”"
    found = read(
        text, sources=["the teacher"], cues=["said"], contents=["“We fled,”", "“and they burnt the school.”"]
    )  # fmt: skip
    assert words(text, found) == [
        (["the teacher"], ["said"], ["“We fled,”", "“and they burnt the school.”"], []),
    ]
    assert found[0].hull == (0, len(text))


def test_two_sources_share_what_they_say() -> None:
    text = "Police and witnesses said two were killed."
    ((sources, cues, contents, _),) = words(
        text, read(text, sources=["Police", "witnesses"], cues=["said"], contents=["two were killed"])
    )
    assert set(sources) == {"Police", "witnesses"}
    assert (cues, contents) == (["said"], ["two were killed"])


def test_a_source_of_another_sentence_is_not_added() -> None:
    text = "Police left early. Witnesses said two were killed."
    found = read(text, sources=["Police", "Witnesses"], cues=["said"], contents=["two were killed"])
    assert words(text, found) == [(["Witnesses"], ["said"], ["two were killed"], [])]


def test_nested_speech_is_passed_on() -> None:
    text = "Iran said that Syria had announced that rebels killed two soldiers."
    content = "that Syria had announced that rebels killed two soldiers"
    found = read(text, sources=["Iran", "Syria"], cues=["said", "announced"], contents=[content])
    assert words(text, found) == [
        (["Iran"], ["said"], [content], []),
        (["Syria"], ["announced"], ["that rebels killed two soldiers"], ["Iran"]),
    ]
    assert found[1].outer is found[0]
    assert found[1].confidence < found[0].confidence


def test_an_inner_cue_after_its_content_leads_back() -> None:
    text = "“They killed two soldiers, Syria announced,” an Iranian envoy said."
    content = "“They killed two soldiers, Syria announced,”"
    found = read(text, sources=["Syria", "an Iranian envoy"], cues=["announced", "said"], contents=[content])
    inner = next(one for one in found if one.outer)
    assert words(text, [inner])[0][0::3] == (["Syria"], ["an Iranian envoy"])
    assert text[slice(*inner.content[0])].startswith("“They killed two soldiers")
    assert inner.content[0][1] <= text.index("announced")


def test_an_inner_cue_without_a_source_makes_no_speaker() -> None:
    text = "Iran said that it had been announced that rebels killed two soldiers."
    content = "that it had been announced that rebels killed two soldiers"
    found = read(text, sources=["Iran"], cues=["said", "announced"], contents=[content])
    assert [(s, v) for s, _, _, v in words(text, found)] == [(["Iran"], [])]


def test_a_content_without_cue_and_source_is_nobodys() -> None:
    text = "Two were killed. Rebels fled."
    assert read(text, contents=["Two were killed"]) == []
    assert read(text, sources=["Rebels"], cues=["fled"]) == []


def test_what_is_far_in_another_paragraph_is_not_tied() -> None:
    near = "Police said so. It rained.\n\nTwo were killed."
    far = near.replace("It rained.", "It rained for days in the valley. " * 8)
    given = {"sources": ["Police"], "cues": ["said"], "contents": ["Two were killed"]}
    assert words(near, read(near, **given)) == [(["Police"], ["said"], ["Two were killed"], [])]
    assert read(far, **given) == []


def test_the_same_sentence_goes_before_the_nearer_one() -> None:
    text = "Iran denied it. Two soldiers were killed near the border of the province, said Syria."
    found = read(
        text, sources=["Iran", "Syria"], cues=["denied", "said"],
        contents=["Two soldiers were killed near the border of the province"],
    )  # fmt: skip
    assert words(text, found)[0][:2] == (["Syria"], ["said"])


def test_a_source_may_be_missing() -> None:
    text = "Two soldiers were reportedly killed."
    assert words(text, read(text, cues=["reportedly"], contents=["killed"])) == [([], ["reportedly"], ["killed"], [])]


def test_a_text_without_pieces_says_nothing() -> None:
    assert read("") == []
