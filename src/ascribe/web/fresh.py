"""A thread that brings findings up to date after decisions, so that nobody who decides has to wait for it."""

from __future__ import annotations

import threading

from ..case import Case
from ..errors import AscribeError
from . import names
from .kept import bring_up_to_date

_PATIENCE = 10.0  # seconds that an ending app waits


class Freshener:
    """Brings what follows from a case up to date, in the background; many requests while it works are one.

    Attributes:
        busy: what it is working on, in words; None while it rests.
        error: why the last try failed; None where it did not.
    """

    def __init__(self, case: Case) -> None:
        self.busy: str | None = None
        self.error: str | None = None
        self._case = case
        self._changed = threading.Condition()
        self._wanted = self._done = 0
        self._ends = False
        self._thread: threading.Thread | None = None

    def ask(self) -> int:
        """Have it done soon; the number to wait for."""
        with self._changed:
            self._wanted += 1
            if self._thread is None and not self._ends:
                self._thread = threading.Thread(target=self._run, name="ascribe-findings", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._wanted

    def wait(self, number: int, seconds: float) -> bool:
        """Whether it was done within some seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= number or self._ends, seconds) and not self._ends

    def close(self) -> None:
        """End after what is under way."""
        with self._changed:
            self._ends = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE)  # what is half-made is made anew at the next start

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted > self._done or self._ends)
                if self._ends:
                    return
                number = self._wanted
            try:
                self._tell("collecting names")
                names.bring(self._case)
                bring_up_to_date(self._case, self._tell)
                error = None
            except AscribeError as problem:
                error = str(problem)
            except Exception as problem:  # the pages go on with what they have, and show why
                error = f"findings could not be brought up to date ({type(problem).__name__}: {problem})."
            with self._changed:
                self._done, self.busy, self.error = number, None, error
                self._changed.notify_all()

    def _tell(self, step: str) -> None:
        self.busy = step
