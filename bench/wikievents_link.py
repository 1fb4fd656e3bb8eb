"""Whether documents on one bombing link their main incident: the clusters of the WikiEvents train documents.

Run by `python -m bench.wikievents_link [folder of corpora]`. The ids of some documents name the bombing or strike that
they are about (`wiki_mass_car_bombings_0_news_8`). A document's main incident is the one that holds most of its claims.
The corpus gives no dates: a cluster's documents are taken to be published on the day after the full date that stands
most often in them (the earliest of several), else on a day of the cluster's own.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from ascribe.case.state import filed
from ascribe.documents import from_text
from ascribe.incidents.link import link
from ascribe.model import FiledClaim
from ascribe.reading.pipeline import default_reader

_DATE = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), (\d{4})\b"
)
_ID = re.compile(r"^(wiki_.+)_(?:news_\d+|article)$")


def main() -> None:
    """Prints the share of pairs of documents, of one cluster and of two, whose main incidents are one."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    rows = [json.loads(line) for line in (folder / "events" / "wikievents-train.jsonl").open(encoding="utf-8")]
    texts = {row["id"]: (m[1], row["text"]) for row in rows if (m := _ID.match(row["id"]))}
    claims: list[FiledClaim] = []
    cluster_of: dict[str, str] = {}
    for cluster, text in texts.values():
        document = from_text(text, published=published(cluster, [t for c, t in texts.values() if c == cluster]))
        cluster_of[document.sha256] = cluster
        claims += filed(default_reader().read(document))
    main_of = main_incidents(claims)
    same, other = [0, 0], [0, 0]
    for a, b in combinations(sorted(main_of), 2):
        counted = same if cluster_of[a] == cluster_of[b] else other
        counted[0] += 1
        counted[1] += main_of[a] == main_of[b]
    print(f"{len(texts)} documents of {len(set(cluster_of.values()))} clusters, {len(main_of)} with an incident")
    print(f"pairs of one cluster with one main incident: {same[1]} of {same[0]}")
    print(f"pairs of two clusters with one main incident: {other[1]} of {other[0]}")
    for cluster in sorted(set(cluster_of.values())):
        mains = Counter(main_of[d] for d in main_of if cluster_of[d] == cluster)
        print(f"  {cluster}: {mains.total()} documents, {max(mains.values(), default=0)} in the largest main incident")


def main_incidents(claims: list[FiledClaim]) -> dict[str, str]:
    """For each document the incident that holds most of its claims."""
    links = link(claims)
    count: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        incident = links.incident_of(claim.claim.id)
        if incident:
            count[claim.document][incident] += 1
    return {d: min(c, key=lambda i: (-c[i], i)) for d, c in count.items()}


def published(cluster: str, texts: list[str]) -> str:
    """A plausible day of publication for the documents of a cluster."""
    found = Counter(datetime.strptime(" ".join(m), "%B %d %Y") for text in texts for m in _DATE.findall(text))
    if found:
        day = min(found, key=lambda d: (-found[d], d)) + timedelta(days=1)
    else:
        day = datetime(2010, 1, 4) + timedelta(days=7 * (sum(map(ord, cluster)) % 300))
    return day.date().isoformat()


if __name__ == "__main__":
    main()
