"""A pack's examples: whether its letters are still decided as it says they must be.

Owns the way from an example to a mail and the comparison. The mail is read by the function that reads customers'
mails, which is handed in, so that an example passes only if a real letter would.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from parsers.letter import Letter, Unreadable
from rules.engine import decide
from rules.policy import Example, Policy
from rules.vocabulary import Decision


def mail_of(example: Example) -> bytes:
    """The example as a mail from its sender to the desk, the same bytes every time."""
    mail = EmailMessage()
    mail["From"] = example.sender
    mail["To"] = "desk@example.com"
    mail["Subject"] = example.subject
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0800"
    mail["Message-ID"] = "<example@example.com>"
    mail.set_content(example.text)
    return mail.as_bytes()


def failures(policy: Policy, read: Callable[[bytes], Letter | Unreadable]) -> tuple[str, ...]:
    """What is not as the pack says, as "file:line: …", one sentence an example; empty when all is well."""
    return tuple(told for example in policy.examples if (told := _failure(policy, example, read)))


def _failure(policy: Policy, example: Example, read: Callable[[bytes], Letter | Unreadable]) -> str | None:
    letter = read(mail_of(example))
    if isinstance(letter, Unreadable):
        return f"{example.where}: the example cannot be read: {letter.reason}"
    decision = decide(policy, letter, channel=example.channel, history=example.history, working=example.working)
    differences = _differences(example, decision)
    if not differences:
        return None
    return f'{example.where}: "{example.subject}": {"; ".join(differences)} ({decision.reason})'


def _differences(example: Example, decision: Decision) -> list[str]:
    wanted = {"handling": example.handling, "level": example.level, "department": example.department}
    told = [
        f"{what} should be {expected} but is {getattr(decision, what)}"
        for what, expected in wanted.items()
        if expected is not None and getattr(decision, what) != expected
    ]
    if example.tags is not None and not set(example.tags) <= set(decision.tags):
        told.append(f"tags should contain {', '.join(example.tags)} but are {', '.join(decision.tags) or 'none'}")
    return told
