"""People in running text: names in lists and after labels, addresses below the village group, health, minors."""

import re
from collections.abc import Iterator

from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.hits import Hit, Taken, before, sentence
from gongkai.documents.personal_data.words import (
    COMPOUND_SURNAMES,
    DISABILITY,
    DISEASES,
    GIVEN,
    NOT_A_NAME_END,
    OFFICIAL,
    ORDINARY,
    PERSONAL,
    SURNAMES,
    TITLES,
    WORDLIKE_SURNAMES,
)

_HAN = r"[\u3400-\u9fff〇]"
_NAME = rf"(?:(?:{COMPOUND_SURNAMES}){_HAN}{{1,2}}|{_HAN}{{1,8}}·{_HAN}{{1,8}}|{_HAN}{{2,4}})"
_STOP = r"(?=[\s，,。；;、（(）)：:/\d男女]|$|的|系|之|（)"
_LABELLED = re.compile(
    rf"(?:姓\s*名|户\s*主|申请人|受益人|领取人|持卡人|低保对象|救助对象|补贴对象|监护人|患者|当事人|原告|第三人|被救助人|家长|学生|儿童|孤儿|村民|居民|农户|残疾人|脱贫户|监测对象|死者|伤者|之子|之女|妻子|丈夫|儿子|女儿|母亲|父亲|经办人家属)"
    rf"(?P<mark>[:：\s]{{0,3}})(?P<name>{_NAME}?){_STOP}"
)
_BEFORE_FACTS = re.compile(
    rf"(?P<name>{_HAN}{{1,8}}·{_HAN}{{1,8}}|{_HAN}{{2,4}}?)(?=[，,（(]\s*(?:男|女|[0-9]{{1,3}}岁|(?:公民)?身份证?号|身份证|住))"
)
_LIST_HEAD = re.compile(r"名单|人员|对象|户|如下|代表|成员|获奖|拟|包括|有|分别")
_ENUMERATION = re.compile(rf"(?<!{_HAN})(?:{_NAME})(?:(?:[、,，]|[ \u3000]{{1,4}}|\n)(?:{_NAME})){{2,}}(?!{_HAN})")
_ITEM = re.compile(_NAME)

_NUMERAL = r"[0-9\uff10-\uff19一二三四五六七八九十百零〇]{1,5}"
_AREA = rf"(?:{_HAN}{{1,10}}?(?:省|自治区|州|市|县|区|旗)){{0,3}}(?:{_HAN}{{1,8}}?(?:乡|镇|街道|苏木))?"
_HOUSE = re.compile(
    rf"{_AREA}{_HAN}{{1,10}}?(?:村|社区|嘎查|屯|庄|堡|沟|湾)(?:委会)?[^\s，,。；;、：:（）()]{{0,8}}?{_NUMERAL}(?:村民小组|小组|组|社|队)[^\s，,。；;、：:（）()]{{0,6}}?{_NUMERAL}(?:附?{_NUMERAL})?[号户]"
    rf"|{_AREA}{_HAN}{{1,12}}?(?:村|社区|屯|庄|堡)(?:委会)?(?:门牌)?{_NUMERAL}[号户](?![文令线公])"
    rf"|{_AREA}{_HAN}{{1,12}}?(?:路|街|巷|道|小区|花园|家园|苑|新村|公寓|社区|大院)[^\s，,。；;、：:（）()]{{0,12}}?{_NUMERAL}(?:号楼?|栋|幢|座|单元|室|弄)(?:[^\s，,。；;、：:（）()]{{0,4}}?{_NUMERAL}(?:号楼?|栋|幢|座|单元|楼|层|室|户|号))*"
)
_ADDRESS_WORDS = re.compile(
    r"住址|家住|现住|居住|户籍|住于|住在|住所|家庭地址|通讯地址|送达地址|收件地址|寄至|家在|(?:^|[，,；、（(\s男女族])住[:：]?\s*$"
)
_LIVES_AT = re.compile("(?:家|现|居)?住(?:在|于|址)?|家在|户籍地?")
_GROUP = re.compile(rf"{_NUMERAL}(?:村民小组|小组|组|社|队)")

_ILL = re.compile(rf"(?:{DISEASES})")
_ILL_VERB = re.compile(r"患|确诊|诊断|查出|身染|得了|因病|病重|患者|住院|手术")
_DISABLED = re.compile(DISABILITY)
_ONE_PERSON = re.compile(
    r"本人|该户|其(?:子|女|妻|夫|父|母|丈夫|妻子|儿子|女儿|父亲|母亲|本人)|户主|申请人|丈夫|妻子|儿子|女儿|父亲|母亲|家中|因其|某某?[，,（(患]"
)

_PEOPLE = TITLES | frozenset(
    (
        "申请人",
        "救助对象",
        "低保对象",
        "补贴对象",
        "村民",
        "居民",
        "户主",
        "患者",
        "学生",
        "农户",
        "监测对象",
        "该村村民",
    )
)

_AGE = re.compile(
    rf"(?P<name>{_HAN}{{2,4}}?)[，,（(]\s*(?:[男女][，,、]\s*)?(?P<age>[0-9]{{1,2}}|十[一二三四五六七]?|[一二三四五六七八九])(?:周?岁)"
)
_SMALL_AGE = {
    **{str(age): age for age in range(18)},
    "十": 10,
    **{f"十{n}": 10 + at for at, n in enumerate("一二三四五六七", 1)},
    **{n: at for at, n in enumerate("一二三四五六七八九", 1)},
}
_PUPIL = re.compile(
    rf"(?P<name>{_HAN}{{2,4}}?)[，,（(]\s*(?:系|就读于|现?就读|现为)?\s*{_HAN}{{0,12}}(?:小学|幼儿园|中学|初中)[^，,。；]{{0,10}}(?:年级|班|学生|就读)"
)
_YOUNG_LABEL = re.compile(r"(?:学生|儿童|孤儿|幼儿|未成年人|未成年子女|留守儿童|困境儿童)[:：\s]{0,2}$")


def is_name(text: str, *, strict: bool = True) -> bool:
    """Tell whether a word has the shape of a person's name; `strict` also asks for characters usual in given names."""
    if "·" in text:
        return len(text) >= 4
    if re.match(COMPOUND_SURNAMES, text):
        return 3 <= len(text) <= 4
    if not 2 <= len(text) <= 3 or text[0] not in SURNAMES or text in ORDINARY or text[:2] in ORDINARY:
        return False
    if text[-1] in NOT_A_NAME_END - GIVEN:
        return False
    if not strict:
        return True
    usual = sum(character in GIVEN for character in text[1:])
    return usual == len(text) - 1 if text[0] in WORDLIKE_SURNAMES or len(text) == 2 else usual >= 1


def find_people(text: str, taken: Taken) -> Iterator[Hit]:
    """Find what a text says about single people."""
    yield from _minors(text, taken)
    yield from _addresses(text, taken)
    yield from _health(text, taken)
    yield from _names(text, taken)


def _names(text: str, taken: Taken) -> Iterator[Hit]:
    for pattern in (_LABELLED, _BEFORE_FACTS):
        for match in pattern.finditer(text):
            name = _cut(match["name"]) if pattern is _BEFORE_FACTS else match["name"]
            start = match.end("name") - len(name) if pattern is _BEFORE_FACTS else match.start("name")
            loose = pattern is _LABELLED and ("：" in match["mark"] or ":" in match["mark"])
            if (
                name
                and (is_name(name, strict=not loose) or (loose and _rare_name(name)))
                and taken.free(start, start + len(name))
            ):
                young = _YOUNG_LABEL.search(text[max(0, start - 8) : start])
                taken.take(start, start + len(name))
                if young:
                    yield Hit(Kind.MINOR, start, start + len(name), reason="学生、儿童的姓名")
                else:
                    yield Hit(Kind.NAME_IN_LIST, start, start + len(name), Severity.ADVISE, "人员姓名")
    yield from _enumerations(text, taken)


def _rare_name(text: str) -> bool:
    """Tell whether a word after a label can be a name with a rare surname: usual given-name characters, no ordinary word."""
    return 2 <= len(text) <= 3 and text not in ORDINARY and all(character in GIVEN for character in text[1:])


def _cut(words: str) -> str:
    """Take the longest ending of a run of characters that is a name: 经查张志强 gives 张志强."""
    return next((words[at:] for at in range(len(words)) if is_name(words[at:])), "")


def _enumerations(text: str, taken: Taken) -> Iterator[Hit]:
    for match in _ENUMERATION.finditer(text):
        items = list(_ITEM.finditer(text, match.start(), match.end()))
        people = [item for item in items if is_name(item[0], strict=False)]
        sure = sum(is_name(item[0]) for item in people)
        headed = _LIST_HEAD.search(before(text, match.start(), 30)) or len(people) >= 6
        if len(people) < 3 or sure < 0.5 * len(people) or len(people) < 0.8 * len(items) or not headed:
            continue
        for item in items:
            if taken.free(*item.span()) and item[0] not in ORDINARY:
                taken.take(*item.span())
                yield Hit(Kind.NAME_IN_LIST, *item.span(), Severity.ADVISE, "名单中的姓名")


def _addresses(text: str, taken: Taken) -> Iterator[Hit]:
    for match in _HOUSE.finditer(text):
        near = before(text, match.start(), 20)
        around = sentence(text, *match.span(), reach=60)
        rest = text[match.end() : match.end() + 8]
        if OFFICIAL.search(near[-8:]) or OFFICIAL.search(rest) or not taken.free(*match.span()):
            continue
        said = _ADDRESS_WORDS.search(near) or _verb_length(match[0])
        personal = PERSONAL.search(around) and not OFFICIAL.search(around)
        if said or personal or (_GROUP.search(match[0]) and not OFFICIAL.search(around)):
            start = match.start() + _verb_length(match[0])
            taken.take(start, match.end())
            yield Hit(Kind.ADDRESS, start, match.end(), Severity.ADVISE, "住址细到门牌、户")


def _verb_length(address: str) -> int:
    match = _LIVES_AT.match(address)
    return match.end() if match else 0


def _health(text: str, taken: Taken) -> Iterator[Hit]:
    for pattern in (_ILL, _DISABLED):
        for match in pattern.finditer(text):
            near = before(text, match.start(), 90)
            if pattern is _ILL and not _ILL_VERB.search(near[-14:]):
                continue
            if (_ONE_PERSON.search(near) or _names_someone(near)) and taken.free(*match.span()):
                taken.take(*match.span())
                yield Hit(Kind.HEALTH, *match.span(), reason="个人健康、残疾情况")


def _names_someone(near: str) -> bool:
    """Tell whether a clause names a person: a name in front of a comma, a bracket or the illness itself."""
    pieces = re.split(r"[，,（(）)、：:\s]|患|因|系|为|被|于|的|身", near)
    return any(is_name(piece) or any(is_name(piece[-n:]) and piece[:-n] in _PEOPLE for n in (2, 3)) for piece in pieces)


def _minors(text: str, taken: Taken) -> Iterator[Hit]:
    for pattern in (_AGE, _PUPIL):
        for match in pattern.finditer(text):
            if pattern is _AGE and match["age"] not in _SMALL_AGE:
                continue
            name = _cut(match["name"])
            start = match.end("name") - len(name)
            if name and taken.free(start, start + len(name)):
                taken.take(start, start + len(name))
                yield Hit(Kind.MINOR, start, start + len(name), reason="未成年人姓名")
