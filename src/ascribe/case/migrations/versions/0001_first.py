"""The first tables of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "about",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("decision", sa.Integer(), primary_key=True),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "claim_name",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("claim", sa.String(40), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
    )
    op.create_index("ix_claim_name_document", "claim_name", ["document"])
    op.create_index("ix_claim_name_key", "claim_name", ["key", "role", "position", "claim"])
    op.create_table(
        "decision",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("ix_decision_kind", "decision", ["kind"])
    op.create_table(
        "document",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("sequence", sa.Integer(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
    )
    op.create_table(
        "failure",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=True),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_table(
        "lost",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("decision", sa.Integer(), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "mention",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("sort", sa.String(8), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
    )
    op.create_index("ix_mention_key", "mention", ["sort", "key"])
    op.create_table(
        "result",
        sa.Column("space", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("sort", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_result_sort", "result", ["space", "sort", "key"])
    op.create_table(
        "result_facet",
        sa.Column("space", sa.String(40), primary_key=True),
        sa.Column("facet", sa.String(20), primary_key=True),
        sa.Column("value", sa.String(200), primary_key=True),
        sa.Column("sort", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
    )
    op.create_index("ix_result_facet_key", "result_facet", ["space", "key"])
    op.create_table(
        "claim",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(64), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("factuality", sa.String(20), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("start", sa.String(10), nullable=True),
        sa.Column("end", sa.String(10), nullable=True),
        sa.Column("span", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_claim_document", "claim", ["document"])
    op.create_index("ix_claim_end", "claim", ["end"])
    op.create_index("ix_claim_factuality", "claim", ["factuality", "position", "id"])
    op.create_index("ix_claim_position", "claim", ["position", "id"])
    op.create_index("ix_claim_standing", "claim", ["standing", "position", "id"])
    op.create_index("ix_claim_span", "claim", ["span", "start"])
    op.create_index("ix_claim_start", "claim", ["start"])
    op.create_index("ix_claim_type", "claim", ["type", "position", "id"])
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("ontology", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_reading_document", "reading", ["document"])
