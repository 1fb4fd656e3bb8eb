"""What changed between two exports, as a table in a terminal and as a page to publish."""

from __future__ import annotations

from markupsafe import Markup
from rich.console import Console
from rich.text import Text

from ..render.rows import Column, Rows
from ..render.safe import plain, policy
from . import phrases
from .changes import Change, Changes, Field, Kind
from .exported import Row
from .marks import GRADES, icon
from .templates import asset, template

KINDS: tuple[tuple[Kind, str], ...] = (("new", "New"), ("corrected", "Corrected"), ("withdrawn", "Withdrawn"))
_STYLES: dict[Kind, str] = {"new": "green", "corrected": "yellow", "withdrawn": "bold red"}


def change_table(found: Changes, console: Console) -> None:
    """Print the changes, by day."""
    columns = Column("Change", width=10), Column("Incident", share=4), Column("What", share=6)
    rows = Rows(console, columns, apart=True)
    for change in found.found:
        row = change.row
        what = [f"{label(one)}: {told(one)}" for one in change.fields] or [row["grade"], *_kin(change)]
        rows.add(
            Text(change.kind, _STYLES[change.kind]),
            plain(row["title"], console) + Text("\n") + plain(f"{days(row)} {row['incident'][:8]}", console, "dim"),
            Text("\n").join(plain(words, console) for words in what),
        )
    rows.close()
    console.print(plain(summary(found), console, "bold"))
    if remark := another_profile(found):
        console.print(plain(remark, console))


def changelog(found: Changes) -> str:
    """The changes as one HTML page that needs nothing else."""
    style = asset("base.css") + asset("brief.css") + asset("changelog.css")
    return template("changelog.html.j2").render(
        policy=policy(style, ""), style=Markup(style), found=found, kinds=KINDS, phrases=phrases, label=label,
        told=told, days=days, kin=_kin, summary=summary(found), remark=another_profile(found), icon=icon, grades=GRADES,
    )  # fmt: skip


def label(one: Field) -> str:
    """ "Killed highest"."""
    return one.name.replace("_", " ").capitalize()


def told(one: Field) -> str:
    """ "12 → 20", "added Halyard; removed AFP"."""
    if one.several:
        parts = ("added", one.added), ("removed", one.removed)
        return "; ".join(f"{verb} {', '.join(texts)}" for verb, texts in parts if texts)
    return f"{one.before or 'not known'} → {one.after or 'not known'}"


def days(row: Row) -> str:
    """The days of an incident: "3 Jul 2017 to 4 Jul 2017"."""
    start, end = (phrases.day(row.get(name) or None) for name in ("start", "end"))
    if not start and not end:
        return "day not known"
    return start if start == end else f"{start or '…'} to {end or '…'}"


def summary(found: Changes) -> str:
    """ "2 new, 1 corrected, 0 withdrawn, 31 unchanged"."""
    counts = [f"{len(found.of(kind))} {kind}" for kind, _ in KINDS]
    return ", ".join([*counts, f"{found.same} unchanged"])


def another_profile(found: Changes) -> str:
    """A warning where the two were not made under the same rules; "" where they were."""
    if found.old.profile == found.new.profile:
        return ""
    names = f"“{found.old.profile.name}” and “{found.new.profile.name}”"
    return f"The two were made under different rules (profiles {names}): what changed may be what was withheld."


def _kin(change: Change) -> list[str]:
    """Where most of an incident's claims stand, in words."""
    if change.kin is None:
        return []
    verb = "Its claims were part of" if change.kind == "new" else "Its claims are now part of"
    return [f"{verb}: {change.kin['title']}, {days(change.kin)} ({change.kin['incident'][:8]})"]
