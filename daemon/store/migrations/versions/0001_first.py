"""The first tables: one function each, in an order in which every reference finds its table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _absences()
    _cases()
    _counters()
    _desk()
    _digests()
    _leases()
    _mailboxes()
    _raw_letters()
    _examples()
    _case_references()
    _deadlines()
    _events()
    _intake()
    _letters()
    _outbox()
    _participants()
    _message_ids()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("dossier", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(op.f("ix_cases_state"), "cases", ["state"])


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _desk() -> None:
    op.create_table(
        "desk",
        sa.Column(
            "id",
            sa.Integer(),
            sa.CheckConstraint("id = 1", name=op.f("ck_desk_single")),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("life", sa.Text(), nullable=False),
        sa.Column("born_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("report", "period", name=op.f("pk_digests")),
    )


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_absences")),
    )


def _examples() -> None:
    op.create_table(
        "examples",
        sa.Column("raw_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_letters.id"], name=op.f("fk_examples_raw_id")),
        sa.PrimaryKeyConstraint("raw_id", name=op.f("pk_examples")),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_leases")),
    )


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_contact", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailboxes")),
    )


def _raw_letters() -> None:
    op.create_table(
        "raw_letters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_letters")),
        sa.UniqueConstraint("sha256", name=op.f("uq_raw_letters_sha256")),
    )


def _case_references() -> None:
    op.create_table(
        "case_references",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "kind", "value", name=op.f("pk_case_references")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_references_case_id")),
    )
    op.create_index(op.f("ix_case_references_value"), "case_references", ["value"])


def _deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deadlines_case_id")),
    )
    op.create_index(
        op.f("ix_deadlines_due"),
        "deadlines",
        ["due_at"],
        sqlite_where=sa.text("settled_at is null"),
        postgresql_where=sa.text("settled_at is null"),
    )
    op.create_index(
        op.f("uq_deadlines_open"),
        "deadlines",
        ["case_id", "kind"],
        unique=True,
        sqlite_where=sa.text("settled_at is null"),
        postgresql_where=sa.text("settled_at is null"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_events")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_events_case_id")),
    )


def _intake() -> None:
    op.create_table(
        "intake",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Text(),
            sa.CheckConstraint(
                "state in ('pending', 'case', 'enquiry', 'filed', 'review', 'duplicate', 'baseline', 'vanished', 'quarantined')",
                name=op.f("ck_intake_state_known"),
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_intake_mailbox_uidvalidity_uid")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_intake_case_id")),
        sa.ForeignKeyConstraint(["mailbox"], ["mailboxes.name"], name=op.f("fk_intake_mailbox")),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_letters.id"], name=op.f("fk_intake_raw_id")),
    )
    op.create_index(op.f("ix_intake_case_id"), "intake", ["case_id"])
    op.create_index(
        op.f("ix_intake_pending"),
        "intake",
        ["mailbox", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(op.f("ix_intake_raw_id"), "intake", ["raw_id"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("raw_id", name=op.f("uq_letters_raw_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letters_case_id")),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_letters.id"], name=op.f("fk_letters_raw_id")),
    )
    op.create_index(op.f("ix_letters_case_id"), "letters", ["case_id"])
    op.create_index(op.f("ix_letters_content_key"), "letters", ["content_key"])
    op.create_index(op.f("ix_letters_sender"), "letters", ["sender"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=True),
        sa.Column("tail", sa.LargeBinary(), nullable=True),
        sa.Column("valid_while", sa.JSON(), nullable=True),
        sa.Column("trigger", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Text(),
            sa.CheckConstraint(
                "state in ('queued', 'leased', 'sent', 'refused', 'uncertain', 'held', 'superseded', 'dead')",
                name=op.f("ck_outbox_state_known"),
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_holder", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("data_begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_uncertain", sa.Boolean(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_outbox_effect_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_outbox_notice_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outbox_case_id")),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_letters.id"], name=op.f("fk_outbox_raw_id")),
    )
    op.create_index(op.f("ix_outbox_case_id"), "outbox", ["case_id"])
    op.create_index(
        op.f("ix_outbox_open"),
        "outbox",
        ["next_at"],
        sqlite_where=sa.text("state in ('queued', 'leased', 'uncertain')"),
        postgresql_where=sa.text("state in ('queued', 'leased', 'uncertain')"),
    )
    op.create_index(op.f("ix_outbox_settled"), "outbox", ["settled_at"])
    op.create_index(op.f("ix_outbox_trigger"), "outbox", ["trigger", "queued_at"])


def _participants() -> None:
    op.create_table(
        "participants",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Text(),
            sa.CheckConstraint("role in ('customer', 'cc')", name=op.f("ck_participants_role_known")),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("case_id", "address", name=op.f("pk_participants")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_participants_case_id")),
    )
    op.create_index(op.f("ix_participants_address"), "participants", ["address"])


def _message_ids() -> None:
    op.create_table(
        "message_ids",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Text(),
            sa.CheckConstraint(
                "source in ('letter', 'notice', 'baseline', 'reference')", name=op.f("ck_message_ids_source_known")
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_ids")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_message_ids_case_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_message_ids_outbox_id")),
    )
    op.create_index(op.f("ix_message_ids_message_id"), "message_ids", ["message_id"])
