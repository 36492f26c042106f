"""Where Chinese names of goods begin and end: what may be a product, whatever is thought likely of it later."""

from __future__ import annotations

import pytest

from parsers.goods.products import find_goods
from parsers.goods.same_goods import best_named
from parsers.text.reading import Reading


def names(text: str, subject: str = "") -> list[str]:
    """The best name of everything in a letter that may be a product."""
    letter = f"您好:\n\n{text}\n\n此致"
    reading = Reading(subject, letter)
    return [best_named(group).name for group in find_goods(reading, letter, (), len(reading.text)).groups]


def counted(text: str) -> list[tuple[str, int | None]]:
    """The names with the first number of each."""
    letter = f"您好:\n\n{text}\n\n此致"
    reading = Reading("", letter)
    groups = find_goods(reading, letter, (), len(reading.text)).groups
    return [(best_named(group).name, next((c.quantity for c in group if c.quantity), None)) for group in groups]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("才发现墓碑上的字刻错了。", "墓碑"),
        ("我的唇膏一拧就断。", "唇膏"),
        ("那只怀表不走了。", "怀表"),
        ("单车的链子老是掉。", "单车"),
        ("南瓜切开里面是烂的。", "南瓜"),
        ("卡尺量出来差了两丝。", "卡尺"),
        ("黄芪里掺了别的东西。", "黄芪"),
        ("肋排一股味道。", "肋排"),
        ("我訂的公仔少了一隻耳朵。", "公仔"),
        ("盐罐的盖子拧不紧。", "盐罐"),
        ("焊管弯了。", "焊管"),
        ("仔猪到场就拉稀。", "仔猪"),
    ],
)
def test_a_name_of_two_characters_is_known(text: str, name: str):
    """Most Chinese names have two characters: they are found by themselves, in both scripts."""
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("孩子报的外教小班课又取消了。", "外教小班课"),
        ("满月酒只好先不办了。", "满月酒"),
        ("我买的两张门票用不上了。", "门票"),
        ("周三下午的茶歇请取消。", "茶歇"),
        ("我还剩30节私教课没上。", "私教课"),
        ("考研政治冲刺班换了老师。", "冲刺班"),
        ("婚宴的菜少了两道。", "婚宴"),
        ("我的健身會籍已經到期。", "健身会籍"),
        ("月子套餐说好是28天。", "月子套餐"),
        ("演唱會門票還沒有寄出。", "演唱会门票"),
        ("这张洗车卡刷不了。", "洗车卡"),
        ("全屋定制拖了八十多天。", "全屋定制"),
    ],
)
def test_tickets_courses_and_meals_are_named_like_goods(text: str, name: str):
    """What is sold by the piece is a product, though no thing."""
    assert any(each.endswith(name) for each in names(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("贵司供应的平纹编织网凌晨送到。", "平纹编织网"),
        ("你们装的螺杆机组半夜停了。", "螺杆机组"),
        ("新装的卷板机今早冒烟。", "卷板机"),
        ("昨天换的往复泵停转。", "往复泵"),
        ("你们发来的称重台尺寸不对。", "称重台"),
        ("去年买的照明灯下午全灭。", "照明灯"),
        ("贵厂的按键膜型号发错。", "按键膜"),
        ("购买的发酵剂过期半年。", "发酵剂"),
        ("贵司的石笼网锈蚀。", "石笼网"),
        ("送来的鱼露罐头明天退回。", "鱼露罐头"),
        ("收到的进样针包括两支坏的。", "进样针"),
        ("主机是一台柴油机。", "柴油机"),
    ],
)
def test_a_name_ends_where_a_word_begins_that_is_in_none(text: str, name: str):
    """Times, faults and properties follow a name without a mark between."""
    assert name in names(text)


@pytest.mark.parametrize("text", ["配两套今晚送到。", "两台今天到货,一台没有。", "剩三套明天补来。"])
def test_what_follows_a_number_may_be_a_time(text: str):
    """A time behind a number is not what is counted."""
    assert not [name for name in names(text) if name.startswith(("今", "明"))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我们买的二手叉车漏油。", "二手叉车"),
        ("贵司的室外机不转。", "室外机"),
        ("三楼的双摇三折护理床摇不动。", "双摇三折护理床"),
        ("订的六角碟形垫圈生锈。", "六角碟形垫圈"),
        ("全钢子午线轮胎鼓包。", "全钢子午线轮胎"),
        ("买的中老年奶粉结块。", "中老年奶粉"),
        ("左前大灯不亮。", "左前大灯"),
        ("年夜饭的菜是冷的。", "年夜饭"),
        ("换的非织造布起毛。", "非织造布"),
        ("订的新西兰羊排化了。", "新西兰羊排"),
        ("送的冷鲜猪后腿肉没有章。", "冷鲜猪后腿肉"),
        ("新买的共享单车锁坏了。", "共享单车"),
    ],
)
def test_a_name_goes_across_characters_that_others_end_at(text: str, name: str):
    """A character that usually ends a word may belong to one."""
    assert any(name in each for each in names(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云驰E5长续航版跑了八千公里。", "云驰E5长续航版"),
        ("我的远航X7尊享版异响。", "远航X7尊享版"),
        ("云驰E5的底盘响。", "云驰E5"),
        ("去年提的,星途M8四驱版,三万公里。", "星途M8四驱版"),
    ],
)
def test_a_brand_goes_on_in_its_model(text: str, name: str):
    """A brand, a model and an edition are one name."""
    assert name in names(text)


@pytest.mark.parametrize("text", ["车牌沪A12345。", "收件地址是东区B12号。", "详见附件A1和B2。"])
def test_letters_and_digits_alone_are_no_brand(text: str):
    """Number plates, doors and enclosures look alike."""
    assert not [name for name in names(text) if not name.isascii()]


@pytest.mark.parametrize(
    "text",
    [
        "收件:康泽医用耗材 华东区 刘区长",
        "供应商:无锡明远紧固件",
        "主送:永固商品混凝土有限公司 抄送:监理部",
        "@上海珂赛机械密封 技术服务部",
        "客户:源记陶瓷",
    ],
)
def test_whom_a_line_is_for_is_no_product(text: str):
    """A firm's name ends like its goods."""
    assert not names(text)


def test_who_is_greeted_is_no_product():
    """A greeting may end without a colon."""
    letter = "潮州 源记陶瓷 出口部 各位\n\n请答复。"
    reading = Reading("", letter)
    assert not find_goods(reading, letter, (), len(reading.text)).groups


def test_a_title_goes_with_what_it_is_the_title_of():
    """A ticket has the title of the play, a number may stand behind the binding."""
    assert "《雨季》门票" in names("我買的兩張《雨季》門票用不上了。")
    assert ("云溪县志", 3000) in counted("贵厂承印的《云溪县志》精装三千册已收到。")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("　　　　　　送洗　　回收　　差\n大床床单　　412　　 405　　 7\n浴袍　　　　 75　　  72　　 3", {"大床床单": 7, "浴袍": 3}),
        ("            订购    实收    单位\n法兰螺母    60      45      盒\n膨胀螺栓    30      28      盒", {"法兰螺母": 60, "膨胀螺栓": 30}),
        ("炙甘草　十二袋　短一两\n酸枣仁　五袋　　短半两\n制首乌　八袋　　足秤", {"炙甘草": 12, "酸枣仁": 5, "制首乌": 8}),
        ("行  物料号        描述               数量     单位\n10  1100-30466   内六角螺钉 M6×20    30,000   件", {"内六角螺钉 M6×20": 30000}),
        ("提单号         货描          件数\nHL24110832    羊毛条        220 包", {"羊毛条": 220}),
    ],
)  # fmt: skip
def test_rows_say_what_and_how_many(rows: str, found: dict[str, int]):
    """Rows with a head above the numbers alone, without a head, and with other heads."""
    read = dict(counted(rows))
    assert {name: read.get(name) for name in found} == found


@pytest.mark.parametrize(
    "rows",
    [
        "　入荷数　　2,400 个\n　碗口缺釉　　　 96 个\n　碗底有黑点　　211 个\n　合计不良　　　307 个",
        "　发货数量　　120 箱\n　外壳划痕　　　 9 箱",
        "实收 12袋\n应收 20袋",
    ],
)
def test_a_row_may_say_what_is_wrong_with_how_many(rows: str):
    """Labels of numbers and of faults are no goods."""
    assert not names(rows)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("另外颜色也说反了:我订的是蓝色学习桌,你们送来的是粉色。", "蓝色学习桌"),
        ("发现声控感应灯应为240只,实收204只。", "声控感应灯"),
        ("上述三张发票的157克铜版纸单价不对。", "铜版纸"),
        ("收到的500毫升圆底烧瓶碎了三个。", "圆底烧瓶"),
        ("收到的不锈钢弹簧垫圈生锈了。", "不锈钢弹簧垫圈"),
        ("先母墓碑裂了一道缝。", "墓碑"),
        ("超声探头有两支没有信号。", "超声探头"),
    ],
)
def test_a_name_goes_without_what_is_no_part_of_it(text: str, name: str) -> None:
    """Neither its size nor whose it is; and what stands between two words for a fault may be goods."""
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("这台生物显微镜调不准焦。", ("生物显微镜", 1)),
        ("那块石英石台面裂了。", ("石英石台面", 1)),
        ("收到吸管约50,000个,都变形了。", ("吸管", 50000)),
        ("这批显微镜都调不准焦。", ("显微镜", None)),
    ],
)
def test_what_is_pointed_at_or_counted_roughly_has_a_number(text: str, counts: tuple[str, int | None]) -> None:
    """A single one, where the measure is of single things."""
    assert counts in counted(text)
