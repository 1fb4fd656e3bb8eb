"""Safeguards: claims and documents as they may leave, without names of private persons and dangerous places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from textwrap import shorten
from urllib.parse import unquote

from ..case import Case, Entry
from ..model import Claim, FiledClaim, Mention, Place, Standing, Where
from ..reading.actors import catalogue
from ..reading.actors.data import vocabulary
from ..reading.places.gazetteer import default_gazetteer
from .fresh import young
from .known import Known
from .learned import Learned, day_of, known_in
from .profiles import Profile
from .rough import coarse, is_fine
from .sites import sort_in
from .wording import CONTACT, NAME, Key, Phrases, clean, data, keys, replaced, words

Note = Callable[[str], None]
WITHHELD = "[sentence withheld]"
_KEPT = 1 << 12


class Guard:
    """What a profile lets out of a case, record by record.

    Args:
        case: brought up to date.
        profile: what may leave.
        as_of: the day as of which things are fresh.
    """

    def __init__(self, case: Case, profile: Profile, as_of: date) -> None:
        self.case, self.profile, self.as_of = case, profile, as_of
        self.names, self.places = profile.private_persons == "role", profile.sensitive_places == "district"
        self.learned = Learned(case, profile)
        self.hide, self.key = lru_cache(_KEPT)(self._hide), lru_cache(_KEPT)(self._key)
        self.known = lru_cache(8)(self._known)
        self.coarse = lru_cache(_KEPT)(lambda place: coarse(place, default_gazetteer()))

    # What may leave

    def withheld(self, filed: FiledClaim) -> str | None:
        """Why a claim may not leave; None if it may."""
        if filed.standing not in self.profile.standings:
            return filed.standing
        day = day_of(filed) or self.learned.days.get(filed.claim.id)
        return self.young(day, self.learned.published.get(filed.document))

    def young(self, day: str | None, published: str | None) -> str | None:
        """Why something may not leave yet; None if it may."""
        return young(day, published, self.profile.least_hours, self.as_of)

    def shows(self, claim: str) -> str | None:
        """What sort of site a claim would show; None for none."""
        return self.learned.shows.get(claim)

    # Texts

    def _hide(self, text: str) -> str:
        if self.names:
            text = self.learned.persons.hidden(CONTACT.sub(NAME, clean(text)))
        return self.learned.sites.hidden(text) if self.places else text

    def _key(self, key: str, actor: str | None = None) -> str:
        """The key of a speaker or party as it may leave: "person-1" for a private person, "site-1" for a site."""
        if actor is not None or catalogue().get(key) is not None:
            return key
        person = self.learned.persons.number(key, loosely=True) if self.names else None
        if person is not None:
            return f"person-{person}"
        site = self.learned.sites.number(key) if self.places else None
        return key if site is None else f"site-{site}"

    def sentence(self, text: str, claim: str, document: str, standing: Standing, note: Note) -> str:
        """A sentence as it may leave: nothing of one that shows a site, no name that nothing explains, and not all.

        Nothing at all of a claim whose standing the profile does not quote.
        """
        if standing not in self.profile.quoted:
            note("sentence not looked at")
            return WITHHELD
        if self._tells_site(text, claim, document):
            note("sentence withheld")
            return WITHHELD
        shown = self.hide(text)
        if self.names:
            shown = self.explained(shown, document)
        if shown != text:
            note("sentence changed")
        most = self.profile.excerpt
        if most is not None and len(shown) > most:
            note("sentence cut")
            shown = shorten(shown, most, placeholder="…") if most else ""
        return shown

    def _tells_site(self, text: str, claim: str, document: str) -> bool:
        """Whether a sentence would show a site; beside a claim that shows one it may not name any fine place."""
        learned = self.learned
        if claim in learned.beside:
            return claim in learned.silent or self.known(document).tells_place(text)
        return claim in learned.shows or claim in learned.silent

    def explained(self, text: str, document: str) -> str:
        """A text without capitalised words that nothing explains, and without words in scripts that are not read."""
        found = words(text)
        given = vocabulary().male | vocabulary().female

        def left(first: int, last: int) -> bool:
            before = text[: found[first].begin].rstrip(" “”\"'‘’([")
            plain = last - first == 1 and not found[first].foreign and found[first].key not in given
            begins = plain and (not before or before[-1] in ".!?:–—")
            return begins or self.learned.persons.is_open(tuple(w.key for w in found[first:last]))

        runs = [(a, b) for a, b in self.known(document).unknown(found) if not left(a, b)]
        return replaced(text, ((found[a].begin, found[b - 1].end, NAME) for a, b in runs))

    def _known(self, document: str) -> Known:
        return known_in(self.case, document)

    # Records

    def claim(self, filed: FiledClaim, note: Note) -> FiledClaim:
        """A claim that may leave, with what it says of private persons and dangerous places taken out."""
        claim, sort = filed.claim, self.shows(filed.claim.id)
        place, names = self.place(filed.place, sort), tuple(self.mention(m) for m in claim.place)
        where, spots = claim.where, None
        if sort is not None:
            spots = self.spots([filed])
            names = tuple(self._spot(m, place) for m in claim.place)
            moved = place is not None and filed.place is not None and is_fine(filed.place)
            where = _where(place) if moved or place is None else claim.where
            if (place, names) != (filed.place, claim.place):
                note("place made rough")
        said = claim.attribution

        def safe_mentions(given: tuple[Mention, ...]) -> tuple[Mention, ...]:
            return tuple(self.mention(m, spots) for m in given)

        safe = claim.model_copy(update={
            "agent": safe_mentions(claim.agent), "target": safe_mentions(claim.target),
            "instrument": safe_mentions(claim.instrument), "time": safe_mentions(claim.time),
            "place": names, "where": where, "attribution": said and said.model_copy(update={
                "source": safe_mentions(said.source), "via": safe_mentions(said.via)
            }),
            "quantities": tuple(
                q.model_copy(update={"text": self.hide(q.text), "unit": q.unit and self.hide(q.unit)})
                for q in claim.quantities
            ),
        })  # fmt: skip
        if self.names and _names(safe) != _names(claim):
            note("names replaced")
        return filed.model_copy(update={
            "claim": safe, "place": place, "trigger": self.hide(filed.trigger),
            "sentence": self.sentence(filed.sentence, claim.id, filed.document, filed.standing, note),
        })  # fmt: skip

    def place(self, place: Place | None, sort: str | None) -> Place | None:
        """A place as it may leave; `sort`: what it would show."""
        if place is None:
            return None
        if sort is not None and is_fine(place):
            return self.coarse(place)
        within = place.within and self.hide(place.within)
        return place.model_copy(update={"text": self.hide(place.text), "name": self.hide(place.name), "within": within})

    def spots(self, claims: Iterable[FiledClaim]) -> Phrases:
        """The names of the fine places of claims that show a site, with what stands for them."""
        found: dict[Key, str] = {}
        for filed in claims:
            place = self.place(filed.place, self.shows(filed.claim.id))
            by = data().sites.names.withheld if place is None else place.name
            names = [text for m in filed.claim.place for text in (m.name, m.text)]
            if filed.place is not None and is_fine(filed.place):
                names += [filed.place.text, filed.place.name]
            found.update({keys(name): by for name in names if any(w.capital for w in words(name))})
        return Phrases({k: by for k, by in found.items() if k != keys(by)})

    def mention(self, one: Mention, spots: Phrases | None = None) -> Mention:
        """A mention as it may leave, without the names of `spots`."""
        name, text = self.hide(one.name), self.hide(one.text)
        if spots is not None and one.actor is None:
            name, text = spots.replaced(name), spots.replaced(text)
        why = one.why if (name, text) == (one.name, one.text) and one.why == self.hide(one.why or "") else None
        actor = one.actor and self.key(one.actor)
        return one.model_copy(update={"name": name, "text": text, "actor": actor, "why": why})

    def _spot(self, one: Mention, place: Place | None) -> Mention:
        name = data().sites.names.withheld if place is None else place.name
        return one.model_copy(update={"name": name, "text": name, "why": None})

    def document(self, entry: Entry, note: Note) -> Entry:
        """What is known of a document as it may leave: nothing of the team, no name in title or address."""
        if not self.names and not self.places:
            return entry
        title, url = entry.title, entry.url
        hidden: frozenset[str] = frozenset()
        if title is not None and not self._is_plain(title, entry.id):
            note("title withheld")
            hidden = frozenset(w.key for w in words(title))
            title = None
        if url is not None and self._tells(url, hidden):
            note("address withheld")
            url = None
        return entry.model_copy(update={
            "name": f"document-{entry.number}", "title": title, "url": url, "author": None, "added_by": "the team",
            "outlet": entry.outlet and self.hide(entry.outlet), "origin": entry.origin and self.hide(entry.origin),
        })  # fmt: skip

    def _is_plain(self, title: str, document: str) -> bool:
        if self.places and sort_in(title) is not None:
            return False
        shown = self.hide(title)
        return shown == title and (not self.names or self.explained(shown, document) == shown)

    def _tells(self, url: str, hidden: frozenset[str]) -> bool:
        """Whether an address has a private name or a site in it, or words of a title that may not leave."""
        text = unquote(url)
        path = words(text.partition("//")[2].partition("/")[2])
        strange = sum(len(w.key) > 3 and w.key in hidden for w in path) > 1
        return strange or self.learned.persons.number(text, loosely=True) is not None or (
            self.learned.sites.number(text) is not None
        )  # fmt: skip


def _where(place: Place | None) -> Where | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return Where(latitude=place.latitude, longitude=place.longitude, precision=place.precision)


def _names(claim: Claim) -> list[str]:
    said = claim.attribution
    everybody = (*claim.agent, *claim.target, *((*said.source, *said.via) if said else ()))
    return [m.name for m in everybody]
