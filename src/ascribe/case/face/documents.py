"""Documents and readings of a case, and the reports that failed."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from ...model import Document, Reading
from .. import records, tables
from ..plain import person
from ..projection import latest, load_document, refresh
from ..records import Entry, FailedReport
from .held import Held


class Documents(Held):
    """What was added and read."""

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
            records.known(connection, id)
            return load_document(connection, id)

    def original(self, id: str) -> bytes:
        """A document's bytes as they came.

        Raises:
            InputError: there is none of that id.
        """
        with self.database.reading() as connection:
            records.known(connection, id)
            query = sa.select(tables.document.c.original).where(tables.document.c.id == id)
            return bytes(connection.execute(query).scalar_one())

    def reading(self, id: str) -> Reading | None:
        """The latest reading of a document; None where it was not read yet.

        Raises:
            InputError: there is no document of that id.
        """
        with self.database.reading() as connection:
            records.known(connection, id)
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
