"""The one layer that pages and the API use: questions and decisions over a case and what follows from it.

What follows is brought up to date in the background (`fresh.py`), and reports are read there (`jobs.py`), so that
nobody who decides or adds has to wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..case import Case, Decision, Step
from ..case.adding import add_bytes, retry
from ..errors import InputError, UsageError
from ..incidents.decisions import register_kinds
from . import kept
from .asking import subject_of, value_of
from .fresh import Freshener
from .jobs import Job, Jobs
from .questions import Questions
from .views import Head

if TYPE_CHECKING:
    from ..reading.pipeline import Reader


class Service(Questions):
    """A case as the app works with it. Safe for many threads; close it at the end.

    Args:
        case: open; it is left open.
        reader: gives what reads reports that are added, when the first one comes; the packaged one unless given.
    """

    def __init__(self, case: Case, *, reader: Callable[[], Reader] | None = None) -> None:
        register_kinds()
        super().__init__(case)
        self._reader = reader or _packaged
        self._fresh = Freshener(case)
        self._jobs = Jobs(self._fresh.ask)

    def close(self) -> None:
        """End what runs in the background."""
        self._jobs.close()
        self._fresh.close()

    # Where it stands

    def head(self) -> Head:
        """The last decision, and whether the findings follow from it yet."""
        last, _ = self.case.head()
        found = kept.state(self.case)
        fresh = found == last.digest
        if not fresh and self._fresh.busy is None and self._fresh.error is None:
            self._fresh.ask()
        return Head(
            sequence=last.sequence, digest=last.digest, fresh=fresh, findings=found, author=last.author,
            busy=self._fresh.busy, error=self._fresh.error,
        )  # fmt: skip

    def settle(self, seconds: float = 60.0) -> bool:
        """Wait until findings follow from all decisions; False where that takes longer, or fails."""
        return self._fresh.wait(self._fresh.ask(), seconds) and self._fresh.error is None

    # What people do

    def decide(
        self, kind: str, subject: Mapping[str, Any], value: Mapping[str, Any] | None = None, why: str | None = None,
        *, author: str,
    ) -> Decision:  # fmt: skip
        """A decision; claims may be given by their ids, incidents by theirs, and fields in plain words.

        Raises:
            UsageError: it does not fit, or there is nothing that it could be about.
        """
        try:
            about = subject_of(self.case, kind, subject)
            decided = value_of(self.case, kind, about, value or {})
        except InputError as error:
            raise UsageError(str(error)) from error
        made = self.case.decide(kind, about, decided, author=author, why=why)
        if kind in ("accept", "reject", "amend"):
            self.case.keep_results(kept.INBOX, {f"claim {about['claim']['claim']}": None})
        self._fresh.ask()
        return made

    def undo(self, number: int, *, author: str, why: str | None = None) -> Decision:
        """A decision no longer counts.

        Raises:
            UsageError: there is none, or it is undone already.
        """
        made = self.case.undo(number, author=author, why=why)
        self._fresh.ask()
        return made

    def last_of(self, author: str) -> Decision | None:
        """The author's latest decision that can be undone; None where there is none."""
        undone = self.case.undone()
        found = self.case.some_decisions(2**31, 200)
        return next((d for d in found if d.author == author and d.kind != "undo" and d.sequence not in undone), None)

    # Reports

    def add_text(self, text: str, *, author: str, published: str | None = None, outlet: str | None = None) -> Step:
        """Add a pasted report and read it."""
        data = text.encode("utf-8", "replace")
        return next(self.add_file(pasted(data), data, author=author, published=published, outlet=outlet))

    def add_file(
        self, name: str, data: bytes, *, author: str, published: str | None = None, outlet: str | None = None
    ) -> Iterator[Step]:
        """Add the reports of a file, one after the other, and read them.

        Args:
            name: the file's; folders in it are left out.

        Raises:
            UsageError: at once, if `published` is no date.
        """
        alone = name.replace("\\", "/").rpartition("/")[2] or pasted(data)
        said = {"published": published or None, "outlet": outlet or None}
        return add_bytes(self.case, alone, data, self._reader, author, **said)

    def begin(
        self, name: str, data: bytes, *, author: str, published: str | None = None, outlet: str | None = None
    ) -> Job:
        """As `add_file`, in the background; `job` tells how far it is."""
        return self._jobs.begin(
            name, author, self.add_file(name, data, author=author, published=published, outlet=outlet)
        )

    def retry(self, *, author: str) -> Job:
        """Try again what failed, in the background."""

        def steps() -> Iterator[Step]:
            yield from retry(self.case, self._reader(), author, paths=False)

        return self._jobs.begin("what failed", author, steps())

    def job(self, id: str) -> Job:
        """How far something in the background is.

        Raises:
            InputError: there is none.
        """
        return self._jobs.one(id)

    def jobs(self) -> tuple[Job, ...]:
        """What was added since the app started, the latest first."""
        return self._jobs.all()


def pasted(data: bytes) -> str:
    """What a pasted report is called, as it has no file's name."""
    return f"pasted-{hashlib.sha256(data).hexdigest()[:8]}.txt"


def _packaged() -> Reader:
    from ..reading.pipeline import default_reader

    return default_reader()
