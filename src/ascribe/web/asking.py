"""What people and programs send as a decision, turned into what the case keeps: ids into anchors, words into spans."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..case import Case
from ..case.written import fields, spans_of
from ..case.written import place as written_place
from ..errors import UsageError
from ..incidents.model import Incident
from ..model import Place
from .names import meant

_PLACES = ("merge_places", "split_place")


def subject_of(case: Case, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The subject with anchors: a claim may be given by its id, an incident by its own, words without their text.

    Raises:
        InputError, UsageError: there is nothing so called.
    """
    subject = dict(given)
    if "incident" in subject:
        subject["claim"] = _claims(case, subject.pop("incident"))[0]
    if "incidents" in subject:
        # All of their claims: one alone would draw no more than itself over to the other incident.
        several = _list(subject.pop("incidents"), "incidents")
        subject["claims"] = [claim for one in several for claim in _claims(case, one)]
    if "claim" in subject:
        subject["claim"] = _anchor(case, subject["claim"])
    if "claims" in subject:
        subject["claims"] = [_anchor(case, one) for one in _list(subject["claims"], "claims")]
    if kind in _PLACES and "places" in subject:
        subject["places"] = [_place(case, str(one)).gazetteer_id for one in _list(subject["places"], "places")]
    begin, end = subject.get("begin"), subject.get("end")
    if "document" in subject:
        subject["document"] = case.entry(str(subject["document"])).id
        text = case.document(subject["document"]).text
        if "words" in subject and begin is None:
            begin, end = spans_of(text, str(subject["words"]))[0]
            subject.update(begin=begin, end=end, words=text[begin:end])
        elif "words" not in subject and isinstance(begin, int) and isinstance(end, int):
            subject["words"] = text[max(begin, 0) : max(end, 0)]
    return subject


def value_of(case: Case, kind: str, subject: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value with anchors, places and mentions: plain words stand for those of the document nearest to the trigger.

    Raises:
        InputError, UsageError: there is nothing so called.
    """
    value = dict(given)
    if "rest" in value:
        value["rest"] = [_anchor(case, one) for one in _list(value["rest"], "rest")]
    if kind in (*_PLACES, "name") and isinstance(value.get("place"), str):
        value["place"] = _place(case, value["place"]).model_dump(mode="json")
    if isinstance(value.get("fields"), Mapping):
        about = subject.get("claim", subject)
        if isinstance(about, Mapping) and "document" in about:
            near = tuple(about["trigger"]) if "trigger" in about else (about.get("begin", 0), about.get("end", 0))
            text = case.document(str(about["document"])).text
            written = [f"{name}={json.dumps(one)}" for name, one in value["fields"].items()]
            value["fields"] = fields(written, text, near)
    return value


def _place(case: Case, name: str) -> Place:
    """The place of the case that has this name or id; the kept names are asked first, as they are few."""
    found = meant(case, "place", name)
    return found.place if found is not None and found.place is not None else written_place(case, name)


def _anchor(case: Case, given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        return case.anchor(given).model_dump(mode="json")
    if isinstance(given, Mapping):
        return dict(given)
    raise UsageError("A claim is given by its id.")


def _claims(case: Case, given: Any) -> list[str]:
    body = case.result("incident", str(given).replace("\0", ""))
    if body is None:
        raise UsageError(f"{given}: no incident of the case is so called; it may have changed. Load the page anew.")
    return [statement.claim for statement in Incident.model_validate_json(body).statements]


def _list(given: Any, name: str) -> list[Any]:
    if not isinstance(given, list | tuple) or len(given) > 1000:
        raise UsageError(f"{name}: give a list of at most 1000.")
    return list(given)
