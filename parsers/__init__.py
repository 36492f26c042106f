"""Bytes in, typed facts out.

`read` turns the bytes of a mail into a `Letter` (who, what, the writer's own words, and the facts with the place in the
text they were read from) or into `Unreadable` with the reason. The promise:

- total: no bytes make it raise;
- bounded: whatever comes, it answers within seconds and in memory proportional to the letter (the limits are named
  constants in `parsers.message.limits`);
- pure: no clock, no network, no disk, no logging; the same bytes always give the same letter;
- safe to store and to show: single-line header values, no control characters, no NUL, no lone surrogates, addresses
  that a mail server cannot misread, file names that are no paths.

It decides nothing: what a letter means for the desk is `rules`' business.
"""

from parsers.letter import (
    Address,
    Amount,
    AmountRole,
    Attachment,
    Bounce,
    DeliveryStatus,
    Fact,
    Facts,
    Flag,
    Letter,
    Origin,
    Product,
    Purpose,
    Remedy,
    Span,
    Topic,
    Unreadable,
    Urgency,
    Where,
)
from parsers.mail import read

__all__ = [
    "Address",
    "Amount",
    "AmountRole",
    "Attachment",
    "Bounce",
    "DeliveryStatus",
    "Fact",
    "Facts",
    "Flag",
    "Letter",
    "Origin",
    "Product",
    "Purpose",
    "Remedy",
    "Span",
    "Topic",
    "Unreadable",
    "Urgency",
    "Where",
    "read",
]
