"""
What a person fills in to apply (`ogi:29.2`), and what is still wrong or missing with it; there is no field for a purpose.

Everything is kept as it was typed, right or wrong, so that nothing is lost; `problems` says per field what to do.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from gongkai.apps.foi.models import ApplicantKind
from gongkai.documents.personal_data.credit_code import is_credit_code
from gongkai.documents.personal_data.numbers import is_identity_number, latin_digits

#: Proofs of identity that people may name; the first has a check character.
RESIDENT_CARD = "居民身份证"
ID_TYPES = (
    RESIDENT_CARD,
    "港澳台居民居住证",
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
    "其他证件",
)
#: The same form of number as the resident's card.
_CHECKED = ID_TYPES[:2]
PAPER, ELECTRONIC, INSPECTION = "纸质", "电子", "现场查阅、抄录"
DELIVERY_FORMS = (PAPER, ELECTRONIC, INSPECTION)
ONLINE, PICK_UP, POST, EMAIL, FAX = "网上下载", "自行领取", "邮寄", "电子邮件", "传真"
DELIVERY_CHANNELS = (ONLINE, PICK_UP, POST, EMAIL, FAX)
READ_ALOUD, LARGE_PRINT, SIGN_LANGUAGE, CALL = "口头告知、代读", "大字文本", "手语或者文字沟通", "电话说明"
HELP = (CALL, READ_ALOUD, LARGE_PRINT, SIGN_LANGUAGE)
TITLE_LENGTH, TEXT_LENGTH = 200, 4000
#: Ideographs newer than the tables of the running Python are letters all the same.
_IDEOGRAPHS = range(0x20000, 0x40000)
_UNPRINTED = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf"})
_BREAKS = "\n\r\t\u200b\u200c\u200d\ufeff"


@dataclass(frozen=True)
class Problem:
    """One answer that cannot stand: which field, and what to do."""

    field: str
    message: str


@dataclass(frozen=True)
class Answers:
    """The answers of one application, every one a text as typed; empty means not answered."""

    kind: str = ""
    name: str = ""
    id_type: str = ""
    id_number: str = ""
    credit_code: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    title: str = ""
    document_number: str = ""
    description: str = ""
    delivery_form: str = ""
    delivery_channel: str = ""
    help_needed: str = ""
    help_other: str = ""
    agent: str = ""
    agent_name: str = ""
    agent_id_number: str = ""
    agent_phone: str = ""

    @property
    def person(self) -> bool:
        """Tell whether a natural person applies."""
        return self.kind == ApplicantKind.NATURAL_PERSON

    @property
    def by_agent(self) -> bool:
        """Tell whether somebody acts for the applicant."""
        return self.agent == "yes"

    def json(self) -> str:
        """Give the answers as one text."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Answers":
        """Read what `json` wrote; a field that is no longer asked for is left out."""
        known = {field.name for field in fields(cls)}
        raw: dict[str, Any] = json.loads(text or "{}")
        return cls(**{name: str(value) for name, value in raw.items() if name in known})


def problems(answers: Answers) -> list[Problem]:
    """Say what is missing or wrong, in the order in which it is asked."""
    return [*_who(answers), *_contact(answers), *_what(answers), *_how(answers), *_agent(answers), *_signs(answers)]


def _who(answers: Answers) -> Iterator[Problem]:
    if answers.kind not in ApplicantKind.values:
        yield Problem("kind", _("请选择您以什么身份申请。"))
        return
    if not answers.name.strip():
        yield Problem("name", _("请填写您的姓名。") if answers.person else _("请填写单位名称。"))
    yield from _person(answers) if answers.person else _organization(answers)


def _person(answers: Answers) -> Iterator[Problem]:
    if answers.id_type not in ID_TYPES:
        yield Problem("id_type", _("请选择证件名称。"))
    number = plain(answers.id_number)
    if not number:
        yield Problem("id_number", _("请填写证件号码；条例要求申请时提供身份证明。"))
    elif answers.id_type in _CHECKED and (wrong := wrong_identity_number(number)):
        yield Problem("id_number", wrong)


def _organization(answers: Answers) -> Iterator[Problem]:
    code = plain(answers.credit_code)
    if not code:
        yield Problem("credit_code", _("请填写统一社会信用代码，在营业执照或者登记证书上，共18位。"))
    elif not is_credit_code(code):
        yield Problem("credit_code", _wrong_credit_code(code))
    if not answers.representative.strip():
        yield Problem("representative", _("请填写法定代表人或者负责人的姓名。"))


def _wrong_credit_code(code: str) -> str:
    if len(code) != 18:
        return _("统一社会信用代码是18位，现在是%(n)s位。请对照证书核对。") % {"n": len(code)}
    return _("统一社会信用代码的校验位不对，可能有一位填错了（没有字母I、O、S、V、Z）。请对照证书逐位核对。")


def wrong_identity_number(number: str) -> str:
    """Say what is wrong with the number of a resident's card; empty where nothing is."""
    if len(number) != 18:
        return _("身份证号码是18位，现在是%(n)s位。请对照证件核对。") % {"n": len(number)}
    if not (number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        return _("身份证号码的前17位是数字，最后一位是数字或者X。请对照证件核对。")
    if not is_identity_number(number):
        return _("身份证号码不对：日期或者最后一位校验码对不上，可能有一位填错了。请对照证件逐位核对。")
    return ""


def _contact(answers: Answers) -> Iterator[Problem]:
    digits = [sign for sign in latin_digits(answers.phone) if sign.isdigit()]
    if not digits and not answers.email.strip() and not answers.address.strip():
        yield Problem("phone", _("请至少留一种联系方式：电话、地址或者邮箱，否则无法把结果告诉您。"))
    elif answers.phone.strip() and not 7 <= len(digits) <= 20:
        yield Problem("phone", _("电话号码应有7至20位数字，现在是%(n)s位。") % {"n": len(digits)})
    local, at, domain = answers.email.strip().partition("@")
    if answers.email.strip() and not (local and at and "." in domain.strip(".") and " " not in answers.email.strip()):
        yield Problem("email", _("邮箱写法不对，应像 name@example.com 这样，中间有一个@。"))


def _what(answers: Answers) -> Iterator[Problem]:
    if not any(part.strip() for part in (answers.title, answers.document_number, answers.description)):
        yield Problem("title", _("请写明要什么信息：名称、文号或者便于查找的特征，至少写一项。"))


def _how(answers: Answers) -> Iterator[Problem]:
    if answers.delivery_form not in DELIVERY_FORMS:
        yield Problem("delivery_form", _("请选择要纸质的还是电子的，或者到现场看。"))
    if answers.delivery_channel not in DELIVERY_CHANNELS:
        yield Problem("delivery_channel", _("请选择怎么给您。"))
    if answers.delivery_channel == POST and not answers.address.strip():
        yield Problem("delivery_channel", _("选择邮寄的，请返回“联系方式”填写地址。"))
    if answers.delivery_channel == EMAIL and not answers.email.strip():
        yield Problem("delivery_channel", _("选择电子邮件的，请返回“联系方式”填写邮箱。"))


def _agent(answers: Answers) -> Iterator[Problem]:
    if answers.agent not in ("yes", "no"):
        yield Problem("agent", _("请选择是本人办理还是委托他人办理。"))
    if not answers.by_agent:
        return
    if not answers.agent_name.strip():
        yield Problem("agent_name", _("请填写受托人的姓名。"))
    if not answers.agent_phone.strip():
        yield Problem("agent_phone", _("请填写受托人的电话。"))
    number = plain(answers.agent_id_number)
    if number and (wrong := wrong_identity_number(number)):
        yield Problem("agent_id_number", wrong)


def _signs(answers: Answers) -> Iterator[Problem]:
    for name in (
        "name",
        "representative",
        "contact",
        "address",
        "title",
        "document_number",
        "description",
        "agent_name",
    ):
        if sign := unprintable(getattr(answers, name)):
            yield Problem(
                name,
                _("“%(sign)s”这样的图形符号不能印在文书上，请改成文字。生僻字可以直接填写；打不出来的字请用拼音代替。")
                % {"sign": sign},
            )


def unprintable(text: str) -> str:
    """Give the first character that no letter can print (emoji, control characters, private use); empty where there is none."""
    return next((sign for sign in text if sign not in _BREAKS and _is_unprintable(sign)), "")


def _is_unprintable(sign: str) -> bool:
    return unicodedata.category(sign) in _UNPRINTED and ord(sign) not in _IDEOGRAPHS


def plain(number: str) -> str:
    """Write a number as it stands on a card: no spaces, no hyphens, half-width, capitals."""
    return "".join(latin_digits(number).replace("-", "").split()).upper()
