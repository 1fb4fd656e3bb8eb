"""One investigation: its documents, what was read in them, what people decided, and what follows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from ..errors import CaseError, InputError, UsageError
from ..model import Document, FiledClaim, Reading
from . import people, query, records, results, schema, tables
from .database import Database
from .kinds import RECORDS, Anchor, anchor, checked, documents_of
from .ledger import FIRST, Decision, active, append, decisions, in_force, now
from .projection import index, latest, load_document, rebuild, refresh, touched
from .query import ClaimFilter
from .records import Entry, FailedReport
from .results import Facet, Result
from .state import Lost, find


class Case:
    """A case, open. Use `Case.open` or `Case.create`; close it, or use it in a `with`.

    What it holds are records, which are only added, and what follows from them: the claims as they stand now. Safe for
    use by several threads and processes at once.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def create(cls, where: str, *, title: str | None = None, author: str) -> Self:
        """A new, empty case.

        Args:
            where: a path of a file that is not there yet, or `postgresql://…` of an empty database.
            title: what people call the investigation; by default the file's name.
            author: who begins it.

        Raises:
            CaseError: there is something already, or it cannot be written.
        """
        database = Database(where)
        if database.path is not None and (database.path.exists() or not database.path.parent.is_dir()):
            reason = "there is a file already" if database.path.exists() else "there is no such folder"
            raise CaseError(f"{where}: {reason}. Give another path.")
        with database.writing() as connection:
            if sa.inspect(connection).get_table_names():
                raise CaseError(f"{database.name}: the database is not empty. Give another.")
            schema.make(connection)
            name = text(title or "") or (database.path.stem if database.path else "case")
            row = {"id": uuid.uuid4().hex, "title": name, "created_at": now(), "head": 0, "head_digest": FIRST}
            connection.execute(tables.case.insert(), row)
            hashes = {"sha256": records.hashes("case", row)}
            append(connection, person(author), "new_case", {"id": row["id"]}, hashes, name)
        return cls(database)

    @classmethod
    def open(cls, where: str) -> Self:
        """An existing case.

        Raises:
            CaseError: there is none, it is not a case, or its tables are another version's.
        """
        database = _there(where)
        with database.reading() as connection:
            schema.check(connection, database.name)
        return cls(database)

    @classmethod
    def upgrade(cls, where: str) -> Self:
        """An existing case, with its tables brought to this version's and what follows made anew; all of it or nothing.

        Raises:
            CaseError: there is none, it is not a case, or its tables are a newer version's.
        """
        database = _there(where)
        with database.writing() as connection:
            schema.upgrade(connection, database.name)
            rebuild(connection)
        return cls(database)

    def close(self) -> None:
        """Let go of the file or the server."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # Documents and readings

    def about(self) -> dict[str, Any]:
        """The case's id, title and date, its last decision, and how many rows of each sort it has."""
        with self.database.reading() as connection:
            return records.about(connection)

    def head(self) -> tuple[Decision, str]:
        """The last decision, and the case's title."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(tables.case.c.head, tables.case.c.title)).one()
            return next(decisions(connection, tables.decision.c.sequence == row.head)), row.title

    def store(self, name: str, data: bytes, document: Document, author: str) -> bool:
        """Keep a document; False where the case has it already."""
        with self.database.writing() as connection:
            return records.store(connection, name, data, document, person(author))

    def store_reading(self, reading: Reading, ontology: str, author: str) -> bool:
        """Keep a reading of a stored document and let its claims follow; False where there is one by these already."""
        with self.database.writing() as connection:
            if not records.store_reading(connection, reading, ontology, person(author)):
                return False
            refresh(connection, reading.document.sha256)
            return True

    def documents(self) -> Iterator[Entry]:
        """What is known of each document but its text, in the order they were added."""
        with self.database.reading() as connection:
            yield from records.entries(connection)

    def some_documents(self, after: int, limit: int) -> list[Entry]:
        """At most `limit` documents whose number is higher than `after`, in order."""
        number = tables.document.c.sequence
        with self.database.reading() as connection:
            return list(records.entries(connection, number > after, number <= after + limit))

    def entry(self, key: str) -> Entry:
        """What is known of one document; `key` is its id, the beginning of it, or its number.

        Raises:
            InputError: no document, or several, are so called.
        """
        with self.database.reading() as connection:
            return records.entry(connection, key)

    def document(self, id: str) -> Document:
        """A document with its text.

        Raises:
            InputError: there is none of that id.
        """
        with self.database.reading() as connection:
            self._known(connection, id)
            return load_document(connection, id)

    def original(self, id: str) -> bytes:
        """A document's bytes as they came.

        Raises:
            InputError: there is none of that id.
        """
        with self.database.reading() as connection:
            self._known(connection, id)
            query = sa.select(tables.document.c.original).where(tables.document.c.id == id)
            return bytes(connection.execute(query).scalar_one())

    def reading(self, id: str) -> Reading | None:
        """The latest reading of a document; None where it was not read yet.

        Raises:
            InputError: there is no document of that id.
        """
        with self.database.reading() as connection:
            self._known(connection, id)
            return latest(connection, load_document(connection, id))

    def has_reading(self, id: str, model: str, ontology: str) -> bool:
        """Whether a document was read by this model and ontology."""
        with self.database.reading() as connection:
            return records.has_reading(connection, id, model, ontology)

    def unread(self, model: str, ontology: str) -> tuple[str, ...]:
        """Ids of the documents that this model and ontology have not read, in order."""
        with self.database.reading() as connection:
            return records.unread(connection, model, ontology)

    def fail(self, failed: FailedReport) -> None:
        """Keep a failure, with its reason; one of the same name is replaced."""
        with self.database.writing() as connection:
            records.fail(connection, failed)

    def failures(self) -> tuple[FailedReport, ...]:
        """The reports that could not be added or read."""
        with self.database.reading() as connection:
            return records.failures(connection)

    def succeed(self, name: str) -> None:
        """Forget a failure of that name, where there is one."""
        with self.database.writing() as connection:
            records.succeed(connection, name)

    # Claims

    def claims(self, asked: ClaimFilter | None = None) -> Iterator[FiledClaim]:
        """The claims as they stand at this moment, by document and place in it; fetched as they are asked for."""
        with self.database.reading() as connection:
            yield from query.every(connection, asked or ClaimFilter())

    def page(
        self, asked: ClaimFilter, after: tuple[int, str], limit: int
    ) -> tuple[list[FiledClaim], tuple[int, str] | None]:
        """At most `limit` claims after a place in the order, and the place where the next page begins, if any."""
        with self.database.reading() as connection:
            rows = query.page(connection, asked, after, limit + 1)
        last = (rows[limit - 1][0], rows[limit - 1][1]) if len(rows) > limit else None
        return list(query.claims(row[2] for row in rows[:limit])), last

    def count(self, asked: ClaimFilter | None = None) -> int:
        """How many claims a filter selects."""
        with self.database.reading() as connection:
            return query.count(connection, asked or ClaimFilter())

    def claim(self, key: str) -> FiledClaim:
        """One claim, by its id or the beginning of it.

        Raises:
            InputError: no claim, or several, are so called.
        """
        with self.database.reading() as connection:
            found = query.by_key(connection, key)
        if len(found) != 1:
            raise InputError(f"{key}: {'several claims begin' if found else 'no claim begins'} with that. Give its id.")
        return found[0]

    def anchor(self, key: str) -> Anchor:
        """How a decision points at a claim."""
        filed = self.claim(key)
        return anchor(filed.claim, filed.document, filed.trigger)

    # Decisions

    def decide(
        self, kind: str, subject: Any, value: Any | None = None, *, author: str, why: str | None = None
    ) -> Decision:
        """Append a decision and let its effect follow.

        Args:
            kind: one of `ascribe.case.kinds`.
            subject, value: what it is about and what was decided: instances of the kind's types, or JSON values.
            author: who decides.
            why: the reason.

        Raises:
            UsageError: the kind is not known, subject or value do not fit, or there is nothing that it could be about.
        """
        known, about, decided = checked(kind, subject, {} if value is None else value)
        if known.scope == "record":
            raise UsageError(f"{kind}: only the program records that.")
        by, reason = person(author), text(why or "") or None
        with self.database.writing() as connection:
            self._possible(connection, kind, about)
            made = append(connection, by, kind, about, decided, reason)
            before = touched(connection, made)
            for document in sorted(index(connection, made) | before):
                lost = dict(refresh(connection, document).lost)
                if made.sequence in lost:
                    raise UsageError(f"{kind}: {lost[made.sequence]}.")
            return made

    def undo(self, number: int, *, author: str, why: str | None = None) -> Decision:
        """One more decision: that number `number` no longer counts.

        Raises:
            UsageError: there is no such decision, it is undone already, or it is a record of the program.
        """
        return self.decide("undo", {"decision": number}, author=author, why=why)

    def decisions(self, *kinds: str) -> Iterator[Decision]:
        """All decisions in order, or those of some kinds."""
        chosen = [tables.decision.c.kind.in_(kinds)] if kinds else []
        with self.database.reading() as connection:
            yield from decisions(connection, *chosen)

    def some_decisions(self, before: int, limit: int) -> list[Decision]:
        """At most `limit` decisions of people whose number is lower than `before`, the latest first."""
        table = tables.decision.c
        chosen = sa.and_(table.sequence < before, table.kind.not_in(RECORDS))
        last = sa.select(table.sequence).where(chosen).order_by(table.sequence.desc()).limit(limit)
        with self.database.reading() as connection:
            numbers = list(connection.execute(last).scalars())
            return list(decisions(connection, table.sequence.in_(numbers)))[::-1]

    def undone(self) -> frozenset[int]:
        """Numbers of the decisions that no longer count."""
        with self.database.reading() as connection:
            undoings = in_force(decisions(connection, tables.decision.c.kind == "undo"))
        return frozenset(int(one.subject["decision"]) for one in undoings)

    def in_force(self, *kinds: str) -> tuple[Decision, ...]:
        """The decisions of these kinds that are not undone, in order."""
        return tuple(active(self.decisions(*kinds, "undo")))

    def lost(self) -> tuple[tuple[Decision, str], ...]:
        """Decisions whose claim or words no reading has any more, with the reason."""
        with self.database.reading() as connection:
            return records.lost(connection)

    def resolve(self, given: Mapping[str, Any]) -> str | None:
        """The id of the claim that an anchor now means; None where it is lost."""
        with self.database.reading() as connection:
            held = query.of_document(connection, str(given["document"]))
        try:
            return find((filed.claim for filed in held), given)
        except Lost:
            return None

    # People

    def people(self, name: str | None = None) -> tuple[dict[str, str], ...]:
        """Name, role, hash, added_at and added_by of all who may log in, or of the one of that name."""
        with self.database.reading() as connection:
            return people.every(connection, name)

    def keep_person(self, name: str, role: str, hashed: str, by: str) -> dict[str, str]:
        """Let somebody log in, or give one who is known another role and hash."""
        with self.database.writing() as connection:
            return people.keep(connection, name, role, hashed, by)

    def remove_person(self, name: str) -> bool:
        """Let somebody log in no more; False where nobody is so called."""
        with self.database.writing() as connection:
            return people.remove(connection, name)

    # Results of later steps

    def results(self, space: str) -> Iterator[tuple[str, str]]:
        """(key, JSON) of what a later step keeps under `space`, by key."""
        with self.database.reading() as connection:
            yield from results.every(connection, space)

    def result(self, space: str, key: str) -> str | None:
        """The JSON that is kept under a key of `space`, if any."""
        with self.database.reading() as connection:
            return results.one(connection, space, key)

    def keep_results(self, space: str, rows: Mapping[str, Result | str | None]) -> None:
        """Keep results under keys of `space`; None forgets a key. All or nothing."""
        with self.database.writing() as connection:
            results.keep(connection, space, rows)

    def page_results(
        self, space: str, asked: Sequence[Facet] = (), *, after: tuple[str, str] = ("", ""), limit: int = 50
    ) -> tuple[list[str], tuple[str, str] | None]:
        """At most `limit` results that have all the facets, after a place in their order, and where the next begin."""
        with self.database.reading() as connection:
            return results.page(connection, space, asked, after, limit)

    def count_results(self, space: str, asked: Sequence[Facet] = (), by: str | None = None) -> dict[str, int]:
        """How many results have all the facets: under "", or for each value of the facet `by`."""
        with self.database.reading() as connection:
            return results.count(connection, space, asked, by)

    def rebuild(self) -> None:
        """Make all that follows from the records anew."""
        with self.database.writing() as connection:
            rebuild(connection)

    def _known(self, connection: sa.Connection, id: str) -> None:
        if connection.execute(sa.select(tables.document.c.id).where(tables.document.c.id == id)).first() is None:
            raise InputError(f"{id[:12]}: no document of the case is so called. See `ascribe case show`.")

    def _possible(self, connection: sa.Connection, kind: str, about: dict[str, Any]) -> None:
        for document in sorted(documents_of(about)):
            self._known(connection, document)
        if "begin" in about:
            said = load_document(connection, about["document"]).text[about["begin"] : about["end"]]
            if said != about["words"]:
                raise UsageError(f'{kind}: the document does not say "{about["words"]}" at {about["begin"]}.')
        if kind != "undo":
            return
        number = about["decision"]
        one = next(decisions(connection, tables.decision.c.sequence == number), None)
        if one is None or one.kind in RECORDS:
            raise UsageError(f"undo: there is no decision {number} that could be undone. See `ascribe decisions`.")
        undoings = in_force(decisions(connection, tables.decision.c.kind == "undo"))
        if number in {u.subject["decision"] for u in undoings}:
            raise UsageError(f"undo: decision {number} is undone already. See `ascribe decisions`.")


def text(given: str) -> str:
    """A title or a reason as every database can keep it: without NUL and halves of characters."""
    return given.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()


def _there(where: str) -> Database:
    database = Database(where)
    if database.path is not None and not database.path.is_file():
        raise CaseError(f"{where}: there is no such case. Make one with `ascribe case new`.")
    return database


def person(author: str) -> str:
    """An author's name as it is kept: on one line, without control characters.

    Raises:
        UsageError: nothing is left of it.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in author).split())
    if not name:
        raise UsageError("A decision needs a name of who decides: give --by NAME, or set ASCRIBE_USER.")
    return name
