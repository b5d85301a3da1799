"""Numbers in running text: identity numbers in every disguise, cards, phones."""

import re
from collections.abc import Iterator

from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.hits import Hit, Taken, before, sentence
from gongkai.documents.personal_data.numbers import (
    from_scientific,
    has_area_and_birth,
    is_disability_card,
    is_identity_number,
    is_old_identity_number,
    latin_digits,
    passes_luhn,
    plain_digits,
)
from gongkai.documents.personal_data.words import OFFICIAL, PERSONAL

# What people put between digits to hide or to group them, at most three at a time; zero-width characters among them.
_BETWEEN = r"[\s\-\u2010-\u2015\uff0d_.\uff0e·•,，、/／\\|｜*＊'‘’\"“”()（）\[\]【】:：~～\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_LONG = re.compile(rf"(?<![0-9])[1-9](?:{_BETWEEN}[0-9]){{16}}{_BETWEEN}[0-9X](?![0-9])", re.IGNORECASE)
_CARD20 = re.compile(
    rf"(?<![0-9])[1-9](?:{_BETWEEN}[0-9]){{16}}{_BETWEEN}[0-9X](?:{_BETWEEN}[0-9]){{2}}(?![0-9])", re.IGNORECASE
)
_OLD = re.compile(r"(?<![0-9.])[1-9](?:[ \-]?[0-9]){14}(?![0-9]|\.[0-9])")
_ACCOUNT = re.compile(r"(?<![0-9.])[0-9](?:[ \-—]{0,2}[0-9]){11,18}(?![0-9]|\.[0-9])")
_SCIENTIFIC = re.compile(r"(?<![0-9.])[1-9](?:\.[0-9]+)?E\+1[4-9](?![0-9])", re.IGNORECASE)
_MOBILE = re.compile(
    r"(?<![0-9.])(?:\+?0{0,2}86[ \-]?)?(1[3-9][0-9](?:[ \-—–·.\u200b]{0,2}[0-9]{4}){2}|1[3-9][0-9][ \-]?[0-9]{3}[ \-]?[0-9]{5}|1[3-9][0-9]{2}[ \-][0-9]{3}[ \-][0-9]{4}"
    r"|1[3-9][0-9]{3}[ \-][0-9]{3}[ \-][0-9]{3}|1[3-9][0-9]{4}[ \-][0-9]{5})(?![0-9]|\.[0-9])"
)
_SPACED_MOBILE = re.compile(r"(?<![0-9])1(?:[\s\-.·、]{0,2}[0-9]){10}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])(?:[(（]?0[1-9][0-9]{1,2}[)）]?[ \-—－]?)?[2-8][0-9]{6,7}(?![0-9]|\.[0-9])")
_ENOUGH = re.compile(r"(?:[0-9][^0-9]{0,3}){6}")

_NUMERALS = re.compile(r"(?:[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺].{0,3}?){10}")

_ID_WORDS = re.compile("身份证|公民身份|证件号|身份号|证号")
_CARD_WORDS = re.compile("卡号|账号|帐号|账户|帐户|存折|一卡通|社保卡|银行卡|信用社|农商行|开户行")
_UNIT_WORDS = re.compile("单位|财政|政府|公司|对公|收款人|专户|国库|户名|缴款|保证金|合作社|村委会|委员会")
_PHONE_WORDS = re.compile("手机|电话|座机|固话|联系|拨打|致电|号码|微信|Tel|tel")
_CONTACT_WORDS = re.compile("联系人|联系电话|咨询|监督|举报|办公|值班|经办|服务|受理|采购|招标|投诉|报名|热线")
_HOME_WORDS = re.compile("家庭|住宅|家里|家中|宅电|本人|家属|户主|座机|固定电话|固话|监护人|申请人")
_NOT_A_PHONE = re.compile("编号|单号|代码|票号|文号|批号|订单|流水|合同号|证号|账号|卡号|金额|资金|￥|¥")
_UNIT_AFTER = re.compile(r"\s*(?:元|万|亿|件|人次|人|吨|平方|公斤|千克|亩|条|户|米|公里|份|次)")


def find_numbers(text: str, taken: Taken) -> Iterator[Hit]:
    """Find every number that belongs to a person; `taken` learns where they stand."""
    digits = latin_digits(text)
    if _ENOUGH.search(digits):
        for finder in (
            _disability_cards,
            _identity_numbers,
            _scientific,
            _old_numbers,
            _mobiles,
            _accounts,
            _landlines,
        ):
            yield from finder(text, digits, taken)
    else:
        yield from _scientific(text, digits, taken)
    # Chinese numerals apart from the others: 张三640423… must not become one number with the 3 of the name.
    if _NUMERALS.search(text):
        written_out = plain_digits(text)
        for finder in (_disability_cards, _identity_numbers, _mobiles):
            yield from finder(text, written_out, taken)


def _bare(piece: str) -> str:
    return "".join(character for character in piece.upper() if character in "0123456789X")


def _all(pattern: re.Pattern[str], digits: str) -> Iterator[re.Match[str]]:
    """Walk over matches that may overlap: a wrong start must not hide the right one."""
    match = pattern.search(digits)
    while match:
        yield match
        match = pattern.search(digits, match.start() + 1)


def _disability_cards(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _all(_CARD20, digits):
        if taken.free(*match.span()) and is_disability_card(_bare(match[0])):
            taken.take(*match.span())
            yield Hit(Kind.DISABILITY_CARD, *match.span(), reason="含完整的公民身份号码，校验码相符")


def _identity_numbers(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _all(_LONG, digits):
        if not taken.free(*match.span()):
            continue
        bare = _bare(match[0])
        if is_identity_number(bare):
            reason = "校验码相符" if text[slice(*match.span())] == bare else "变形书写，校验码相符"
        elif len(match[0]) == 18 and has_area_and_birth(bare):
            reason = "地区和出生日期相符，校验码不符"
        else:
            continue
        taken.take(*match.span())
        yield Hit(Kind.ID_NUMBER, *match.span(), reason=reason)


def _scientific(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _SCIENTIFIC.finditer(digits):
        number = from_scientific(match[0])
        precise = len(_bare(match[0].upper().split("E")[0])) >= 14
        if len(number) == 18 and (
            has_area_and_birth(number) if precise else _ID_WORDS.search(before(text, match.start()))
        ):
            taken.take(*match.span())
            yield Hit(Kind.ID_NUMBER, *match.span(), reason="以科学计数法保存的号码")
        elif 16 <= len(number) <= 19 and _CARD_WORDS.search(before(text, match.start())):
            taken.take(*match.span())
            yield Hit(Kind.BANK_CARD, *match.span(), reason="以科学计数法保存的账号")


def _old_numbers(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _OLD.finditer(digits):
        if not taken.free(*match.span()) or not is_old_identity_number(_bare(match[0])):
            continue
        if _CARD_WORDS.search(before(text, match.start())):
            continue
        near = _ID_WORDS.search(before(text, match.start()))
        if near or (len(match[0]) == 15 and not _NOT_A_PHONE.search(before(text, match.start()))):
            taken.take(*match.span())
            yield Hit(
                Kind.ID_NUMBER,
                *match.span(),
                severity=Severity.BLOCK if near else Severity.ADVISE,
                reason="15位身份证号" if near else "形如15位身份证号",
            )


def _mobiles(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _MOBILE.finditer(digits):
        near = before(text, match.start())
        if (
            taken.free(*match.span())
            and not _NOT_A_PHONE.search(near[-8:])
            and not _UNIT_AFTER.match(text, match.end())
        ):
            taken.take(*match.span())
            yield _phone_hit(text, match)
    for match in _SPACED_MOBILE.finditer(digits):
        bare = _bare(match[0])
        if taken.free(*match.span()) and bare[1] in "3456789" and _PHONE_WORDS.search(before(text, match.start())):
            taken.take(*match.span())
            yield _phone_hit(text, match)


def _phone_hit(text: str, match: re.Match[str]) -> Hit:
    around = sentence(text, *match.span())
    published = _CONTACT_WORDS.search(before(text, match.start(), 40)) and not PERSONAL.search(around)
    if published:
        return Hit(Kind.MOBILE, *match.span(), Severity.ADVISE, "公布的联系电话用了手机号码")
    return Hit(Kind.MOBILE, *match.span(), reason="手机号码")


def _accounts(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _ACCOUNT.finditer(digits):
        bare = _bare(match[0])
        if not taken.free(*match.span()) or not 12 <= len(bare) <= 19 or _UNIT_AFTER.match(text, match.end()):
            continue
        near = before(text, match.start())
        named = _CARD_WORDS.search(near)
        issued = len(bare) >= 16 and bare.startswith(("62", "60")) and passes_luhn(bare)
        if not named and not issued:
            continue
        taken.take(*match.span())
        official = _UNIT_WORDS.search(sentence(text, *match.span())) and not PERSONAL.search(
            sentence(text, *match.span())
        )
        severity = Severity.ADVISE if official else Severity.BLOCK
        yield Hit(Kind.BANK_CARD, *match.span(), severity, "卡号校验相符" if issued else "上下文为账号")


def _landlines(text: str, digits: str, taken: Taken) -> Iterator[Hit]:
    for match in _LANDLINE.finditer(digits):
        near = before(text, match.start(), 16)
        if taken.free(*match.span()) and _HOME_WORDS.search(near) and _PHONE_WORDS.search(near):
            if OFFICIAL.search(near):
                continue
            taken.take(*match.span())
            yield Hit(Kind.LANDLINE, *match.span(), Severity.ADVISE, "住宅电话")
