"""What a column of a list holds: by its heading first, by its values second."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.documents.personal_data.findings import Kind
from gongkai.documents.personal_data.numbers import has_area_and_birth, is_disability_card, plain_digits
from gongkai.documents.personal_data.people import is_name


class Role(StrEnum):
    """What a column means for privacy, finer than the kinds: a phone column holds mobiles and landlines."""

    NAME = "name"
    YOUNG_NAME = "young_name"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    DISABILITY_CARD = "disability_card"
    PHONE = "phone"
    OFFICE_PHONE = "office_phone"
    ADDRESS = "address"
    HEALTH = "health"
    EMAIL = "email"
    PLATE = "plate"
    AGE = "age"
    SCHOOL = "school"
    OTHER = "other"
    OFFICE = "office"
    PLAIN = "plain"


#: Kind of personal data behind each role; a role that is not here is no personal data by itself.
KIND_OF = {
    Role.NAME: Kind.NAME_IN_LIST,
    Role.YOUNG_NAME: Kind.MINOR,
    Role.ID_NUMBER: Kind.ID_NUMBER,
    Role.BANK_CARD: Kind.BANK_CARD,
    Role.DISABILITY_CARD: Kind.DISABILITY_CARD,
    Role.PHONE: Kind.MOBILE,
    Role.ADDRESS: Kind.ADDRESS,
    Role.HEALTH: Kind.HEALTH,
    Role.EMAIL: Kind.EMAIL,
    Role.PLATE: Kind.PLATE,
    Role.SCHOOL: Kind.MINOR,
    Role.OTHER: Kind.OTHER,
}

# The first shape that fits a heading decides.
_HEADINGS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(shape, re.IGNORECASE))
    for role, shape in (
        (Role.OFFICE_PHONE, "(?:办公|监督|举报|咨询|单位|投诉|公示|受理|服务)(?:联系)?电话"),
        (Role.DISABILITY_CARD, "残疾人?证(?:件)?(?:号码?|编号)?$|残疾证号|残证"),
        (Role.ID_NUMBER, "身份证|身份号|公民身份|证件号码?|身份证件|^证号"),
        (Role.BANK_CARD, "卡号|账号|帐号|账户号?|帐户|存折|一卡通号?|银行卡"),
        (Role.PHONE, "手机|电话|联系方式|联系号码|移动电话|座机|固话|宅电|^tel|phone|mobile"),
        (Role.ADDRESS, "住址|地址|住所|居住地|户籍所在|门牌|家庭位置"),
        (
            Role.HEALTH,
            "疾病|病种|病情|诊断|残疾(?:类别|等级|类型|程度|情况|级别|种类)?|致贫|致困|救助原因|困难原因|申请(?:原因|理由|事由)|健康|身体状况|伤残|伤情|患病|困难情况|家庭情况|原因",
        ),
        (Role.EMAIL, "邮箱|电子邮件|e-?mail"),
        (Role.PLATE, "车牌|号牌"),
        (Role.OTHER, "出生|生日|微信|QQ|护照|民族|宗教|婚姻|政治面貌|收入|学历|照片|签名|指纹|人脸"),
        (Role.AGE, "年龄|^岁数"),
        (Role.YOUNG_NAME, "(?:学生|儿童|孤儿|幼儿|未成年人?|子女|孩子)(?:的)?(?:姓名|名字)?$"),
        (Role.SCHOOL, "就读|学校|年级|班级|学籍"),
        (Role.OFFICE, "^(?:单位|部门|机关|职务|岗位|科室|企业)(?:名称)?$|单位名称|企业名称|机构名称|公司"),
        (
            Role.NAME,
            "姓\\s*名|户主|^申请人|受益人|领取人|持卡人|补贴对象|救助对象|低保对象|保障对象|家庭成员|家属|监护人|患者|持证人|农户|被救助人|收款人|开户名|户名|^名字|name|承包方|法定代表",
        ),
    )
)
_NAME_WORDS = re.compile("名称|电话|号码|证")
_SHARE = 0.6


@dataclass(frozen=True)
class Column:
    """One column: its heading, its role, whether the heading said so."""

    heading: str
    role: Role
    by_heading: bool


def role_of_heading(heading: str) -> Role:
    """Read the role from a heading; `PLAIN` when it says nothing about people."""
    text = "".join(heading.split())
    if not text or len(text) > 24:
        return Role.PLAIN
    for role, shape in _HEADINGS:
        if shape.search(text) and not (role is Role.NAME and _NAME_WORDS.search(text)):
            return role
    return Role.PLAIN


def role_of_values(values: Sequence[str]) -> Role:
    """Read the role from the values: most of them must have its shape."""
    filled = [value for value in values if value.strip()][:400]
    if len(filled) < 3:
        return Role.PLAIN
    for role, fits in _SHAPES:
        if sum(map(fits, filled)) >= _SHARE * len(filled):
            return role
    return Role.PLAIN


def _fits_identity_number(value: str) -> bool:
    bare = plain_digits("".join(value.split()).upper())
    return len(bare) == 18 and bare[:17].isdigit() and has_area_and_birth(bare)


def _fits_disability_card(value: str) -> bool:
    bare = plain_digits(value.strip())
    return len(bare) in (20, 22) and bare[:17].isdigit() and bare[18:20].isdigit() and is_disability_card(bare[:20])


def _fits_name(value: str) -> bool:
    return is_name("".join(value.split()))


_SHAPES = (
    (Role.DISABILITY_CARD, _fits_disability_card),
    (Role.ID_NUMBER, _fits_identity_number),
    (Role.NAME, _fits_name),
)


def find_heading(rows: Sequence[Sequence[str]], *, also: Container[str] = (), depth: int = 12) -> int:
    """
    Give the row that holds the headings: the one among the first with most known headings, at least one; -1 for none.

    :param also: headings that count although they say nothing about people.
    """
    best, found = 0.0, -1
    for at, row in enumerate(rows[:depth]):
        filled = [cell for cell in row if cell.strip()]
        known = sum(role_of_heading(cell) is not Role.PLAIN or "".join(cell.split()) in also for cell in filled)
        score = known + 0.01 * len(filled)
        if known and len(filled) > 1 and score > best:
            best, found = score, at
    return found


def classify(rows: Sequence[Sequence[str]], heading: int, width: int) -> list[Column]:
    """Give the role of every column; a heading over several rows is read from the heading row and the one below and above."""
    columns = []
    body = rows[heading + 1 :]
    for at in range(width):
        title = _cell(rows, heading, at) if heading >= 0 else ""
        role = role_of_heading(title)
        if role is Role.PLAIN and heading >= 0:
            for near in (heading - 1, heading + 1):
                beside = role_of_heading(_cell(rows, near, at))
                role = beside if beside is not Role.PLAIN and near >= 0 else role
        if role is not Role.PLAIN:
            columns.append(Column(title, role, by_heading=True))
        else:
            columns.append(
                Column(
                    title,
                    role_of_values([_cell(body, row, at) for row in range(min(len(body), 500))]),
                    by_heading=False,
                )
            )
    return columns


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column] if 0 <= row < len(rows) and column < len(rows[row]) else ""
