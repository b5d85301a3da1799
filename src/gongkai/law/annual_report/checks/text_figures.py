"""X01, X02, X04–X06: what the text says in numbers against the tables and the registers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.checks.table_four import KINDS
from gongkai.law.annual_report.checks.table_three import total_of
from gongkai.law.annual_report.forms import bare_label
from gongkai.law.annual_report.model import OUTCOME_ROWS, Cell, Number, Severity
from gongkai.law.annual_report.text.prose import Passage
from gongkai.law.annual_report.text.quantities import Quantity, chinese_value, quantities

_CASES = "件次|件|条|宗|份|起|例|个"
_NUMBER = r"(?P<number>[0-9][0-9,]*|[零一二两三四五六七八九十百千]+)"
_APPLICATION = "政府信息公开|信息公开|依申请|公开"
_RECEIVED = re.compile(
    rf"(?P<verb>共收办|收办|共收到|新收到?|收到|收悉|共受理|受理|接收|接到)(?P<what>[^0-9零一二两三四五六七八九十。；：！]{{0,26}}?)"
    rf"{_NUMBER}(?:余|多)?(?P<unit>{_CASES})(?P<after>[^，。；：（(]{{0,14}})"
)
_NONE_RECEIVED = re.compile(
    r"(?:未|没有|无)(?:收到|受理|接到|新增|新收)?(?:过|任何|到)*[^，。；：]{0,10}?(?:政府信息公开|信息公开|依申请公开|公开)(?:的)?申请(?:公开)?(?!表|书|人)"
)
_OTHER_MATTERS = re.compile("复议|诉讼|投诉|举报|咨询|问政|留言|工单|信访|热线|来信|来电|建议|提案|条件|补贴|救助|许可")
_SUB_SCOPE = re.compile(
    "其中|网络|网上|信函|邮寄|当面|现场|传真|邮箱|自然人|法人|企业|机构|组织|县政府|区政府|市政府本级|本级|部门|乡镇|街道|上年|去年|结转"
)
_CONTEXT_YEARS = re.compile("(?:上年|去年|20[0-9]{2}年)")


def value_of(text: str) -> int:
    """Read a number written in figures or in Chinese."""
    plain = text.replace(",", "")
    return int(plain) if plain.isdigit() else chinese_value(plain)


def outside_brackets(text: str) -> str:
    """Blank out what stands in brackets; every other place keeps its number."""
    return re.sub(r"[（(][^（()）]*[）)]", lambda match: "　" * len(match.group()), text)


_APPLICATION_WORDS = re.compile("申请|予以公开|部分公开|不予公开|无法提供|不予处理|结转")


def is_about_applications(text: str) -> bool:
    """Tell whether a passage speaks of applications and how they ended."""
    return _APPLICATION_WORDS.search(text) is not None


def _about_applications(case: Case) -> list[Passage]:
    return [passage for passage in case.prose.section(1, 3, 6) if is_about_applications(passage.text)]


@check_for("X01")
def applications_received(case: Case, rule: Rule) -> Answer:
    """The number of applications in the text is that of table 三: new ones, or new and carried in."""
    new, carried_in = case.sum3(["new"]), case.sum3(["carry"])
    if new is None or carried_in is None:
        yield rule.skip("表三新收、上年结转的总计没有填数。")
        return
    for passage in _about_applications(case):
        for number, words in _received(passage.text):
            if number == new:
                continue
            if number == new + carried_in:
                yield rule.finding(
                    passage.where,
                    f"正文“{words}”为新收{new}件加上年结转{carried_in}件；建议写明口径。",
                    found=number,
                    expected=f"新收{new}件",
                    severity=Severity.INFO,
                )
            else:
                yield rule.finding(
                    passage.where,
                    f"正文“{words}”，表三新收为{new}件"
                    + (f"（加上年结转为{new + carried_in}件）" if carried_in else "")
                    + "。",
                    found=number,
                    expected=new,
                )
        denial = _NONE_RECEIVED.search(passage.text)
        if denial and new and "新的" not in denial.group():
            yield rule.finding(
                passage.where,
                f"正文说“{denial.group()}”，表三新收为{new}件。",
                found=denial.group(),
                expected=f"{new}件",
            )
    if not new and any(
        re.search(r"(?<!未收到)申请[^。]{0,12}均(?:已|在|按)[^。]{0,12}(?:办结|答复)", p.text)
        for p in case.prose.section(1)
    ):
        yield rule.finding(
            case.form.headings[0],
            "表三新收为0，正文却说申请均已办结、答复。",
            found="均已办结",
            expected="没有申请",
            severity=Severity.WARNING,
        )


def _received(text: str) -> Iterator[tuple[int, str]]:
    """Find statements of how many applications came in altogether; parts (其中, 网络 …) are left aside."""
    plain = outside_brackets(text)
    for match in _RECEIVED.finditer(plain):
        what, after = match["what"], match["after"]
        about = what + after
        clause = plain[max(plain.rfind(sign, 0, match.start()) for sign in "，。；：") + 1 : match.end()]
        if "申请" not in about and not re.search("依申请", clause):
            continue
        if _OTHER_MATTERS.search(about) or _SUB_SCOPE.search(clause.replace(match["after"], "") if after else clause):
            continue
        if not re.search(_APPLICATION, about + clause + plain[: match.start()][-60:]):
            continue
        yield value_of(match["number"]), text[match.start() : match.end("unit")]


@check_for("X02")
def outcomes(case: Case, rule: Rule) -> Answer:
    """Outcomes, kinds of applicant and carry-over in the text against rows, columns and groups of table 三."""
    if case.tables is None:
        yield rule.skip("没有找到表三。")
        return
    known = list(_known_counts(case))
    for passage in _about_applications(case):
        text = passage.text
        for needle, pattern, label, values in known:
            for match in pattern.finditer(text) if needle in text else ():
                number = value_of(match["number"])
                if None in values or number in values or _is_last_year(text, match.start()):
                    continue
                yield rule.finding(
                    passage.where,
                    f"正文“{match.group()}”，表三{label}为{values[0]}件。",
                    found=number,
                    expected=values[0],
                )


_GROUPS = {"予以公开": "g", "部分公开": "p", "不予公开": "d", "无法提供": "u", "不予处理": "n", "其他处理": "o"}


def _known_counts(case: Case) -> Iterator[tuple[str, re.Pattern[str], str, tuple[Cell, ...]]]:
    """Give what the text may state: a word without which it is not stated, how it is written, how it is called, which values are right."""
    groups = {
        label: case.sum3([row for row in OUTCOME_ROWS if _in_group(row, code)]) for label, code in _GROUPS.items()
    }
    for label, value in groups.items():
        yield label, _written(label), f"“{label}”", (value,)
        for other, other_value in groups.items():
            if other != label:
                joint = f"{label}(?:和|及|与|、){other}"
                yield label, _written(joint), f"“{label}”“{other}”之和", (total_of([value, other_value]),)
    for row in case.form.rows:
        if row.code in OUTCOME_ROWS and row.code not in ("g", "p", "o3"):
            bare = bare_label(row.label)
            yield bare, _written(re.escape(bare)), f"“{row.label}”", (case.sum3([row.code]),)
    yield (
        "转",
        _written("结转(?:至|到)?(?:下年度?|下一年度?|次年)(?:继续)?(?:办理|答复)?|转下年度?(?:继续)?办理"),
        "“结转下年度继续办理”",
        (case.sum3(["fwd"]),),
    )
    for column, words in (
        ("c1", "自然人(?:提出|提交)?(?:的)?(?:申请)?"),
        ("", "法人(?:或|和|及|、)其他组织(?:提出)?(?:的)?(?:申请)?"),
    ):
        columns = (column,) if column else ("c2", "c3", "c4", "c5", "c6")
        new, carried, closed = (case.sum3([row], columns) for row in ("new", "carry", "tot"))
        label = "“自然人”" if column else "“法人或其他组织”"
        yield words[:2], _written(words), label, (new, total_of([new, carried]), closed)


def _in_group(row: str, code: str) -> bool:
    return row == code or (row.startswith(code) and row[1:].isdigit())


#: The second of two joined labels (予以公开及部分公开258件) does not stand for itself.
_NOT_JOINED = "".join(f"(?<!{label}[和及与、])" for label in _GROUPS)


@cache
def _written(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_NOT_JOINED}(?:{words})(?:的|申请|申请的|信息|类|共|有|为|数量|事项|（[^（）]*）)*{_NUMBER}(?:件|宗|份|起|例)"
    )


def _is_last_year(text: str, at: int) -> bool:
    begin = max(text.rfind(sign, 0, at) for sign in "，。；：") + 1
    return re.search("上年|去年|同期", text[begin:at]) is not None


_PROCEEDING = re.compile(
    rf"(?P<first>行政复议|复议|行政诉讼|诉讼)(?P<second>[、和及与]?(?:行政)?诉讼)?(?:申请|案件|案|类)*(?:共|计|共计|有|发生|收到|办理)*{_NUMBER}(?:件|起|宗|例)"
)
_NO_PROCEEDING = re.compile(
    r"(?:未|没有|无)(?:发生|收到|产生|出现|提起|有)?[^，。；]{0,16}?(?P<what>行政复议|行政诉讼|复议|诉讼)"
)


@check_for("X04")
def proceedings(case: Case, rule: Rule) -> Answer:
    """Cases in the text against table 四; a warning only, because texts also count cases as filed or by instance."""
    reconsidered, suits = case.sum4(["rec.t"]), case.sum4(["dir.t", "aft.t"])
    if reconsidered is None or suits is None:
        yield rule.skip("表四没有填数。")
        return
    mentioned = False
    for passage in case.prose.section(1, 4, 5, 6):
        mentioned = mentioned or re.search("复议|诉讼", passage.text) is not None
        yield from _stated_cases(passage, rule, reconsidered, suits)
        denial = _NO_PROCEEDING.search(passage.text)
        if denial and (reconsidered if "复议" in denial["what"] else suits):
            count = reconsidered if "复议" in denial["what"] else suits
            yield rule.finding(
                passage.where,
                f"正文说“{denial.group()}”，表四有{count}件。",
                found=denial.group(),
                expected=f"{count}件",
            )
        yield from _all_upheld(case, passage, rule)
    if not mentioned and reconsidered + suits:
        yield rule.finding(
            case.form.headings[3],
            f"表四有复议、诉讼案件{reconsidered + suits}件，正文没有提到。",
            found="没有提到",
            expected="写明案件和结果",
            severity=Severity.INFO,
        )


def _stated_cases(passage: Passage, rule: Rule, reconsidered: Number, suits: Number) -> Answer:
    for match in _PROCEEDING.finditer(passage.text):
        if _is_last_year(passage.text, match.start()):
            continue
        both = match["second"] and "复议" in match["first"]
        expected = reconsidered + suits if both else reconsidered if "复议" in match["first"] else suits
        number = value_of(match["number"])
        if number != expected:
            yield rule.finding(
                passage.where,
                f"正文“{match.group()}”，表四相应总计为{expected}件；口径不同的请说明。",
                found=number,
                expected=expected,
            )


def _all_upheld(case: Case, passage: Passage, rule: Rule) -> Answer:
    others = case.sum4([f"{kind}.{result}" for kind in KINDS for result in "kow"])
    claim = re.search(r"(?:复议|诉讼)[^。；]{0,30}均(?:获|予|被|为)?(?:以)?维持", passage.text)
    if claim and others:
        yield rule.finding(
            passage.where,
            f"正文说“{claim.group()}”，表四有{others}件不是维持（含尚未审结）。",
            found="均维持",
            expected=f"{others}件除外",
        )


_NO_FEE = re.compile(
    r"(?:未|没有|无|零)(?:发生|产生|收取|收到|有)?[^，。；]{0,14}?(?:收费|费用|处理费)|(?:未|没有|零)收取|处理费[^，。；0-9]{0,6}0元"
)


@check_for("X05")
def information_fees(case: Case, rule: Rule) -> Answer:
    """The amount of information fees in the text against the ledger, and against itself."""
    passages = [passage for passage in case.prose.section(1, 6) if "处理费" in passage.text or "收费" in passage.text]
    denied = next((passage for passage in passages if _NO_FEE.search(passage.text)), None)
    amounts = [(passage, amount) for passage in passages for amount in _amounts(passage.text)]
    stated = max((amount.value for _, amount in amounts), default=Decimal(0))
    if denied and stated:
        yield rule.finding(
            denied.where, f"正文既说没有收取，又写了{stated}元。", found=f"{stated}元", expected="前后一致"
        )
    ledger = case.register.fees_yuan
    if ledger is None:
        if stated:
            yield rule.skip("没有收费登记，只核对了正文前后是否一致。")
        return
    where = amounts[0][0].where if amounts else (denied.where if denied else case.form.headings[5])
    if denied and ledger:
        yield rule.finding(
            where, f"正文说没有收取信息处理费，登记为{ledger}元。", found="没有收取", expected=f"{ledger}元"
        )
    elif amounts and ledger not in {amount.value for _, amount in amounts}:
        yield rule.finding(
            where, f"正文信息处理费{stated}元，登记为{ledger}元。", found=f"{stated}元", expected=f"{ledger}元"
        )


def _amounts(text: str) -> list[Quantity]:
    return [quantity for quantity in quantities(text) if quantity.unit == "元" and quantity.value]


_PUBLISHED = re.compile(
    rf"(?:主动公开|发布|公开|公布)(?:各类|政府|政务|公开|主动)*信息[^0-9，。；：]{{0,12}}{_NUMBER}(?P<vague>余|多|万)?(?:余|多)?条"
)
#: Units in which publication is told; 两项 in a name is none.
_TOLD_IN = frozenset({"条", "件", "次", "期", "份", "篇", "元", "户", "人", "人次", "场", "批"})
_CHANNEL = re.compile(
    rf"(?P<channel>微信公众号|公众号|政府网站|门户网站|政务微博|微博|抖音|公开栏|公示栏)[^0-9，。；]{{0,18}}{_NUMBER}(?:余|多)?(?:条|篇|期)"
)


@check_for("X06")
def items_published(case: Case, rule: Rule) -> Answer:
    """The number of items published in the text against the register, and whether it can be the work of a year."""
    section = case.prose.section(1)
    total = next(((p, m) for p in section for m in _PUBLISHED.finditer(p.text)), None)
    registered = case.register.published
    if total is not None:
        passage, match = total
        number = value_of(match["number"])
        least = rule.values["least_a_year"]
        if registered is not None and number != registered and not match["vague"]:
            yield rule.finding(
                passage.where, f"正文“{match.group()}”，登记当年公开{registered}条。", found=number, expected=registered
            )
        elif number < least and not match["vague"]:
            yield rule.finding(
                passage.where,
                f"全年只主动公开{number}条，平均每月不到一条，与正文所列的公开领域不相称。请核对是否漏计，或者在第五部分说明。",
                found=f"{number}条",
                expected=f"不少于{least}条或者说明",
            )
    yield from _channels(case, rule, section)
    yield from _uncounted(case, rule)
    if registered is None and total is not None:
        yield rule.skip("没有公开登记，条数只作合理性核对。")


def _channels(case: Case, rule: Rule, section: list[Passage]) -> Answer:
    registered = case.register.published_by_channel
    for passage in section if registered else ():
        for match in _CHANNEL.finditer(passage.text):
            count = next(
                (
                    count
                    for name, count in (registered or {}).items()
                    if name in match["channel"] or match["channel"] in name
                ),
                None,
            )
            number = value_of(match["number"])
            if count is not None and count != number:
                yield rule.finding(
                    passage.where, f"正文“{match.group()}”，登记为{count}条。", found=number, expected=count
                )


def _uncounted(case: Case, rule: Rule) -> Answer:
    """Name passages that claim publication of lists of money for people without saying how much was published."""
    topic, verb = re.compile(rule.values["topics"]), re.compile("公开|公示|公布")
    for passage in case.prose.section(1, 6):
        for sentence in re.split(r"(?<=[。！？])", passage.text):
            named = topic.findall(sentence)
            if (
                len(named) >= rule.values["least_topics"]
                and verb.search(sentence)
                and not any(quantity.unit in _TOLD_IN for quantity in quantities(sentence))
            ):
                yield rule.finding(
                    passage.where,
                    f"写到公开{'、'.join(dict.fromkeys(named))}，没有写公开了多少。",
                    found="没有数量",
                    expected="各项公开的条数、次数",
                    severity=Severity.INFO,
                )
