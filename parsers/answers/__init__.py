"""Answers by mail: what a department, a manager or a customer says in reply to a notice.

`reply_of` reads the commands of colleagues, `customer_answer_of` a customer's yes, no, choice or rating. Both are pure,
total and linear in the length of the text, know English and Chinese (traditional too), and act on nothing: what is not
clear comes back as the words themselves. The words are in `parsers/lexicon/commands`, one file a language.
"""

from parsers.answers.customer import Asked, CustomerAnswer, customer_answer_of
from parsers.answers.instruction import Command, Courtesy, Field, Instruction, Proposal, Reply
from parsers.answers.reply import reply_of

__all__ = [
    "Asked",
    "Command",
    "Courtesy",
    "CustomerAnswer",
    "Field",
    "Instruction",
    "Proposal",
    "Reply",
    "customer_answer_of",
    "reply_of",
]
