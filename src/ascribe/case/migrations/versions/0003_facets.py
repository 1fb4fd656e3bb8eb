"""Results are found by days as claims are, and each facet of one at once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index("ix_result_facet_key", "result_facet")
    op.create_index("ix_result_facet_key", "result_facet", ["key", "space", "facet", "value"])
    # What has facets is made anew with those that are new; links are not, since they take long and have none.
    made = sa.table("result", sa.column("space"))
    op.execute(made.delete().where(made.c.space.in_(["findings", "document-basis", "incident", "incident-basis"])))
    op.execute(made.delete().where(made.c.space.like("web%")))
    op.execute(sa.table("result_facet").delete())
