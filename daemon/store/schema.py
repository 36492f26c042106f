"""The tables (design, section 4). SQLAlchemy Core only; invariants are constraints.

Times are stored in UTC and come back aware. Everything that must happen at most once has a unique key here, so that a
daemon that was killed, or two daemons at once, cannot do it twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in, an aware UTC datetime out; SQLite keeps it without its zone, in an order that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive datetime is a bug of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not reach the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC, on every database alike."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(v) for v in values)})", name=f"{column}_known")


INTAKE_STATES = (
    "pending", "case", "enquiry", "filed", "review", "duplicate", "baseline", "vanished", "quarantined",
)  # fmt: skip

# Conditions of partial indexes. A query that is to use such an index says its condition word for word: SQLite does not
# look into bound values, and would read through every letter and mail there ever was.
INTAKE_PENDING = "state = 'pending'"
OUTBOX_OPEN = "state in ('queued', 'leased', 'uncertain')"

OUTBOX_STATES = ("queued", "leased", "sent", "refused", "uncertain", "held", "superseded", "dead")

desk: Table = Table(  # one row: this database's own life
    "desk",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="single"), primary_key=True, autoincrement=False),
    Column("life", Text, nullable=False),  # random: Message-IDs of a lost database never come back
    Column("born_at", UtcDateTime, nullable=False),
)

counters: Table = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

mailboxes: Table = Table(
    "mailboxes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("start_from", UtcDateTime, nullable=False),  # letters received before are baseline, for ever
    Column("first_contact", UtcDateTime, nullable=False),
)

raw_letters: Table = Table(
    "raw_letters",
    metadata,
    _id(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("bytes", LargeBinary, nullable=False),  # zlib
    Column("size", BigInteger, nullable=False),  # bytes on the server
    Column("complete", Boolean, nullable=False),  # False: only the beginning of a letter over [limits] letter_bytes
    Column("received", UtcDateTime, nullable=False),  # INTERNALDATE, or the moment of the fetch without one
)

intake: Table = Table(
    "intake",
    metadata,
    _id(),
    Column("mailbox", Text, ForeignKey("mailboxes.name"), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("raw_id", Integer, ForeignKey("raw_letters.id"), index=True),  # none for baseline and vanished letters
    Column("message_id", Text),
    Column("state", Text, _one_of("state", INTAKE_STATES), nullable=False),
    Column("reason", Text, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("attempts", Integer, nullable=False),  # counted before each attempt to read (hazards D5)
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    Index(
        "ix_intake_pending", "mailbox", "id", sqlite_where=text(INTAKE_PENDING), postgresql_where=text(INTAKE_PENDING)
    ),
)

letters: Table = Table(
    "letters",
    metadata,
    _id(),
    Column("raw_id", Integer, ForeignKey("raw_letters.id"), nullable=False, unique=True),
    Column("content_key", Text, index=True),  # the same letter through two mailboxes has the same
    Column("message_id", Text),
    Column("sender", Text, index=True),  # lower case
    Column("subject", Text, nullable=False),
    Column("words", Text, nullable=False),  # the writer's own words
    Column("language", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("received", UtcDateTime, nullable=False),
)

cases: Table = Table(
    "cases",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("department", Text, nullable=False),  # the configured department's name
    Column("customer", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("received", UtcDateTime, nullable=False),  # when the mail server received the letter: every clock's anchor
    Column("promised_at", UtcDateTime, nullable=False),  # the answer the acknowledgement names
    Column("policy", Text, nullable=False),  # name and version
    Column("dossier", JSON, nullable=False),  # everything its clocks and mails depend on: `daemon.case.Dossier`
    Column("changed_at", UtcDateTime, nullable=False),
)

participants: Table = Table(
    "participants",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("address", Text, primary_key=True, index=True),  # lower case
    Column("role", Text, _one_of("role", ("customer", "cc")), nullable=False),
)

case_references: Table = Table(
    "case_references",  # what the customer calls the matter: the numbers by which a further letter joins
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True, index=True),
)

events: Table = Table(
    "events",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),  # when it became true, not when it was noticed
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("hash", Text, nullable=False),  # sha256 over the previous hash and this event
)

deadlines: Table = Table(
    "deadlines",
    metadata,
    _id(),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("outcome", Text),
    Index(
        "ix_deadlines_due",
        "due_at",
        sqlite_where=text("settled_at is null"),
        postgresql_where=text("settled_at is null"),
    ),
    Index(
        "uq_deadlines_open",
        "case_id",
        "kind",
        unique=True,
        sqlite_where=text("settled_at is null"),
        postgresql_where=text("settled_at is null"),
    ),
)

outbox: Table = Table(
    "outbox",
    metadata,
    _id(),
    Column("effect_key", Text, nullable=False, unique=True),  # what this mail is the effect of: never sent twice
    Column("notice_id", Text, nullable=False, unique=True),  # what our tokens name
    Column("message_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("party", Text, nullable=False),  # customer, department:<name>, managers, operator
    Column("sender", Text, nullable=False),  # envelope: bounces come back to the desk
    Column("recipients", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("head", LargeBinary, nullable=False),  # the mail's bytes, fixed now; with an original: up to it
    Column("raw_id", Integer, ForeignKey("raw_letters.id")),  # the original letter between head and tail
    Column("tail", LargeBinary),
    Column("valid_while", JSON),  # case states in which it is still worth sending; null: always
    Column("trigger", Text),  # the address whose own mail caused it: what the daily cap counts
    Column("state", Text, _one_of("state", OUTBOX_STATES), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("lease_holder", Text),
    Column("lease_until", UtcDateTime),
    Column("fence", Integer, nullable=False),
    Column("data_begun_at", UtcDateTime),  # from here on the server may have it
    Column("was_uncertain", Boolean, nullable=False),  # when it was leased: another doubt, and it is held
    Column("results", JSON, nullable=False),  # recipient -> {"code", "text"}
    Column("last_error", Text, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index(
        "ix_outbox_open",
        "next_at",
        sqlite_where=text(OUTBOX_OPEN),
        postgresql_where=text(OUTBOX_OPEN),
    ),
    Index("ix_outbox_settled", "settled_at"),
    Index("ix_outbox_trigger", "trigger", "queued_at"),
)

message_ids: Table = Table(
    "message_ids",  # every Message-ID we ever sent or saw, and whose it was
    metadata,
    _id(),
    Column("message_id", Text, nullable=False, index=True),
    Column("source", Text, _one_of("source", ("letter", "notice", "baseline", "reference")), nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("outbox_id", Integer, ForeignKey("outbox.id")),
)

digests: Table = Table(
    "digests",
    metadata,
    Column("report", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("data", JSON, nullable=False),  # of a bulletin: its entries, and what became of them
)

absences: Table = Table(
    "absences",  # a department that nobody reads for: its mail goes to the deputy meanwhile
    metadata,
    Column("department", Text, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Column("deputy", Text, nullable=False),
)

examples: Table = Table(
    "examples",  # letters that people routed, for whoever improves the rules
    metadata,
    Column("raw_id", Integer, ForeignKey("raw_letters.id"), primary_key=True),
    Column("handling", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

leases: Table = Table(
    "leases",
    metadata,
    Column("what", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("fence", Integer, nullable=False),
)
