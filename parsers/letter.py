"""What a letter is once it has been read.

Everything here is a value: frozen, slotted, comparable, safe to send between processes. Nothing in this module
reads anything; the other modules of `parsers` fill these types in, `parsers.mail.read` puts them together.

Text positions are offsets in characters (Python's, not bytes) into the field that the `Span` names, so that the desk
can show a department the very words a fact was read from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Origin(StrEnum):
    """Who is speaking. Only a `PERSON` is ever answered (RFC 3834, section 2)."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


class Purpose(StrEnum):
    """What the letter is for, as far as it can be told."""

    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"
    ORDER = "order"
    THANKS = "thanks"
    NEWSLETTER = "newsletter"
    DUNNING = "dunning"
    NOTICE = "notice"  # a machine's or a supplier's announcement: nobody waits for an answer
    REPLY = "reply"  # a short answer that means nothing without the mail it answers
    UNCLEAR = "unclear"


class Urgency(StrEnum):
    """How urgent the writer says it is; comparable through `rank`."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low … 3 for critical."""
        return list(Urgency).index(self)


class Remedy(StrEnum):
    """What the writer asks for (ISO 10002: remedy)."""

    REPLACEMENT = "replacement"
    REPAIR = "repair"
    REFUND = "refund"
    COMPENSATION = "compensation"
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    DELIVERY = "delivery"
    INVOICE_CORRECTION = "invoice_correction"
    CANCEL = "cancel"
    DISCOUNT = "discount"


class Topic(StrEnum):
    """What the complaint is about."""

    PRODUCT_QUALITY = "product_quality"
    DAMAGED_IN_TRANSIT = "damaged_in_transit"
    WRONG_OR_MISSING_GOODS = "wrong_or_missing_goods"
    LATE_DELIVERY = "late_delivery"
    BILLING = "billing"
    SERVICE_ATTITUDE = "service_attitude"
    AFTER_SALES_REPAIR = "after_sales_repair"
    SAFETY_COMPLIANCE = "safety_compliance"
    OTHER = "other"


class AmountRole(StrEnum):
    """What a sum of money is in the letter."""

    CLAIMED = "claimed"
    PRICE = "price"
    PAID = "paid"
    LOSS = "loss"
    STATED = "stated"  # a sum whose role the letter does not tell


class Flag(StrEnum):
    """Circumstances a policy may ask about."""

    LINE_STOPPED = "line_stopped"
    BATCH = "batch"
    INJURY = "injury"
    FIRE = "fire"
    ROHS = "rohs"
    REACH = "reach"
    PUBLIC_THREAT = "public_threat"
    PUBLIC_CHANNEL = "public_channel"
    WITHDRAWN = "withdrawn"


class Authentication(StrEnum):
    """What the desk's own mail server found out about the sender (RFC 8601)."""

    NONE = "none"  # it says nothing, or nothing that we may trust
    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"


class Where(StrEnum):
    """The field of the letter a span points into."""

    SUBJECT = "subject"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end` of the letter's subject or text."""

    start: int
    end: int
    where: Where = Where.TEXT

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}, {self.end}")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """Something the letter says, and the words that say it. No spans: concluded from the whole."""

    value: T
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322, section 3.4): `address` is the addr-spec, its domain in lower case, safe to send to.

    `name` is one line, free of control characters, and never proof of who somebody is.
    """

    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """The form in which addresses are compared: all lower case."""
        return self.address.lower()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class Product:
    """A product as written, and how many of it the complaint is about (None: not said).

    `sku` and `department` come from the company's catalogue, where the name is found in it.
    """

    name: str
    quantity: int | None = None
    sku: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day the letter names, or a stretch of days ("at the end of June"): `first` to `last`, both included.

    Resolved against the day the letter was written; a day and month alone are the nearest such day in the past.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a stretch of days cannot end before it begins: {self.first}, {self.last}")


@dataclass(frozen=True, slots=True)
class Correction:
    """The writer puts something right: "the invoice is 89612, not 89621".

    `of` is the fact's name in `Facts` ("invoices", "orders", "other_refs", "products", "phone"); `wrong` may be None.
    """

    of: str
    right: str
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in minor units of `currency` (ISO 4217; None when the letter names none: two decimals)."""

    minor: int
    currency: str | None
    role: AmountRole = AmountRole.STATED


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with the letter. `name` is safe to show and to save; `part` is the MIME part's path."""

    name: str
    type: str
    size: int  # bytes, decoded
    part: str


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """What a bounce says of one recipient (RFC 3464). `status` is "5.1.1", "4.2.2" … or "" when it gives none."""

    recipient: str
    status: str
    permanent: bool  # a hard bounce: the next mail to this address will fare no better
    diagnostic: str = ""
    given_up: bool = False  # nobody tries any longer: this mail will not arrive, whatever the reason


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report: for whom, and for which mail of ours."""

    statuses: tuple[DeliveryStatus, ...] = ()
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the letter says, each fact with its evidence."""

    purpose: Purpose = Purpose.UNCLEAR
    confidence: float = 0.0  # 0 … 1: how sure `purpose` is
    purpose_spans: tuple[Span, ...] = ()
    invoices: tuple[Fact[str], ...] = ()
    orders: tuple[Fact[str], ...] = ()
    other_refs: tuple[Fact[str], ...] = ()
    products: tuple[Fact[Product], ...] = ()
    amounts: tuple[Fact[Amount], ...] = ()
    defect: tuple[Fact[str], ...] = ()
    defect_kind: str | None = None  # a code of the lexicon: "leak", "no_power" …
    urgency: Fact[Urgency] = field(default_factory=lambda: Fact(Urgency.NORMAL))
    remedies: tuple[Fact[Remedy], ...] = ()
    legal_threat: Fact[bool] = field(default_factory=lambda: Fact(value=False))
    prior_contact: Fact[bool] = field(default_factory=lambda: Fact(value=False))
    topic: Fact[Topic] = field(default_factory=lambda: Fact(Topic.OTHER))
    flags: tuple[Fact[Flag], ...] = ()
    dates: tuple[Fact[StatedDate], ...] = ()
    corrections: tuple[Fact[Correction], ...] = ()
    sender_name: Fact[str] | None = None
    company: Fact[str] | None = None
    phone: Fact[str] | None = None

    @property
    def is_complaint(self) -> bool:
        """Whether the writer is dissatisfied with us and says so."""
        return self.purpose is Purpose.COMPLAINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An incoming mail as read. Header values are single lines without control characters."""

    origin: Origin
    origin_reason: str  # which mark decided the origin, in words
    suppress_reply: bool = False  # asks for silence without being automatic (X-Auto-Response-Suppress), or looks forged
    message_id: str | None  # with its angle brackets (RFC 5322, section 3.6.4)
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Address | None  # From; None when there is none, or more than one
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To: where sub-addresses survive
    date: datetime | None = None  # aware; None when missing or impossible
    language: str = "und"  # "en", "zh", …; "und": none that the desk reads (ISO 639-2)
    text: str = ""  # the writer's own words
    quoted: str = ""  # what was cut away: quoted history, kept but never acted upon
    attachments: tuple[Attachment, ...] = ()
    facts: Facts = field(default_factory=Facts)
    bounce: Bounce | None = None
    content_key: str | None = None  # the same letter through two mailboxes has the same; None without a Message-ID
    authentication: Authentication = Authentication.NONE
    warnings: tuple[str, ...] = ()  # what is odd about it, in words, at most 20


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes that are not a letter within our limits, and why, as a sentence for the operator."""

    reason: str
