"""Words of these pages that the register keeps in Chinese, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi import answers as kept
from gongkai.apps.foi.models import ApplicantKind
from gongkai.law.annual_report.model import TABLE3_COLUMNS
from gongkai.web.portal.words import term

_CHOICES = {
    kept.RESIDENT_CARD: gettext_lazy("居民身份证"),
    "港澳台居民居住证": gettext_lazy("港澳台居民居住证"),
    "护照": gettext_lazy("护照"),
    "港澳居民来往内地通行证": gettext_lazy("港澳居民来往内地通行证"),
    "台湾居民来往大陆通行证": gettext_lazy("台湾居民来往大陆通行证"),
    "外国人永久居留身份证": gettext_lazy("外国人永久居留身份证"),
    "其他证件": gettext_lazy("其他证件"),
    kept.PAPER: gettext_lazy("纸质"),
    kept.ELECTRONIC: gettext_lazy("电子"),
    kept.INSPECTION: gettext_lazy("现场查阅、抄录"),
    kept.ONLINE: gettext_lazy("网上下载"),
    kept.PICK_UP: gettext_lazy("自行领取"),
    kept.POST: gettext_lazy("邮寄"),
    kept.EMAIL: gettext_lazy("电子邮件"),
    kept.FAX: gettext_lazy("传真"),
    kept.CALL: gettext_lazy("电话说明"),
    kept.READ_ALOUD: gettext_lazy("口头告知、代读"),
    kept.LARGE_PRINT: gettext_lazy("大字文本"),
    kept.SIGN_LANGUAGE: gettext_lazy("手语或者文字沟通"),
}


def choice(value: str) -> str:
    """Give a kept choice in the language of the page."""
    return str(_CHOICES.get(value, value))


def choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give choices for a form."""
    return [(value, choice(value)) for value in values]


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of applicants, each of which is a column of table 三."""
    columns = zip(ApplicantKind.values, TABLE3_COLUMNS, strict=False)
    return [
        (kind, _("我是个人（自然人）") if kind == ApplicantKind.NATURAL_PERSON else term(f"table3.{column}"))
        for kind, column in columns
    ]
