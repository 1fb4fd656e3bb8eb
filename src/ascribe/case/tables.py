"""The tables of a case. `comment` is what the data dictionary says; migrations/ makes the tables.

Records (case, document, reading, decision, failure, person) are written once; only a failure, a person, and the head in
`case`, are updated. The others are derived: `projection.py` makes them from the records, and can make them again.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
DIGEST = String(64)

case = Table(
    "case", METADATA,
    Column("id", String(32), primary_key=True, comment="random hexadecimal digits; the same in every copy of the case"),
    Column("title", Text, nullable=False, comment="what people call the investigation"),
    Column("created_at", String(32), nullable=False, comment="RFC 3339, UTC"),
    Column("head", Integer, nullable=False, comment="the number of the last decision"),
    Column("head_digest", DIGEST, nullable=False, comment="the digest of the last decision"),
    comment="One row: the investigation, and where its chain of decisions ends.",
)  # fmt: skip

document = Table(
    "document", METADATA,
    Column("id", DIGEST, primary_key=True, comment="SHA-256 of the original's bytes"),
    Column("sequence", Integer, nullable=False, unique=True, comment="1 for the first that was added"),
    Column("name", Text, nullable=False, comment="the name of the file or line it came from"),
    Column("original", LargeBinary, nullable=False, comment="its bytes as they came"),
    Column("text", LargeBinary, nullable=False, comment="the text that was taken from them, UTF-8"),
    Column("text_sha256", DIGEST, nullable=False, comment="SHA-256 of `text`"),
    Column("details", Text, nullable=False, comment="JSON: title, url, outlet, origin, author, published, language"),
    Column("added_at", String(32), nullable=False, comment="RFC 3339, UTC"),
    Column("added_by", Text, nullable=False, comment="who added it"),
    comment="The reports, immutable.",
)  # fmt: skip

reading = Table(
    "reading", METADATA,
    Column("id", Integer, primary_key=True, comment="1 for the first; a document's latest reading has the highest"),
    Column("document", DIGEST, ForeignKey("document.id"), nullable=False, index=True, comment="what was read"),
    Column("model", Text, nullable=False, comment="name and version of the model"),
    Column("ontology", Text, nullable=False, comment="version of the program and of its data files"),
    Column("body", LargeBinary, nullable=False, comment="the reading as JSON without the document, zlib-compressed"),
    Column("sha256", DIGEST, nullable=False, comment="SHA-256 of that JSON"),
    Column("made_at", String(32), nullable=False, comment="RFC 3339, UTC"),
    comment="What was read in a document, one row a model and ontology; never changed.",
)  # fmt: skip

decision = Table(
    "decision", METADATA,
    Column("sequence", Integer, primary_key=True, comment="1, 2, 3 … without gaps"),
    Column("at", String(32), nullable=False, comment="RFC 3339, UTC"),
    Column("author", Text, nullable=False, comment="who decided"),
    Column("kind", String(40), nullable=False, index=True, comment="what kind of decision; see the table of kinds"),
    Column("subject", Text, nullable=False, comment="canonical JSON: what it is about"),
    Column("value", Text, nullable=False, comment="canonical JSON: what was decided"),
    Column("why", Text, nullable=True, comment="the reason, in the author's words"),
    Column("previous", DIGEST, nullable=False, comment="the digest of the row before; 64 zeros in the first"),
    Column("digest", DIGEST, nullable=False, comment="SHA-256 of the canonical JSON of all other columns"),
    comment="What was decided, by whom, when and why: append-only, each row tied to the one before by its digest.",
)  # fmt: skip

failure = Table(
    "failure", METADATA,
    Column("id", DIGEST, primary_key=True, comment="SHA-256 of the name"),
    Column("name", Text, nullable=False, comment="the file, line or document that failed"),
    Column("original", LargeBinary, nullable=True, comment="its bytes, where they could be had"),
    Column("options", Text, nullable=False, comment="JSON: what was stated of it when it was added"),
    Column("code", String(40), nullable=False, comment="code of the error"),
    Column("message", Text, nullable=False, comment="what failed, and what to do"),
    Column("at", String(32), nullable=False, comment="when it last failed: RFC 3339, UTC"),
    Column("attempts", Integer, nullable=False, comment="how often it was tried"),
    comment="Reports that could not be added or read; a row goes when it succeeds.",
)  # fmt: skip

person = Table(
    "person", METADATA,
    Column("name", String(200), primary_key=True, comment="the name that their decisions carry"),
    Column("role", String(20), nullable=False, comment="reader, analyst or admin"),
    Column("hash", Text, nullable=False, comment="argon2id hash of the password"),
    Column("added_at", String(32), nullable=False, comment="RFC 3339, UTC"),
    Column("added_by", Text, nullable=False, comment="who let them in, or gave them this role and password"),
    comment="Who may log in to the app over the network. Stays with this database: no bundle holds it.",
)  # fmt: skip

claim = Table(
    "claim", METADATA,
    Column("id", String(40), primary_key=True, comment="the claim's id"),
    Column("position", BigInteger, nullable=False, comment="order: document's sequence, then the trigger"),
    Column("document", DIGEST, ForeignKey("document.id"), nullable=False, index=True, comment="where it stands"),
    Column("type", String(40), nullable=False, comment="claim type"),
    Column("factuality", String(20), nullable=False, comment="asserted, denied, uncertain, future or hypothetical"),
    Column("standing", String(20), nullable=False, comment="unreviewed, accepted or rejected"),
    Column("start", String(10), nullable=True, index=True, comment="first day it may be about"),
    Column("end", String(10), nullable=True, index=True, comment="last day it may be about"),
    Column("span", Integer, nullable=True, comment="at least the days from `start` to `end`: 1, 7, 31, 366, … days"),
    Column("confidence", Float, nullable=False, comment="how sure the reader is, 0 to 1"),
    Column("body", Text, nullable=False, comment="the filed claim as JSON"),
    Index("ix_claim_position", "position", "id"),
    Index("ix_claim_type", "type", "position", "id"),
    Index("ix_claim_standing", "standing", "position", "id"),
    Index("ix_claim_factuality", "factuality", "position", "id"),
    Index("ix_claim_span", "span", "start"),
    comment="Derived: each document's claims as the latest reading and the decisions make them.",
)  # fmt: skip

claim_name = Table(
    "claim_name", METADATA,
    Column("key", Text, nullable=False, comment="an actor's id, or a name folded to lower case without marks"),
    Column("role", String(12), nullable=False, comment="actor, source or place"),
    Column("position", BigInteger, nullable=False, comment="the claim's position"),
    Column("claim", String(40), nullable=False, comment="the claim's id"),
    Column("document", DIGEST, nullable=False, index=True, comment="where it stands"),
    Index("ix_claim_name_key", "key", "role", "position", "claim"),
    comment="Derived: the names by which a claim is found.",
)  # fmt: skip

mention = Table(
    "mention", METADATA,
    Column("document", DIGEST, primary_key=True, comment="a document"),
    Column("sort", String(8), primary_key=True, comment="actor or place"),
    Column("key", Text, primary_key=True, comment="an actor's id or else its folded name; a place's gazetteer id"),
    Index("ix_mention_key", "sort", "key"),
    comment="Derived: whom and what a document's claims name, before and after each decision; finds what one bears on.",
)  # fmt: skip

about = Table(
    "about", METADATA,
    Column("document", DIGEST, primary_key=True, comment="a document"),
    Column("decision", Integer, primary_key=True, comment="number of a decision about words of it"),
    comment="Derived: which decisions are about which document.",
)  # fmt: skip

lost = Table(
    "lost", METADATA,
    Column("document", DIGEST, primary_key=True, comment="the document it is about"),
    Column("decision", Integer, primary_key=True, comment="number of the decision"),
    Column("reason", Text, nullable=False, comment="why it has no effect now"),
    comment="Derived: decisions whose claim or words no reading has any more.",
)  # fmt: skip

result = Table(
    "result", METADATA,
    Column("space", String(40), primary_key=True, comment="which later step it belongs to"),
    Column("key", String(200), primary_key=True, comment="the step's own key"),
    Column("sort", String(40), nullable=False, comment="where it stands in the order of its space"),
    Column("body", Text, nullable=False, comment="JSON"),
    Index("ix_result_sort", "space", "sort", "key"),
    comment="Derived: what later steps (linking, grading) keep so as not to compute it again.",
)  # fmt: skip

result_facet = Table(
    "result_facet", METADATA,
    Column("space", String(40), primary_key=True, comment="as in `result`"),
    Column("facet", String(20), primary_key=True, comment="what it is found by: type, grade, place, start …"),
    Column("value", String(200), primary_key=True,
           comment="folded to lower case without marks; an ISO 8601 date; of `days` at least its length and the first"),
    Column("sort", String(40), primary_key=True, comment="as in `result`"),
    Column("key", String(200), primary_key=True, comment="as in `result`"),
    Index("ix_result_facet_key", "key", "space", "facet", "value"),
    comment="Derived: by what a result is found.",
)  # fmt: skip

RECORDS = (decision, document, reading)  # what the chain covers row by row, beside the case's own row
