"""A case, its decisions and its documents as tables in a terminal or a pipe."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from . import phrases
from .rows import Column, Rows
from .safe import plain

if TYPE_CHECKING:
    from ..case import Decision, Entry, FailedReport

_COUNTS = {"document": "document", "reading": "reading", "claim": "claim", "decision": "decision"}


def about_table(about: dict[str, Any], console: Console) -> None:
    """Print a case's title, counts and the end of its chain."""
    rows, standings = about["rows"], about["standings"]
    console.print(plain(about["title"], console, "bold"))
    counts = [phrases.many(rows[table], word) for table, word in _COUNTS.items()]
    if standings:
        counts[2] += f" ({', '.join(f'{standings[name]} {name}' for name in sorted(standings))})"
    console.print(plain(f"{', '.join(counts)}, begun {about['created_at']}", console))
    console.print(plain(f"head {about['head_digest']} (decision {about['head']})", console, "dim"))


def document_table(entries: Iterable[Entry], console: Console) -> None:
    """Print the documents of a case, each with its number, the beginning of its id, and where it is from."""
    columns = Column("#", width=6), Column("Id", width=8), Column("Document", share=6), Column("Published by", share=4)
    rows = Rows(console, (*columns, Column("Published", width=10)))
    for entry in entries:
        names = [part for part in (entry.title, entry.name) if part]
        rows.add(
            Text(str(entry.number)), Text(entry.id[:8]), Text("\n").join(plain(name, console) for name in names),
            plain(entry.outlet or "unknown", console), plain((entry.published or "unknown")[:10], console),
        )  # fmt: skip
    rows.close()


def failure_list(failures: Iterable[FailedReport], console: Console) -> None:
    """Print what could not be added or read, with the reason, one line each."""
    for failed in failures:
        tried = f" (tried {phrases.many(failed.attempts, 'time')})" if failed.attempts > 1 else ""
        told = failed.message if failed.name in failed.message else f"{failed.name}: {failed.message}"
        console.print(plain(f"Failed: {told}{tried}", console, "red"))


def lost_list(lost: Iterable[tuple[Decision, str]], console: Console) -> None:
    """Print the decisions that have no effect, with the reason, one line each."""
    for decision, reason in lost:
        told = f"Lost: decision {decision.sequence} ({decision.kind}, {decision.author}): {reason}"
        console.print(plain(told, console, "yellow"))


def decision_table(decisions: Iterable[Decision], console: Console) -> None:
    """Print decisions: number, when and by whom, what on what, and why."""
    columns = Column("#", width=6), Column("When, who", width=16), Column("What", share=6), Column("Why", share=3)
    rows = Rows(console, columns)
    for one in decisions:
        who = Text("\n").join([plain(one.at[:16].replace("T", " "), console), plain(one.author, console, "bold")])
        what = Text("\n").join([Text(one.kind, "bold"), plain(told(one), console)])
        rows.add(Text(str(one.sequence)), who, what, plain(one.why or "", console))
    rows.close()
    if not rows.count:
        console.print(Text("No decisions."))


def told(decision: Decision) -> str:
    """What a decision is about and what it decides, in one line."""
    subject, value = decision.subject, dict(decision.value)
    if "claim" in subject:
        about = f"“{subject['claim']['words']}” ({subject['claim']['type']}, {subject['claim']['claim'][:8]})"
    elif "words" in subject:
        about = f"“{subject['words']}” at {subject['begin']} of {subject['document'][:8]}"
    else:
        about = "; ".join(_short(part) for part in subject.values())
    value |= value.pop("fields", {})
    decided = [f"{key}: {_short(part)}" for key, part in value.items() if key != "sha256" and part != {}]
    return " → ".join([about, "; ".join(decided)]) if decided else about


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "nothing"
    if isinstance(value, dict) and "words" in value:
        return f"“{value['words']}”"
    if isinstance(value, dict) and ("name" in value or "text" in value):
        return str(value.get("name", value.get("text")))
    if value is None:
        return "nothing"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value[:12] if len(value) in (32, 64) and value.isalnum() else value
