"""Six thousand made-up values of twelve kinds, planted in texts and tables; names and streets come from an independent generator."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from faker import Faker

from gongkai.documents.personal_data.findings import Kind
from gongkai.law.privacy import id_check_character

AREAS = ("640423", "640402", "640106", "110101", "321302", "330106", "421126", "522301", "652901", "440305")
ILLNESSES = (
    *(
        "尿毒症",
        "肺癌",
        "胃癌",
        "白血病",
        "精神分裂症",
        "糖尿病",
        "高血压",
        "脑梗",
        "肝硬化",
        "癫痫",
        "冠心病",
        "乳腺癌",
    ),
    *("肺结核", "乙肝", "抑郁症", "类风湿", "尘肺病", "股骨头坏死", "艾滋病", "先天性心脏病"),
)
CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
FORMAL_DIGITS = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
FULL_WIDTH = str.maketrans("0123456789X", "".join(map(chr, range(0xFF10, 0xFF1A))) + "\uff38")


@dataclass
class Text:
    """A text with planted spans: kind, group (for the figures), start, end."""

    text: str = ""
    plants: list[tuple[Kind, str, int, int]] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.text += piece

    def plant(self, kind: Kind, group: str, value: str) -> None:
        self.plants.append((kind, group, len(self.text), len(self.text) + len(value)))
        self.text += value


@dataclass
class Table:
    """A table with planted cells: kind, group, row, column."""

    rows: list[list[object]]
    plants: list[tuple[Kind, str, int, int]] = field(default_factory=list)


class Maker:
    """Makes values; the same seed makes the same values."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.faker = Faker("zh_CN")
        self.faker.seed_instance(seed)

    def identity(self, youngest: int = 2004, oldest: int = 1935) -> str:
        born = date(oldest, 1, 1) + timedelta(days=self.rng.randrange((date(youngest, 1, 1) - date(oldest, 1, 1)).days))
        body = f"{self.rng.choice(AREAS)}{born:%Y%m%d}{self.rng.randrange(1000):03d}"
        return body + id_check_character(body)

    def old_identity(self) -> str:
        number = self.identity(youngest=1990)
        return number[:6] + number[8:17]

    def disguised(self) -> str:
        number = self.identity()
        groups = (number[:6], number[6:10], number[10:14], number[14:])
        return self.rng.choice(
            (
                " ".join(number),
                " ".join(groups),
                "-".join((number[:6], number[6:14], number[14:])),
                "—".join(groups),
                number.translate(FULL_WIDTH),
                " ".join(groups).translate(FULL_WIDTH),
                number.translate(CHINESE_DIGITS),
                number.translate(FORMAL_DIGITS),
                "、".join(number.translate(CHINESE_DIGITS)),
                number.lower(),
                "\u200b".join(number),
                f"{number[:6]}（{number[6:14]}）{number[14:]}",
                f"{number[:10]}\n{number[10:]}",
                ".".join(groups),
                "/".join((number[:6], number[6:14], number[14:])),
                f"{number[:6]} {number[6:14]}  {number[14:]}",
            )
        )

    def mobile(self) -> str:
        number = self.rng.choice(("13", "15", "17", "18", "19", "14", "16")) + f"{self.rng.randrange(10**9):09d}"
        return self.rng.choice(
            (
                number,
                number,
                number,
                number,
                f"{number[:3]} {number[3:7]} {number[7:]}",
                f"{number[:3]}-{number[3:7]}-{number[7:]}",
                f"+86 {number}",
                f"86{number}",
                number.translate(FULL_WIDTH),
            )
        )

    def landline(self) -> str:
        number = f"{self.rng.choice('2345678')}{self.rng.randrange(10**6):06d}"
        return self.rng.choice((f"0954-{number}", f"0954{number}", f"(0954){number}", f"0951-{number}"))

    def bank_card(self, length: int = 19) -> str:
        body = self.rng.choice(("6228", "6217", "6210", "6230", "6222")) + "".join(
            str(self.rng.randrange(10)) for _ in range(length - 5)
        )
        total = sum(int(d) if at % 2 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(reversed(body)))
        number = body + str(-total % 10)
        return self.rng.choice((number, number, number, " ".join(number[at : at + 4] for at in range(0, length, 4))))

    def account(self) -> str:
        return "".join(str(self.rng.randrange(10)) for _ in range(self.rng.choice((12, 15, 16, 17, 19))))

    def disability_card(self) -> str:
        return self.identity() + self.rng.choice("1234567") + self.rng.choice("1234")

    def name(self) -> str:
        return self.faker.name()

    def village(self) -> str:
        return self.rng.choice(("二滩", "石庙", "王庄", "菜子川", "崇安", "上梁", "新民", "团结", "温堡", "张楼"))

    def address(self) -> str:
        n, m = self.rng.randrange(1, 300), self.rng.randrange(1, 12)
        group = self.rng.choice((str(m), "一二三四五六七八九十"[m % 10]))
        street = self.faker.street_name().removesuffix("街").removesuffix("路")
        return self.rng.choice(
            (
                f"宁夏隆德县山河乡{self.village()}村{group}组{n}号",
                f"隆德县沙塘镇{self.village()}村{group}组{n}号",
                f"山河乡{self.village()}村第{group}村民小组{n}号",
                f"{self.village()}村{group}队{n}号",
                f"隆德县城关镇{street}路{n}号{m}号楼{m % 4 + 1}单元{m}0{m % 4 + 1}室",
                f"固原市原州区{street}街{n}号",
                f"银川市兴庆区{street}小区{m}栋{m % 4 + 1}单元{n}室",
                f"{self.village()}村{n}号",
                f"南京市玄武区{street}花园{m}幢{n}室",
            )
        )

    def email(self) -> str:
        return f"{self.faker.user_name()}{self.rng.randrange(100)}@{self.rng.choice(('qq.com', '163.com', '126.com', 'sina.com', 'outlook.com', '139.com'))}"

    def plate(self) -> str:
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        five = (
            "".join(self.rng.choice("0123456789" * 3 + letters[:8]) for _ in range(3))
            + f"{self.rng.randrange(100):02d}"
        )
        return self.rng.choice(
            (
                f"宁{self.rng.choice('ABCDE')}{five}",
                f"宁{self.rng.choice('ABCDE')}·{five}",
                f"陕A{self.rng.choice('DF')}{self.rng.randrange(10**5):05d}",
                f"甘{self.rng.choice('ABCL')}{five}",
            )
        )

    def illness(self) -> str:
        return self.rng.choice(ILLNESSES)

    def disability(self) -> str:
        return self.rng.choice(
            ("肢体残疾一级", "精神残疾二级", "智力二级", "视力残疾三级", "一级肢体残疾", "听力残疾四级")
        )


def sentences(maker: Maker) -> list[Callable[[Text], None]]:
    """The shapes of sentences in which values are planted."""
    m, pick = maker, maker.rng.choice

    def who(t: Text) -> None:
        t.add(pick(("申请人：", "户主：", "姓名：", "低保对象：", "救助对象：", "监护人：")))
        t.plant(Kind.NAME_IN_LIST, "name", m.name())
        t.add("，身份证号：")
        t.plant(Kind.ID_NUMBER, "id", m.identity())
        t.add("，联系电话：")
        t.plant(Kind.MOBILE, "mobile", m.mobile())
        t.add("。\n")

    def hidden(t: Text) -> None:
        t.add(pick(("公民身份号码为", "身份证号码：", "证件号 ", "身份证（", "备注：", "核对信息 ")))
        t.plant(Kind.ID_NUMBER, "disguised", m.disguised())
        t.add(pick(("，已核对。\n", "）。\n", "\n", "；\n")))

    def bare(t: Text) -> None:
        t.plant(Kind.ID_NUMBER, "id", m.identity())
        t.add(pick(("\n", " 已核实\n", "，符合条件。\n")))

    def old(t: Text) -> None:
        t.add(pick(("身份证号：", "身份证 ", "原身份证号码")))
        t.plant(Kind.ID_NUMBER, "id", m.old_identity())
        t.add("。\n")

    def bank(t: Text) -> None:
        t.add(pick(("补贴款打入银行卡", "一卡通账号：", "开户行农商行，卡号", "请转至")))
        t.plant(Kind.BANK_CARD, "card", m.bank_card(pick((16, 19))))
        t.add("，请核对。\n")

    def passbook(t: Text) -> None:
        t.add(pick(("存折号：", "农商行账号：", "存折账号", "银行账户：")))
        t.plant(Kind.BANK_CARD, "card", m.account())
        t.add("。\n")

    def disabled(t: Text) -> None:
        t.add(pick(("残疾人证号：", "残疾证号码", "持残疾人证（", "证号")))
        t.plant(Kind.DISABILITY_CARD, "card", m.disability_card())
        t.add("，待年审。\n")

    def lives(t: Text) -> None:
        t.add(pick(("家住", "现住", "家庭住址：", "户籍地为", "原告住", "住址：", "当事人居住在")))
        t.plant(Kind.ADDRESS, "address", m.address())
        t.add(pick(("，情况属实。\n", "。\n", "，家庭人口三人。\n")))

    def person(t: Text) -> None:
        t.plant(Kind.NAME_IN_LIST, "name", m.name())
        t.add(pick(("，男，", "，女，", "（男，汉族），")))
        t.add("住")
        t.plant(Kind.ADDRESS, "address", m.address())
        t.add("。\n")

    def many(t: Text) -> None:
        t.add(pick(("拟纳入低保人员名单如下：", "本批补贴对象：", "公示名单：", "享受护理补贴的有：")))
        joint = pick(("、", "，", " ", "、"))
        for at in range(6):
            t.add(joint if at else "")
            t.plant(Kind.NAME_IN_LIST, "name", m.name())
        t.add("。\n")

    def home(t: Text) -> None:
        t.add(pick(("家庭电话：", "住宅电话", "户主电话：", "家属座机：", "监护人固定电话：", "本人家中电话：")))
        t.plant(Kind.LANDLINE, "landline", m.landline())
        t.add("。\n")

    def ill(t: Text) -> None:
        t.add(
            pick((f"{m.name()}患", "该户主患有", "申请人因患", "其妻子患", f"救助对象{m.name()}，确诊", "家中儿子患"))
        )
        t.plant(Kind.HEALTH, "health", m.illness())
        t.add(pick(("，长期服药。\n", "，生活困难。\n", "。\n")))

    def weak(t: Text) -> None:
        t.add(pick(("户主", "其父", "申请人本人", f"{m.name()}，")))
        t.add("为" if pick((True, False)) else "系")
        t.plant(Kind.HEALTH, "health", m.disability())
        t.add("，符合护理补贴条件。\n")

    def child(t: Text) -> None:
        shape = pick((0, 1, 2))
        t.add(("", "学生：", "困境儿童：")[shape])
        t.plant(Kind.MINOR, "minor", m.name())
        t.add((f"（{m.rng.randrange(3, 18)}岁）随祖父生活。\n", "，家庭困难。\n", "，监护人外出务工。\n")[shape])

    def mail(t: Text) -> None:
        t.add(pick(("申请人电子邮箱：", "本人邮箱 ", "户主邮箱：", "")))
        t.plant(Kind.EMAIL, "email", m.email())
        t.add("。\n")

    def car(t: Text) -> None:
        t.add(pick(("名下车辆", "其车牌号为", "登记车辆号牌")))
        t.plant(Kind.PLATE, "plate", m.plate())
        t.add("。\n")

    def other(t: Text) -> None:
        born = f"{m.rng.randrange(1940, 2010)}年{m.rng.randrange(1, 13)}月{m.rng.randrange(1, 28)}日"
        lead, value, tail = pick(
            (
                ("出生日期：", born, ""),
                ("", born, "出生"),
                ("护照号", f"E{m.rng.randrange(10**8):08d}", ""),
                ("微信号：", f"wx_{m.rng.randrange(10**6)}", ""),
                ("QQ号 ", str(m.rng.randrange(10**8, 10**9)), ""),
            )
        )
        t.add(lead)
        t.plant(Kind.OTHER, "other", value)
        t.add(f"{tail}。\n")

    def phone(t: Text) -> None:
        t.add(pick(("户主手机", "其本人电话：", "村民反映，可拨打", "微信同号")))
        t.plant(Kind.MOBILE, "mobile", m.mobile())
        t.add(pick(("。\n", "（本人）\n", "，请回电。\n")))

    return [
        who,
        hidden,
        hidden,
        bare,
        old,
        bank,
        passbook,
        disabled,
        lives,
        person,
        many,
        home,
        ill,
        weak,
        child,
        mail,
        car,
        other,
        phone,
    ]


FILLER = (
    "经村民代表会议评议，现将有关情况公示如下，公示期为7天。",
    "上述人员如有异议，请向乡人民政府反映。",
    "本月共发放补贴资金12.6万元，涉及326户。",
    "按照“应保尽保、应退尽退”的原则，对在保对象进行了年度复核。",
)


@cache
def texts(count: int = 1700, seed: int = 11) -> tuple[Text, ...]:
    """Texts of two planted sentences between ordinary ones."""
    maker = Maker(seed)
    shapes = sentences(maker)
    made = []
    for at in range(count):
        text = Text()
        for turn in range(2):
            text.add(f"{maker.rng.choice(FILLER)}\n" if maker.rng.random() < 0.5 else "")
            shapes[(2 * at + turn) % len(shapes)](text)
        made.append(text)
    return tuple(made)


@cache
def tables(count: int = 60, seed: int = 12) -> tuple[Table, ...]:
    """Lists of the shapes that townships publish: with headings, without, with numbers split over cells or stored as numbers."""
    maker = Maker(seed)
    shapes = (_ordinary, _bare, _split, _boxes, _stored, _pupils, _ill)
    return tuple(shapes[at % len(shapes)](maker) for at in range(count))


def _table(
    maker: Maker, headings: list[str] | None, row: Callable[[], list[tuple[object, Kind | None, str]]], count: int = 6
) -> Table:
    table = Table([headings] if headings else [])
    for _ in range(count):
        cells = row()
        for column, (_, kind, group) in enumerate(cells):
            if kind:
                table.plants.append((kind, group, len(table.rows), column))
        table.rows.append([value for value, _, _ in cells])
    return table


def _ordinary(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (m.rng.randrange(1, 900), None, ""),
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (m.identity(), Kind.ID_NUMBER, "id"),
            (m.mobile(), Kind.MOBILE, "mobile"),
            (m.account(), Kind.BANK_CARD, "card"),
            (m.address(), Kind.ADDRESS, "address"),
            (m.rng.randrange(100, 900), None, ""),
        ]

    return _table(m, ["序号", "户主姓名", "身份证号码", "联系电话", "一卡通账号", "家庭住址", "补贴金额"], row)


def _bare(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (f"{m.village()}村", None, ""),
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (m.identity(), Kind.ID_NUMBER, "id"),
            (m.bank_card(), Kind.BANK_CARD, "card"),
            (m.disability_card(), Kind.DISABILITY_CARD, "card"),
        ]

    return _table(m, None, row)


def _split(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        number = m.identity()
        return [
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (number[:6], Kind.ID_NUMBER, "disguised"),
            (number[6:14], None, ""),
            (number[14:], None, ""),
            (m.rng.randrange(100, 900), None, ""),
        ]

    return _table(m, ["姓名", "证", "件", "号", "金额"], row)


def _boxes(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (m.name(), Kind.NAME_IN_LIST, "name"),
            *((digit, Kind.ID_NUMBER if not at else None, "disguised") for at, digit in enumerate(m.identity())),
        ]

    return _table(m, ["申请人", *[""] * 18], row)


def _stored(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (
                m.rng.choice(
                    (
                        float(m.identity().replace("X", "1")),
                        f"{float(m.identity().replace('X', '1')):.14E}".replace("E+", "E+"),
                    )
                ),
                Kind.ID_NUMBER,
                "disguised",
            ),
            (float(f"1{m.rng.randrange(3 * 10**9, 10**10 - 1)}"), Kind.MOBILE, "mobile"),
            (m.landline(), Kind.LANDLINE, "landline"),
        ]

    return _table(m, ["户主", "身份证号", "手机号", "住宅电话"], row)


def _pupils(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (m.name(), Kind.MINOR, "minor"),
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (f"{m.village()}小学", Kind.MINOR, "minor"),
            (m.mobile(), Kind.MOBILE, "mobile"),
        ]

    return _table(m, ["学生姓名", "监护人", "就读学校", "监护人电话"], row)


def _ill(m: Maker) -> Table:
    def row() -> list[tuple[object, Kind | None, str]]:
        return [
            (m.name(), Kind.NAME_IN_LIST, "name"),
            (m.disability_card(), Kind.DISABILITY_CARD, "card"),
            (m.disability(), Kind.HEALTH, "health"),
            (f"因患{m.illness()}致贫", Kind.HEALTH, "health"),
            (m.plate(), Kind.PLATE, "plate"),
            (m.email(), Kind.EMAIL, "email"),
        ]

    return _table(m, ["姓名", "残疾人证号", "残疾类别", "致困原因", "车牌号", "邮箱"], row)
