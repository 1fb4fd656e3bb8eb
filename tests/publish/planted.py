"""A case with what must not leave it: private names, dangerous places, fresh and undated events, the team's own words.

`leaks` looks for them in everything below a folder, as it stands and taken apart.
"""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from ascribe.case import Case
from ascribe.documents import from_bytes
from ascribe.incidents.decisions import register_kinds
from ascribe.reading.pipeline import Reader
from ascribe.reading.version import ontology_version

AS_OF = date(2017, 7, 20)
TEAM = "Wexford Analyst"
# Parts are looked for without regard to case: no piece of a name may stand anywhere.
SECRETS = (
    "qatranji", "marwa", "belhoussaye", "tirkawi", "nawal", "مروة", "قطرنجي", "944 123", "sitewatcher77",
    "zaytouna", "bayrouni", "khashab", "jurn al-aswad",
    "habbaniyeh", "qarqash", "umm trinket", "wexford", "vitriol",
)  # fmt: skip
OPEN = ("Brett McGurk", "Raqqa", "Palmyra")  # what must still be there, or nothing is shown by the others

REPORTS = {
    "marwa-qatranji.txt": (
        "Woman tells of night of Raqqa shelling, says Marwa Qatranji\n\n"
        "RAQQA, July 6 - Army shelling killed 12 civilians in Raqqa on 5 July 2017, resident Marwa Qatranji said. "
        '"My brother Idris Belhoussaye was killed by the shelling in Raqqa on 5 July 2017," Qatranji said. '
        "MARWA QATRANJI's house in Raqqa was destroyed on 5 July 2017. Mar\u00adwa Qatran\u200bji can be reached at "
        "marwa.qatranji@mail.example, @sitewatcher77 or +963 944 123 456. Soldiers detained مروة قطرنجي in Raqqa on 5 "
        "July 2017.\n\n"
        "Doctor Nawal Tirkawi said that the army had bombed Raqqa on 5 July 2017. Soldiers shot Tirkawi in Raqqa "
        "on 5 July 2017.\n\n"
        "Washington's special envoy, Brett McGurk, said that rebels had captured Palmyra on 4 July 2017.\n"
    ),
    "sites.txt": (
        "RAQQA, July 7 - Families are sheltering in the basement of the Zaytouna school in Raqqa after an air strike "
        "destroyed their houses on 6 July 2017. Rebels shelled Zaytouna on 6 July 2017, killing three people.\n\n"
        "An air strike hit the Bayrouni hospital in Raqqa on 6 July 2017. Bayrouni was destroyed.\n\n"
        "Thousands of people fled Raqqa along the Khashab road on 6 July 2017. The army shelled Khashab road on 6 July "
        "2017. An aid convoy brought food to Jurn al-Aswad on 6 July 2017, the United Nations said.\n"
    ),
    "fresh.txt": "PALMYRA, July 19 - Rebels killed 97 soldiers in Habbaniyeh on 18 July 2017, the army said.\n",
    "undated.txt": "Rebels killed 31 soldiers in Qarqash on 3 July 2017, the army said.\n",
    "wrong.txt": "HOMS, July 6 - Rebels killed 44 soldiers in Umm Trinket on 3 July 2017, the army said.\n",
}
PUBLISHED = {"marwa-qatranji.txt": "2017-07-06", "sites.txt": "2017-07-07", "fresh.txt": "2017-07-19",
             "undated.txt": None, "wrong.txt": "2017-07-06"}  # fmt: skip


def plant(path: Path, reader: Reader) -> Case:
    """The case, open; one report's claims are rejected, and an incident has a person's grade with a reason."""
    register_kinds()
    case = Case.create(str(path), title="Raqqa: what Marwa Qatranji saw", author=TEAM)
    for name, text in REPORTS.items():
        data = text.encode()
        document = from_bytes(data, name=name, published=PUBLISHED[name], outlet="Halyard")
        slug = {"title": "Marwa Qatranji speaks", "author": "Nawal Tirkawi", "url": "https://n.example/marwa-qatranji"}
        case.store(name, data, document.model_copy(update=slug if name.startswith("marwa") else {}), TEAM)
        case.store_reading(reader.read(case.document(document.sha256)), ontology_version(), TEAM)
        if name == "wrong.txt":
            for filed in [f for f in case.claims() if f.document == document.sha256]:
                case.decide("reject", {"claim": case.anchor(filed.claim.id).model_dump(mode="json")}, author=TEAM)
    first = next(f for f in case.claims() if f.claim.type == "shelling")
    about = {"claim": case.anchor(first.claim.id).model_dump(mode="json")}
    case.decide("regrade", about, {"grade": "fair"}, author=TEAM, why="vitriol of Marwa Qatranji")
    return case


def leaks(folder: Path) -> list[str]:
    """Where secrets stand in the files below a folder: "brief/index.html: qatranji"."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        texts = [name.casefold(), *(text.casefold() for text in _texts(path.read_bytes(), path.suffix))]
        found += [f"{name}: {secret}" for secret in SECRETS if any(secret in text for text in texts)]
    return found


def _texts(data: bytes, suffix: str) -> Iterator[str]:
    """The bytes as text, in several encodings and with escapes undone; of archives and tables what is in them too."""
    plain = data.decode("utf-8", "replace")
    yield from (plain, data.decode("utf-16-le", "replace"), unquote(plain), html.unescape(plain))
    if "\\u" in plain:
        yield plain.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
    if suffix in (".json", ".jsonl", ".geojson"):
        for line in plain.splitlines() if suffix == ".jsonl" else [plain]:
            yield json.dumps(json.loads(line), ensure_ascii=False)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield member
                yield from _texts(archive.read(member), Path(member).suffix)
    if data.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(data))
        yield f"{table.to_pylist()} {table.schema.metadata}"
