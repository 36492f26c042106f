"""Ordinary letters to a complaints desk, 2-4 KB each, English and Chinese in turns: the same ones on every machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

SEED = 20_261_123
CUSTOMERS_SHARE = 4  # letters a customer: few enough for the daily cap on answers
ASIDES = 6  # paragraphs beside the matter itself: what makes a letter 2-4 KB
DESK = "desk@shop.example"

_GOODS = (("kettles", "水壶"), ("air conditioners", "空调"), ("desk lamps", "台灯"), ("water pumps", "水泵"))
_FAULTS = (
    ("leak at the lid as soon as the water boils", "水一烧开盖子就漏水"),
    ("make a grinding noise and stop after a few minutes", "运转时有摩擦声，几分钟后就停机"),
    ("arrived with cracked housings, although the boxes were whole", "外箱完好，但机壳都裂了"),
    ("cannot be switched on at all", "完全无法开机"),
)
_ASIDES = (
    (
        "We have checked the manual twice and asked a colleague who knows these machines; he found no fault of ours.",
        "我们对照说明书检查了两遍，也请懂这类产品的同事看过，他认为使用上没有任何问题。",
    ),
    (
        "Two of our own customers wait for them, and we had promised them the end of this week.",
        "我们自己的两位客户也在等这批货，原本答应他们本周末之前交付。",
    ),
    (
        "The papers that came with the parcel were complete, and our store signed for the goods without a remark.",
        "随货单据齐全，仓库签收时也没有发现异常。",
    ),
    (
        "Until now we have always been content with your deliveries, so we are sure that this can be put right.",
        "以往与贵公司的合作一直很愉快，相信这次的问题也能够妥善解决。",
    ),
    (
        "Our own technician took one of them apart: inside, the seal was missing, so it was not damaged on the way.",
        "我们的技术员拆开了其中一台，发现里面缺少密封圈，可见不是运输途中造成的损坏，而是出厂时就有的问题。",
    ),
    (
        "A telephone call to your branch on Tuesday brought us no further; we were asked to put everything in writing.",
        "星期二我们曾致电贵公司分部，对方没有给出处理意见，只是请我们把情况写成书面材料寄来，因此有了这封邮件。",
    ),
    (
        "Photographs can be sent at any time, and the goods stand ready if you wish to have a look at them yourselves.",
        "如有需要，我们随时可以提供照片，货物也单独存放，欢迎派人查看。",
    ),
)
_SURNAMES = (("Lee", "王"), ("Berg", "李"), ("Novak", "陈"), ("Okafor", "赵"))


def letters(count: int, seed: int = SEED) -> list[bytes]:
    """`count` letters as a mailbox holds them, CRLF line ends, sent just now. The same seed gives the same words."""
    rng = Random(seed)
    now = datetime.now(UTC)
    return [_letter(number, rng, now - timedelta(seconds=count - number)) for number in range(count)]


def _letter(number: int, rng: Random, sent: datetime) -> bytes:
    zh = number % 2
    customer = number // CUSTOMERS_SHARE
    host = f"customer{customer}.example"
    mail = EmailMessage()
    for hop in range(3):
        mail["Received"] = f"from mx{hop}.{host} by mail.shop.example with ESMTPS id {rng.getrandbits(64):016x}; {format_datetime(sent)}"  # fmt: skip
    mail["From"] = f"{_SURNAMES[customer % 4][zh]} {customer} <buyer@{host}>"
    mail["To"] = DESK
    mail["Subject"] = (f"Problem with our delivery no. {number}", f"关于第 {number} 批货物的质量问题")[zh]
    mail["Message-ID"] = f"<{number}.{rng.getrandbits(64):016x}@{host}>"
    mail["Date"] = format_datetime(sent)
    mail["User-Agent"] = "Mozilla Thunderbird"
    text = (_english, _chinese)[zh](number, customer, rng)
    mail.set_content(text, cte="base64" if zh else "quoted-printable")
    if number % 3 == 0:
        paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
        mail.add_alternative(f"<html><body>\n{paragraphs}</body></html>\n", subtype="html")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def _english(number: int, customer: int, rng: Random) -> str:
    goods, fault = rng.choice(_GOODS)[0], rng.choice(_FAULTS)[0]
    asides = "\n\n".join(aside[0] for aside in rng.sample(_ASIDES, ASIDES))
    return (
        f"Dear Sirs,\n\nwe received {rng.randint(4, 40)} {goods} last week (see Invoice {80_000 + number}, order"
        f" PO-{4_000 + number}), and {rng.choice(('three', 'nine', 'most'))} of them {fault}.\n\n{asides}\n\n"
        "Please replace the faulty ones, or credit them to us, and let us know by when we can expect an answer.\n\n"
        f"Kind regards\n\nAnn {_SURNAMES[customer % 4][0]}\nPurchasing, Customer {customer} Ltd.\n"
        f"Phone +44 20 7946 {customer % 1000:04d}\n"
    )


def _chinese(number: int, customer: int, rng: Random) -> str:
    goods, fault = rng.choice(_GOODS)[1], rng.choice(_FAULTS)[1]
    asides = "\n\n".join(aside[1] for aside in rng.sample(_ASIDES, ASIDES))
    return (
        f"您好：\n\n我公司上周收到贵公司发来的{goods}{rng.randint(4, 40)}台（发票号 {80_000 + number}，订单号 PO-{4_000 + number}），"
        f"其中{rng.choice(('三', '九', '多'))}台有问题：{fault}。\n\n{asides}\n\n请尽快为我们换货或退款，并告知处理时间。\n\n"
        f"此致\n敬礼\n\n{_SURNAMES[customer % 4][1]}芳\n采购部，第{customer}贸易有限公司\n电话 021-5555 {customer % 10000:04d}\n"
    )
