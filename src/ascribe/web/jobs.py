"""Adding reports in the background, one job after the other, with its progress to be looked at."""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from typing import Literal

from ..case import Step
from ..errors import AscribeError, InputError
from ..model import Part

_KEPT = 100  # finished jobs that are remembered
_PATIENCE = 10.0  # seconds that an ending app waits
_STEPS = 200  # steps of a job that are told one by one


class Job(Part):
    """Something that runs in the background: how far it is, and what became of each report."""

    id: str
    name: str
    author: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    done: int = 0
    failed: int = 0
    claims: int = 0
    steps: tuple[Step, ...] = ()
    error: str | None = None


class Jobs:
    """Runs jobs in a thread of its own.

    Args:
        told: called after each report.
    """

    def __init__(self, told: Callable[[], object]) -> None:
        self._told = told
        self._held: dict[str, Job] = {}
        self._queue: queue.SimpleQueue[tuple[str, Iterator[Step]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ends = False

    def begin(self, name: str, author: str, steps: Iterator[Step]) -> Job:
        """Have steps taken when those before are done."""
        job = Job(id=secrets.token_hex(8), name=name, author=author)
        with self._lock:
            self._held[job.id] = job
            over = [k for k, j in self._held.items() if j.state in ("done", "failed")][:-_KEPT]
            for key in over:
                del self._held[key]
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ascribe-add", daemon=True)
                self._thread.start()
        self._queue.put((job.id, steps))
        return job

    def one(self, id: str) -> Job:
        """A job as it stands.

        Raises:
            InputError: there is none.
        """
        with self._lock:
            if id not in self._held:
                raise InputError(f"{id}: no report is being added under that name; the app may have been started anew.")
            return self._held[id]

    def all(self) -> tuple[Job, ...]:
        """All that are remembered, the latest first."""
        with self._lock:
            return tuple(self._held.values())[::-1]

    def close(self) -> None:
        """End after the report that is under way; what was added is kept."""
        self._ends = True
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (given := self._queue.get()) is not None:
            id, steps = given
            self._put(id, state="running")
            try:
                for step in steps:
                    self._step(id, step)
                    self._told()
                    if self._ends:
                        return
                self._put(id, state="done")
            except AscribeError as error:
                self._put(id, state="failed", error=str(error))
            except Exception as error:  # one job that breaks is one job
                self._put(id, state="failed", error=f"{type(error).__name__}: {error}")

    def _step(self, id: str, step: Step) -> None:
        with self._lock:
            job = self._held[id]
            self._held[id] = job.model_copy(update={
                "done": job.done + 1, "failed": job.failed + (step.outcome == "failed"),
                "claims": job.claims + step.claims, "steps": (*job.steps, step)[-_STEPS:],
            })  # fmt: skip

    def _put(self, id: str, **update: object) -> None:
        with self._lock:
            self._held[id] = self._held[id].model_copy(update=update)
