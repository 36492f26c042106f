"""For which firm somebody writes, in letters without the usual signature; and the names beside it."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature

_LAMPS = "Three of the twelve lamps flicker.\n\n"
_DENG = "灯坏了三盏，请换。\n\n"


@pytest.mark.parametrize(
    ("text", "display", "address", "company", "name"),
    [
        ("We are SHUT. 3 schools sent home.\n\nYour driver tipped the acid into the wrong tank.\n\ndocket 41-20093\nDean Stubbs duty mgr Marlow Leisure Pools 01628 555 017", "Dean Stubbs", "dean.stubbs@marlowleisure.example", "Marlow Leisure Pools", "Dean Stubbs"),
        (_LAMPS + "Kay Orr site manager Tarn Valley Builders 01999 555 018", "Kay Orr", "kay@mailbox.example", "Tarn Valley Builders", "Kay Orr"),
        (_LAMPS + "Joe Fenn head chef The Blue Heron 07700 900123", "Joe Fenn", "joe@blueheron.example", "The Blue Heron", "Joe Fenn"),
        (_LAMPS + "Send the engineer.\n\nMarek\n07700 900566 / bakery floor 0114 555 0193", "Night shift, Cobb & Daughters", "nightshift@cobbdaughters.example", "Cobb & Daughters", "Marek"),
        (_LAMPS + "Lee\n07700 900566", "Goods In, Marsh Pumps Ltd", "goodsin@marshpumps.example", "Marsh Pumps Ltd", "Lee"),
        (_LAMPS + "Tomasz / Pewter Plate / 07700 900804", "Chef Tomasz", "kitchen@thepewterplate.example", "Pewter Plate", "Tomasz"),
        (_LAMPS + "Ana / Olive Branch / 07700 900804", "Ana", "hello@theolivebranch.example", "Olive Branch", "Ana"),
        ("WITHOUT PREJUDICE SAVE AS TO COSTS\n\nOur ref: JHC/1\n\nDear Sirs\n\nThree of the twelve lamps flicker.\n\nYours faithfully\n\nHarbottle Crane LLP\nT 01632 960 640", "Harbottle Crane LLP", "l@harbottlecrane.example", "Harbottle Crane LLP", None),
        ("FINAL NOTICE BEFORE ACTION\n\nOur ref: X/1\n\nDear Sirs\n\nThree of the twelve lamps flicker.\n\nYours faithfully\nAmy Boon", "Amy Boon", "amy@mailbox.example", None, "Amy Boon"),
        ("URGENT - PRODUCTION STOPPED\nTel 01999 555 018\n\nDear Sirs\n\nThree of the twelve lamps flicker.\n\nRegards\nAmy Boon\nBoon Castings Ltd", "Amy Boon", "amy@mailbox.example", "Boon Castings Ltd", "Amy Boon"),
        ("Dear Sirs\n\nNorthmere General Hospital, Department of Pharmacy, wishes to report the following.\n\nThree of the twelve lamps flicker.\n\nFor the Chief Pharmacist\nDr. N. Obuya, Medical Devices Safety Officer\next. 4410 via switchboard 01632 960900", "Pharmacy Quality", "pharmacyquality@northmere.example", "Northmere General Hospital", "N. Obuya"),
        ("Dear Sirs\n\nThe Abbey Primary School requests a replacement of three lamps.\n\nRegards\nAmy Boon", "Amy Boon", "office@mailbox.example", "The Abbey Primary School", "Amy Boon"),
        (_LAMPS + "With friendly greetings\ni. A. Mag. Ulrike Sommer\nAusstellungstechnik / exhibition technics\nKunsthalle Sankt Veit\nTel.: +43 (0)4212 555 01-37", "Kunsthalle Sankt Veit, Depot", "depot@kunsthalle-sv.example", "Kunsthalle Sankt Veit", "Ulrike Sommer"),
        (_LAMPS + "Have a nice weekend\nJürgen Tettmann jr.\nTettmann Kältetechnik", "Wareneingang", "we@tettmann.example", "Tettmann Kältetechnik", "Jürgen Tettmann jr"),
        ("Hi there\n\nDelivery this morning against our PO.\n\nMany thanks\nMrs P. Duckworth\nSchool Business Manager\n01772 555 113 option 2", "School Office", "office@staidans-pri.example", None, "P. Duckworth"),
        ("Our VAT number is wrong on 88-1204, can you reissue it please. Thx Lorna, Fenwick Joinery", "lorna@fenwickjoinery.example", "lorna@fenwickjoinery.example", "Fenwick Joinery", "Lorna"),
        ("We are CLOSED because of you.\n\nAmy Boon", "Amy Boon", "amy@mailbox.example", None, "Amy Boon"),
        ("I am FURIOUS with Harbour Lamps.\n\nAmy Boon", "Amy Boon", "amy@mailbox.example", None, "Amy Boon"),
        ("货呢？？说好15号到的不锈钢合页，今天都21号了", "AAA鸿达五金老吴", "hongda@example.com", "鸿达五金", None),
        (_DENG, "A0顺发建材小李", "x@example.com", "顺发建材", None),
        (_DENG, "建国汽配-老张", "x@example.com", "建国汽配", None),
        (_DENG, "新丰水产批发阿强13900002222", "x@example.com", "新丰水产批发", None),
        ("亲爱的客户：\n您的工单已于05-09完工，请评价。\n\n请选择：\n ○ 非常满意　○ 满意\n\n绿知园艺\n", "绿知园艺服务系统", "noreply@lvzhi.example", "绿知园艺", None),
        ("收件：康泽医用耗材 华东区 刘区长\n发件：市第三人民医院 设备器械科\n抄送：检验科 护理部\n\n门诊采血室自本周一起使用贵司采血管，反映负压不足。\n\n器械科  季海波\n内线 8127（总机 0571-8800 6600）", "市三院器械科", "qxk@sanyuan.example", "市第三人民医院", "季海波"),
        ("文澜印务：\n\n　　你单位承印的县志（印数1500册）已入库。\n\n　　　　平阳县地方志编纂办公室\n　　　　二〇二四年十月十五日\n　　联系人　庾明远　电话　0577-6372 1109转813", "修志办", "xiuzhi@example.gov.example", "平阳县地方志编纂办公室", "庾明远"),
        ("尊敬的刘先生您好！\n\n我想要免费送新的油缸。\n\n尊重地，\nRustam Karimov\nSilkway Depot 有限责任公司，采购\nWhatsApp +998 90 555 01 73", "Rustam Karimov", "r.karimov@silkway-depot.example", "Silkway Depot 有限责任公司", "Rustam Karimov"),
        ("工 程 联 系 单\n编号：LQ7-LX-2024-088\n主送：永固商品混凝土有限公司　　抄送：监理部\n\n2024年5月6日浇筑的桥墩身试块强度不合格。\n\n签发：项目总工　于海鹏\n经办：试验室主任　苗翠（0374-299 0815）", "中原路桥第七项目部", "lq7@example.com", "中原路桥第七项目部", "于海鹏"),
        ("Hi 老丁，\n\n干摩湿摩都fail，请重染。\n\nIvy\n\n德昌制衣 merchandising dept.\ndirect 0769-2288 1736", "Merch - Ivy 黄", "ivy@example.com", "德昌制衣", "Ivy"),
        ("致：金禾幼儿园 财务室\n\n截至2024年11月15日，贵园下列款项仍未支付。\n\n逾期超过60天，我司将计收滞纳金，并保留委托律师追收的权利。\n\n绿野游乐设施有限公司\n应收账款组　（本函由系统生成，无需签章）", "应收账款组", "ar@lvye.example", "绿野游乐设施有限公司", None),
        ("亲爱的茶友：\n\n一罐撑不过三天。\n\n订单满199包邮（港澳台及海外除外）。\n如不想再收到此类邮件，请回复 TD 退订。\n\n山涧茶事 · 会员中心　400-820-0000", "山涧茶事", "news@shanjian.example", "山涧茶事", None),
        ("各收货人、货代：\n\n靠泊时间顺延至11/21 14:00左右，码头：外高桥四期。\n\n由此造成的不便，敬请谅解。如有疑问请来电 021-5866 0021 转换单组。\n\n华联国际船舶代理 上海", "华联船代", "notice@hualian.example", "华联国际船舶代理", None),
        ("济 仁 堂 中 医 馆\n杭州市拱墅区霞湾巷 ·  国医名家门诊\n\n皖药饮片公司 柳经理台鉴：\n\n本月初八到的饮片短秤。\n\n即颂\n商祺\n　　　药房负责人 费景和 拜", "济仁堂 抓药间", "jiren@example.com", "济 仁 堂 中 医 馆", "费景和"),
        ("你好，我们是做连锁洗衣的，47家门店。想问几点。\n\n浣新洗衣  运营部  罗茜", "罗茜", "luoqian@huanxin.example", "浣新洗衣", "罗茜"),
        ("您好：\n\n敝店為連鎖烘焙坊，擬詢以下品項。\n\n詹惠如\n千層烘焙 採購\nTel 04-2200-0719", "採購 詹", "p@mille-bakery.example", "千層烘焙", "詹惠如"),
        ("亲爱的会员：\n\n您的空气净化器滤芯该体检啦！\n\n门店导航｜在线客服｜退订请回复TD\n\n清净居家电 客户热线 400-000-5517", "清净居会员中心", "news@q.example", "清净居家电", None),
        ("修表铺：\n\n梅师傅给救活了。\n\n谭子墨 于绍兴", "谭子墨", "t@example.com", None, "谭子墨"),
        ("复合肥结块。\n\n韩庄村 韩广田\n手机 139 0000 2716", "韩广田", "h@example.com", None, "韩广田"),
        ("发件单位：青山县水务局\n收件单位：恒通阀门有限公司\n\n阀门漏水三只。\n\n联系人：周敏", "周敏", "z@example.com", "青山县水务局", "周敏"),
        ("主送：恒通阀门有限公司\n发文：青山县人民医院后勤科\n\n阀门漏水三只。\n\n经办：周敏", "周敏", "z@example.com", "青山县人民医院", "周敏"),
        (_DENG + "青山县档案馆办公室\n2024年5月6日", "x", "z@example.com", "青山县档案馆", None),
        (_DENG + "青山街道办事处\n周敏", "周敏", "z@example.com", "青山街道办事处", "周敏"),
        (_DENG + "青山市体育局群体科 周敏", "周敏", "z@example.com", "青山市体育局", "周敏"),
        (_DENG + "Blue Harbor 贸易有限公司 采购 周敏", "周敏", "z@example.com", "Blue Harbor 贸易有限公司", "周敏"),
        (_DENG + "顺风货运代理 周敏", "周敏", "z@example.com", "顺风货运代理", "周敏"),
        (_DENG + "半山咖啡 · 周敏", "周敏", "z@example.com", "半山咖啡", "周敏"),
        (_DENG + "一叶书屋 周敏 于苏州", "周敏", "z@example.com", "一叶书屋", "周敏"),
        (_DENG + "周敏 2024年5月于苏州", "周敏", "z@example.com", None, "周敏"),
        (_LAMPS + "Cheers, Gav @ The Railway Tavern", "Gav", "gav@mailbox.example", "The Railway Tavern", "Gav"),
        (_LAMPS + "Gav (The Railway Tavern)", "Gav", "gav@mailbox.example", "The Railway Tavern", "Gav"),
        (_LAMPS + "Regards\n\nAccounts Payable\nNorthfield Joinery\nPO Box 12", "AP", "ap@northfieldjoinery.example", "Northfield Joinery", None),
        (_LAMPS + "Best\nIda Holm | Office Manager | Quay Street Dental\nm: 07700 900123", "Ida Holm", "i@x.example", "Quay Street Dental", "Ida Holm"),
        (_LAMPS + "Thanks\nMo\nFleet dept, Harrow Couriers", "Mo", "mo@harrow.example", "Harrow Couriers", "Mo"),
        ("I run a small bakery called Crumb & Co in Leith.\n\nThree of the twelve lamps flicker.\n\nTess", "Tess", "tess@gmail.com", "Crumb & Co", "Tess"),
        ("Hi, Tess here from Fenwick Marina.\n\nThree of the twelve lamps flicker.\n\n", "Tess Orr", "tess@gmail.com", "Fenwick Marina", None),
        ("This is a complaint from Orchard Vale Cider.\n\nThree of the twelve lamps flicker.\n\nTess Orr", "Tess Orr", "tess@gmail.com", "Orchard Vale Cider", "Tess Orr"),
        ("Fenwick Marina here again.\n\nThree of the twelve lamps flicker.\n\nTess Orr", "Tess Orr", "tess@fenwickmarina.example", "Fenwick Marina", "Tess Orr"),
        ("Dear Harbour Lamps,\n\nThree of the twelve lamps flicker.\n\nI am disappointed with Harbour Lamps.\n\nTess Orr", "Tess Orr", "tess@gmail.com", None, "Tess Orr"),
        (_LAMPS + "--\nSt Anne's Hospice Shop\n12 Mill Lane\n01999 555 018", "Shop", "shop@x.example", "St Anne's Hospice Shop", None),
        (_LAMPS + "Sent on behalf of the residents of Elm Court\nJ. Pole, Hon. Sec.", "J Pole", "j@gmail.com", None, None),
        (_LAMPS + "p.p. Tess Orr\nHolm Estates LLP", "x", "t@holm.example", "Holm Estates LLP", "Tess Orr"),
        ("REJECTION OF GOODS\n\nThree of the twelve lamps flicker.\n\nTess Orr\nHolm Foods", "Tess", "t@holm.example", "Holm Foods", "Tess Orr"),
        ("HOLM FOODS\n12 Mill Lane\n\nDear Sirs\n\nThree of the twelve lamps flicker.\n\nTess Orr", "Tess", "t@gmail.com", "HOLM FOODS", "Tess Orr"),
        (_DENG + "望海楼大酒店 工程部 周敏", "x", "z@example.com", "望海楼大酒店", "周敏"),
        (_DENG + "周敏/望海楼大酒店", "x", "z@example.com", "望海楼大酒店", "周敏"),
        ("我是望海楼大酒店的周敏。\n\n灯坏了三盏，请换。\n\n", "x", "z@example.com", "望海楼大酒店", "周敏"),
        ("这里是青山区第二幼儿园后勤。\n\n灯坏了三盏，请换。\n\n", "x", "z@example.com", "青山区第二幼儿园", None),
        (_DENG + "谭敏 青山口腔", "x", "z@example.com", "青山口腔", "谭敏"),
        (_DENG + "小翟（青山五金）", "x", "z@example.com", "青山五金", "小翟"),
        (_DENG + "此致\n敬礼\n青山县教育局基建科\n2024年5月6日", "x", "z@example.com", "青山县教育局", None),
        (_DENG + "申请单位：青山县特殊教育学校\n经办人：周敏", "x", "z@example.com", "青山县特殊教育学校", "周敏"),
        (_DENG + "青山合作社理事长 周敏", "x", "z@example.com", "青山合作社", "周敏"),
        (_DENG + "港青實業有限公司\n採購部 譚小姐\nTel: 2345 6789", "x", "z@example.com", "港青實業有限公司", "譚小姐"),
        (_DENG + "青山農會 推廣股 譚敏", "x", "z@example.com", "青山農會", "譚敏"),
        (_DENG + "青山宮管理委員會 主委 譚敏", "x", "z@example.com", "青山宮管理委員會", "譚敏"),
        (_DENG, "青山农资-小李13900002222", "z@example.com", "青山农资", None),
        (_DENG, "a青山农资 老李", "z@example.com", "青山农资", None),
        (_DENG, "老李", "z@example.com", None, None),
        (_DENG, "A小李", "z@example.com", None, None),
        (_DENG + "贵公司的客户 周敏", "x", "z@example.com", None, "周敏"),
        (_DENG + "周敏 敬上 于青山县", "x", "z@example.com", None, "周敏"),
        ("发件：周敏\n收件：恒通阀门有限公司\n\n灯坏了三盏，请换。\n\n", "x", "z@example.com", None, "周敏"),
    ],
)  # fmt: skip
def test_the_firm_and_the_name(text: str, display: str, address: str, company: str | None, name: str | None):
    """On one line without marks, in the From, a letterhead spread out, a memo's head; no heading, shout or description."""
    read = read_signature(text, Address(address, display))
    assert (read.company.value if read.company else None) == company
    if name:
        assert read.name is not None
        assert read.name.value == name


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        (_DENG + "王静\n0 9 1 2 - 3 3 0 - 5 7 7", "0 9 1 2 - 3 3 0 - 5 7 7"),
        (_DENG + "王静\n15936 224 017", "15936 224 017"),
        (_LAMPS + "Amy Boon\n0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
    ],
)
def test_a_telephone_whose_digits_stand_apart(text: str, phone: str):
    """As some write it, so that no machine gathers it."""
    read = read_signature(text, Address("x@mailbox.example", ""))
    assert read.phone is not None
    assert read.phone.value == phone
