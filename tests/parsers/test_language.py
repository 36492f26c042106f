"""Language: en, zh or neither."""

from __future__ import annotations

import pytest

from parsers.text.language import language_of


@pytest.mark.parametrize(
    "text, language",
    [
        ("The kettle I bought from you leaks, and nobody answers my letters.", "en"),
        ("Kettle broken, want money back.", "en"),
        ("Invoice 89621: line stopped since this morning, please call.", "en"),
        ("我买的水壶漏水，请退款。", "zh"),
        ("我買的水壺漏水，請退款。", "zh"),
        ("您好，订单 A-1001 的 iPhone 15 Pro Max charger cable 坏了，请处理", "zh"),
        ("Hello, this is 王小明 from Shanghai. The kettle is broken and I want a refund.", "en"),
        (
            "The kettle is broken, please refund.\n\nBest regards,\n王伟\n上海华兴贸易有限公司\n采购部经理\n上海市浦东新区张江路100号",
            "en",
        ),
        ("Please refund order 4711.\n\n王伟\n上海华兴贸易有限公司\n采购部经理\n上海市浦东新区张江路100号", "en"),
        ("水壶坏了，请退款。\n\nBest regards,\nWang Wei\nPurchasing Manager\nHuaxing Trading Co., Ltd.", "zh"),
        ("泵漏水，請換一台。\n\n敬禮\nWang Wei\nPurchasing Manager\nHuaxing Trading Co., Ltd.", "zh"),
        ("水壶坏了，请退款。\n\nWang Wei\nPurchasing Manager\nHuaxing Trading Co., Ltd.", "zh"),
        ("谢谢\n\nThe kettle is broken, please refund.", "en"),
        ("Min ordre er ikke kommet", "und"),
        ("Remboursement svp", "und"),
        ("Der Wasserkocher, den ich bei Ihnen gekauft habe, ist undicht. Bitte um Ersatz.", "und"),
        ("La bouilloire que j'ai achetée chez vous fuit et je demande un remboursement.", "und"),
        ("La tetera que compré gotea y nadie responde a mis cartas.", "und"),
        ("購入したケトルから水が漏れています。返金してください。", "und"),
        ("구매한 주전자에서 물이 샙니다. 환불해 주세요.", "und"),
        ("Купленный у вас чайник протекает, верните деньги.", "und"),
        ("", "und"),
        ("12345", "und"),
        ("https://example.com/the/and/you", "und"),
    ],
)
def test_by_script_and_small_words(text: str, language: str):
    """Script decides; Latin text needs English small words to be English."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text, subject, language",
    [("Refund!", "My kettle is leaking", "en"), ("ACCEPT", "Re: 投诉 No. 12", "zh"), ("ACCEPT", "", "en"), ("89621", "退款", "zh"), ("", "The kettle is broken", "en"), ("", "", "und"), ("Danke", "Der Kocher ist kaputt und ich bin sauer", "und")],
)  # fmt: skip
def test_short_texts_ask_the_subject(text: str, subject: str, language: str):
    """Under three words the subject helps."""
    assert language_of(text, subject) == language
