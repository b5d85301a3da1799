"""Other marks of a person in running text: e-mail, number plates, passports, messenger names, birth dates."""

import re
from collections.abc import Iterator

from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.hits import Hit, Taken, before, sentence
from gongkai.documents.personal_data.words import OFFICIAL, PERSONAL

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{2,40}\s?[@\uff20]\s?[A-Za-z0-9-]{2,30}(?:\.[A-Za-z]{2,10}){1,3}"
)
_OFFICE_HOSTS = re.compile(r"gov\.cn$|edu\.cn$|org\.cn$", re.IGNORECASE)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·.\s－-]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[A-HJ-K][A-HJ-NP-Z0-9]?[0-9]{4,5}|[0-9]{5}[A-HJ-K])(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|居住证)[^A-Za-z0-9。；\n]{0,8}([A-Z]{1,2}[0-9]{7,9}|[0-9]{8,9})(?![0-9])"
)
_MESSENGER = re.compile(r"(?:QQ|qq|微信)(?:号码?|号|[:：])[:：\s]{0,3}([A-Za-z0-9_-]{5,20})")
_BIRTH = re.compile(
    r"(?:出生日期|出生年月日?|生日|生于)[:：为是\s]{0,3}((?:19|20)[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?)"
    r"|((?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)(?:出生|生[，,。；）)])"
)


def find_marks(text: str, taken: Taken) -> Iterator[Hit]:
    """Find the marks that are not numbers of their own."""
    yield from _emails(text, taken)
    for match in _PLATE.finditer(text):
        if sum(character.isdigit() for character in match[0]) >= 2 and taken.free(*match.span()):
            taken.take(*match.span())
            yield Hit(Kind.PLATE, *match.span(), Severity.ADVISE, "机动车号牌")
    for pattern, reason in ((_PASSPORT, "出入境证件号码"), (_MESSENGER, "个人即时通信账号"), (_BIRTH, "出生日期")):
        for match in pattern.finditer(text):
            group = next(number for number in range(1, (match.lastindex or 1) + 1) if match[number])
            if taken.free(*match.span(group)):
                taken.take(*match.span(group))
                yield Hit(Kind.OTHER, *match.span(group), Severity.ADVISE, reason)


def _emails(text: str, taken: Taken) -> Iterator[Hit]:
    for match in _EMAIL.finditer(text):
        around = sentence(text, *match.span(), reach=60)
        official = _OFFICE_HOSTS.search(match[0]) or (
            OFFICIAL.search(around) and not PERSONAL.search(before(text, match.start(), 60))
        )
        if not official and taken.free(*match.span()):
            taken.take(*match.span())
            yield Hit(Kind.EMAIL, *match.span(), Severity.ADVISE, "电子邮箱")
