"""Numbers of orders and invoices, told apart from those of visits, claims and covers, from counts, sums and telephones."""

from __future__ import annotations

import pytest

from parsers.numbers.corrections import corrected, read_corrections
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.text.reading import Reading


def numbers(text: str, subject: str = "") -> tuple[list[str], list[str]]:
    """Invoices and orders, corrections made."""
    reading = Reading(subject, text)
    labels = find_labels(reading)
    read = read_references(reading, text, labels)
    read = corrected(read, read_corrections(reading, read, labels))
    return [fact.value for fact in read.invoices], [fact.value for fact in read.orders]


def test_a_currency_sign_above_a_number_is_none_of_it():
    """The sum ends its line, and the next begins with an invoice."""
    text = (
        "三张发票都把单位写错了，货是好货。\nYM-4081 多计 210元\nYM-4087 多计 94元\nYM-4090 多计 33元\n请重开这三张。"
    )
    assert numbers(text)[0] == ["YM-4081", "YM-4087", "YM-4090"]


def test_a_sign_right_before_a_number_makes_it_a_sum():
    """A space may stand between the two."""
    assert numbers("Please look at invoice € 4100.") == ([], [])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Technician's visit VT-6610", "He was to come on Tuesday to set up the box and never came."),
        ("Training session TS-5590: new date", "We cannot host the session we booked. Please send new dates."),
        ("Cannot log in, error E-2208", "I ordered on your app last week and now I cannot get in: error E-2208."),
        ("", "Order number: n/a, internal project PJ-0072\nMessage: the trial is finished."),
        ("", "Order number: visit MV-5510-2\nMessage: your men left the hall in a mess."),
        ("Premium, AV-55019", "We sold the van, so the cover under AV-55019 is no longer needed. Please refund us."),
        ("", "All sixty spools were returned under RV-0098. Please send others."),
        ("反馈", "我是会员 SB-20420，最近三期的盒子内容重复，请改进。"),
    ],
)
def test_a_visits_or_covers_number_is_no_orders(subject: str, text: str):
    """Neither is that of a session, an error, a project, a return or a member."""
    assert numbers(text, subject) == ([], [])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Any news on 66-20482?", "It is three weeks since I put in my claim (66-20482) for the broken lamp I bought."),
        ("Fwd: T-31908 unauthorised purchase", "I wrote two weeks ago and got a ticket number, T-31908, and no more."),
    ],
)
def test_what_is_once_said_to_be_a_claims_is_a_claims_all_over(subject: str, text: str):
    """The subject gives the number bare; the letter says what it is of."""
    assert numbers(text, subject) == ([], [])


@pytest.mark.parametrize("number", ["CMP-2211", "REF-118204", "CLM-40031"])
def test_a_numbers_letters_may_say_that_it_is_a_complaints(number: str):
    """Nothing else needs to say so."""
    assert numbers("The two vans came back unclean. Please let us know.", f"Re: {number}, vans returned") == ([], [])


@pytest.mark.parametrize("text", ["Team! New orders: 38! Workshop full.", "Orders: 211\nReturns: 2"])
def test_how_many_orders_there_were_is_no_number_of_one(text: str):
    """A short figure behind the plural and a colon counts."""
    assert numbers(text) == ([], [])


@pytest.mark.parametrize("text", ["Orders: 411, 412", "Orders: 411 and 412", "Orders:\n- 411\n- 412"])
def test_several_behind_the_colon_are_numbers(text: str):
    """Nobody counts twice."""
    assert numbers(text)[1] == ["411", "412"]


def test_the_numeral_of_a_list_below_the_colon_is_no_number():
    """The list is of questions."""
    text = "Please tell us the following before we place a trial order:\n1. What is the least quantity?\n2. Is it dyed?"
    assert numbers(text) == ([], [])


@pytest.mark.parametrize("telephone", ["555 0140", "13500004419"])
def test_a_line_with_a_telephone_is_no_list_of_invoices(telephone: str):
    """It stands below a sentence that speaks of a bill."""
    assert numbers(f"I expect you to pay the doctor's bill.\n{telephone}\nDelphine") == ([], [])


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Of the bangles invoiced under 2024-319, half are thin.", ["2024-319"], []),
        ("I bought the cleaning package (job JB-4472, INV-88032) in May.", ["INV-88032"], []),
        ("我们PO-SD-772只订了18台显示器。", [], ["PO-SD-772"]),
        ("The greenhouse came in three loads, invoices 70114-116.", ["70114", "70115", "70116"], []),
    ],
)
def test_a_number_is_read_whole_and_for_what_it_is(text: str, invoices: list[str], orders: list[str]):
    """By what was done under it, by its own letters, and each of a range whose end is written short."""
    assert numbers(text) == (invoices, orders)


def test_each_of_a_range_that_only_the_sense_tells_is_an_invoice():
    """`票` is too short a word to label numbers by itself."""
    assert numbers("请把费用退回。", "空调遗留问题(红冲 66010–66012)")[0] == ["66010", "66011", "66012"]


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("今天收到66022这张票，还是五面。按两面算应该是350，麻烦重开。", ["66022"]),
        ("他看的是东西不是发票，比例错了，按1:300做的，应为1:500。", []),
    ],
)
def test_a_sum_that_should_be_is_no_corrected_number(text: str, invoices: list[str]):
    """A short figure behind "should be" puts no much longer number right, nor stands for one alone."""
    assert numbers(text)[0] == invoices


def test_a_column_of_sums_headed_bill_is_none_of_numbers():
    """What was charged, and what should have been."""
    assert numbers("退房账单0098174多收：\n项目 | 账单 | 实际\n迷你吧 | 168 | 未动\n")[0] == ["0098174"]


def test_a_speed_is_no_number():
    """`500M` measures the line that is paid for."""
    assert "500M" not in numbers("TL-88121-10 這張帳單收的是500M的錢，最快只有240。", "帳單上寫500M，家裡只有一半")[0]
