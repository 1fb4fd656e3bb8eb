"""Copies and origins: which documents are one text, who reported it, and which passages stand in other reports too.

Two things are kept apart:

- A *copy group* is one text: near-identical documents, whoever prints them. A document alone is a group of one.
- An *origin* is who reported: an agency or an outlet. Two different stories of one agency are two copy groups with one
  origin. For corroboration one origin counts once, whatever it wrote and however many print it.

A passage of twenty words or more in reports of different origins was written by one of them, so a statement that stands
in it has one origin in both. Everything here depends on the set of documents alone, not on their
order, nor on which were there first: adding documents one by one gives what all at once give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from ..errors import UsageError
from ..model import Document, Part, Span
from .candidates import candidates
from .disjoint import Groups
from .passages import Passage, is_copy, shared, standing
from .reporters import Printed, printed, reporters
from .shingles import keys_in, rules, rules_digest, signature, words_of

if TYPE_CHECKING:
    from .shingles import Hashes


__all__ = [
    "Compared", "OriginGroup", "Origins", "Passage", "Printed", "Signed", "grouped", "origins", "signed",
]  # fmt: skip


class OriginGroup(Part):
    """One text, the documents that carry it, and who reported it."""

    copies: str = Field(description="id of the copy group: the smallest id of its documents")
    documents: tuple[str, ...] = Field(description="ids (SHA-256), in order")
    origins: tuple[str, ...] = Field(description="keys of who reported it; several where any of them may have been it")
    name: str = Field(description="the origins in words")
    why: str = Field(description="how the origin is known")

    @property
    def origin(self) -> str:
        """Who reported it, as one key: "afp"; "afp/reuters" where both are credited."""
        return "/".join(self.origins)


class Compared(Part):
    """What comparing two documents gave, the one with the smaller id first. It stays true whatever else is added."""

    a: str
    b: str
    copy_of: bool = Field(description="whether they are one text")
    passages: tuple[tuple[Span, Span], ...] = Field((), description="shared runs of words, if they are not")


class Signed(NamedTuple):
    """What is kept of a document, so that it can be grouped without its text."""

    document: Printed
    signature: bytes


class Origins(Part):
    """The copy groups of a set of documents with their origins, and the comparisons that they rest on.

    Made by `origins` or `grouped`; as JSON by `model_dump_json`. `groups` is in the order of their ids.
    """

    groups: tuple[OriginGroup, ...] = ()
    printed: tuple[Printed, ...] = Field((), description="what the documents state, in the order of their ids")
    compared: tuple[Compared, ...] = ()
    rules: str = Field("", description="digest of the rules; comparisons by other rules are not used again")

    def of(self, document: str, /) -> OriginGroup:
        """The group of the document with this id (its SHA-256).

        Raises:
            UsageError: it is not among the documents.
        """
        found = self._by_document.get(document)
        if found is None:
            raise UsageError(f"document {document!r}: its origin is not known. Give it to `origins` with the others.")
        return found

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that stand in documents of different origins, in the order of ids and places.

        Words that stand in more than twenty documents are given between the first of them and each other.
        """
        return tuple(
            Passage(a=pair.a, a_span=a, b=pair.b, b_span=b)
            for pair in self.compared
            if pair.passages and not set(self.of(pair.a).origins) & set(self.of(pair.b).origins)
            for a, b in pair.passages
        )

    def keys(self, document: str, span: Span | None = None) -> tuple[str, ...]:
        """Who reported a sentence: the origins of its document, or those of the passage that it lies in.

        A sentence that a newspaper shares with an agency's story is the agency's; what stands beside it is the
        newspaper's own. Statements that share a key may have one origin.

        Args:
            document: the document's id.
            span: code points of the sentence; None takes the document's origins.

        Raises:
            UsageError: the document is not among the documents.
        """
        own = self.of(document).origins
        if span is None:
            return own
        least = rules()["passage"]["covered"] * (span[1] - span[0])
        stretches = self._standing.get(document, ())
        return next((keys for (b, e), keys in stretches if 0 < min(e, span[1]) - max(b, span[0]) >= least), own)

    def count(self, statements: Iterable[tuple[str, Span | None]]) -> int:
        """How many origins statements rest on at least: as many as there are of them that share no key.

        Args:
            statements: for each its document's id and its sentence's code points; see `keys`.
        """
        taken: set[str] = set()
        number = 0
        for keys in sorted({self.keys(*one) for one in statements}, key=lambda keys: (len(keys), keys)):
            if taken.isdisjoint(keys):
                taken.update(keys)
                number += 1
        return number

    @cached_property
    def _by_document(self) -> Mapping[str, OriginGroup]:
        return {document: group for group in self.groups for document in group.documents}

    @cached_property
    def _standing(self) -> Mapping[str, list[tuple[Span, tuple[str, ...]]]]:
        stated = {one.id: one for one in self.printed}
        found: dict[str, list[tuple[Span, tuple[str, ...]]]] = defaultdict(list)
        for stretches in standing(self.passages):
            holders = {copy for document, _ in stretches for copy in self.of(document).documents}
            keys = reporters([stated[id] for id in sorted(holders)]).keys
            for document, span in stretches:
                found[document].append((span, keys))
        return found


def origins(documents: Iterable[Document], known: Origins | None = None) -> Origins:
    """The copy groups, origins and shared passages of documents; near-linear in their number.

    Args:
        documents: all of them, in any order; one that comes twice counts once. They are known by their `sha256`.
        known: an earlier result, whose comparisons are not made again. It changes nothing of the result.
    """
    texts: dict[str, str] = {}
    seen: list[Signed] = []
    for document in documents:
        texts[document.sha256] = document.text
        seen.append(signed(document))
    return grouped(seen, texts.__getitem__, known)


def signed(document: Document) -> Signed:
    """What a store keeps of a document for `grouped`."""
    return Signed(printed(document), signature(document.text))


def grouped(documents: Iterable[Signed], text: Callable[[str], str], known: Origins | None = None) -> Origins:
    """As `origins`, from what a store keeps.

    Args:
        documents: all of the documents; a signature made by other rules is made anew from the text.
        text: gives the text of the document with an id; asked only for documents that may be near another one.
        known: an earlier result, whose comparisons are not made again. It changes nothing of the result.
    """
    first = {one.document.id: one for one in sorted(documents, key=_order, reverse=True)}
    unique = [first[id] for id in sorted(first)]
    digest = rules_digest().hex()
    earlier = {(c.a, c.b): c for c in known.compared} if known is not None and known.rules == digest else {}
    groups, compared = _compared(unique, text, earlier)
    members: dict[int, list[Printed]] = defaultdict(list)
    for i, one in enumerate(unique):
        members[groups.top(i)].append(one.document)
    return Origins(
        groups=tuple(_group(some) for some in members.values()),
        printed=tuple(one.document for one in unique),
        compared=tuple(sorted(compared, key=lambda c: (c.a, c.b))),
        rules=digest,
    )


def _order(one: Signed) -> tuple[str, ...]:
    """Of documents with the same bytes, the one that states most in this order is kept, whichever came first."""
    found = one.document
    return tuple(value or "~" for value in (found.id, found.agency, found.outlet, found.site, found.published))


def _compared(
    documents: list[Signed], text: Callable[[str], str], earlier: Mapping[tuple[str, str], Compared]
) -> tuple[Groups, list[Compared]]:
    """Groups of copies among documents, by their places, and the comparisons made for them."""
    words = lru_cache(maxsize=2_000)(lambda id: words_of(text(id)))
    groups, compared = Groups(len(documents)), []
    for i, j in candidates([_keys(one, text) for one in documents], groups):
        a, b = documents[i].document.id, documents[j].document.id
        result = earlier.get((a, b))
        if result is None:
            copy_of = is_copy(words(a), words(b))
            passages = () if copy_of else shared(words(a), words(b))
            result = Compared(a=a, b=b, copy_of=copy_of, passages=passages)
        compared.append(result)
        if result.copy_of:
            groups.join(i, j)
    return groups, compared


def _keys(one: Signed, text: Callable[[str], str]) -> Hashes:
    keys = keys_in(one.signature)
    if keys is None:
        keys = keys_in(signature(text(one.document.id)))
    assert keys is not None  # just made
    return keys


def _group(documents: list[Printed]) -> OriginGroup:
    ids = tuple(one.id for one in documents)
    found = reporters(documents)
    return OriginGroup(copies=ids[0], documents=ids, origins=found.keys, name=found.name, why=found.why)
