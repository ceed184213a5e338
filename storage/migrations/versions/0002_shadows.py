"""A table for what a challenger says beside the model in force."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "shadows",
        sa.Column("advert_id", sa.String(length=64), nullable=False),
        sa.Column("champion_id", sa.String(length=80), nullable=False),
        sa.Column("model_id", sa.String(length=80), nullable=False),
        sa.Column("features_version", sa.String(length=32), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("threshold_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["advert_id", "champion_id"],
            ["assessments.advert_id", "assessments.model_id"],
            name=op.f("fk_shadows_advert_id"),
        ),
        sa.PrimaryKeyConstraint("advert_id", "champion_id", "model_id", name=op.f("pk_shadows")),
    )
    op.create_index(op.f("ix_shadows_champion_id_model_id"), "shadows", ["champion_id", "model_id"])
