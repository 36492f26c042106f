"""Two letters on which every condition is tried when a pack is loaded: one that says nothing, one that says everything.

Some mistakes only show when a condition is asked (an index beyond a list, a division by zero). No rule may first be
asked about a customer's letter.
"""

from __future__ import annotations

from parsers.letter import (
    Address,
    Amount,
    AmountRole,
    Attachment,
    Fact,
    Facts,
    Flag,
    Letter,
    Origin,
    Product,
    Purpose,
    Remedy,
    Topic,
    Urgency,
)

SILENT = Letter(origin=Origin.PERSON, origin_reason="", message_id=None, sender=None)
TALKATIVE = Letter(
    origin=Origin.PERSON,
    origin_reason="",
    message_id="<sample@example.com>",
    sender=Address("buyer@example.com", "A. Buyer"),
    subject="Complaint: invoice 89621, 投诉",
    language="en",
    text="The line has stopped. 生产线停了，请立即退款。",
    attachments=(Attachment("picture.jpg", "image/jpeg", 1000, "2"),),
    facts=Facts(
        purpose=Purpose.COMPLAINT,
        confidence=1.0,
        invoices=(Fact("89621"),),
        orders=(Fact("A-1001"),),
        other_refs=(Fact("SN-1"),),
        products=(Fact(Product("kettle", 18)),),
        amounts=(Fact(Amount(500_000, "CNY", AmountRole.CLAIMED)),),
        defect=(Fact("leaks"),),
        defect_kind="leak",
        urgency=Fact(Urgency.CRITICAL),
        remedies=tuple(Fact(remedy) for remedy in Remedy),
        legal_threat=Fact(value=True),
        prior_contact=Fact(value=True),
        topic=Fact(Topic.PRODUCT_QUALITY),
        flags=tuple(Fact(flag) for flag in Flag),
        company=Fact("Example Ltd"),
    ),
)
