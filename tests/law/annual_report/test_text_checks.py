"""The checks of the running text: each fault is found where it stands, and a good report stays silent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.law.annual_report.checks import Context, check
from gongkai.law.annual_report.context import RegisterFacts, sibling_of
from gongkai.law.annual_report.draft import YearFacts, draft
from gongkai.law.annual_report.model import Finding, OrganKind, Report, Section, Severity, zero_tables
from gongkai.law.annual_report.text.sums import MOST_PARTS, wrong_sums
from tests.law.annual_report.samples import section, suqian, yanshi_report, yanshi_tables


def _found(report: Report, id_: str, context: Context | None = None) -> list[Finding]:
    return [finding for finding in check(report, context or Context(), only=[id_]).findings if finding.id == id_]


def _with(number: int, *paragraphs: str, base: Report | None = None) -> Report:
    report = base or yanshi_report()
    sections = tuple(
        section(number, *old.paragraphs, *paragraphs) if old.number == number else old for old in report.sections
    )
    return replace(report, sections=sections)


def _only(number: int, *paragraphs: str, base: Report | None = None) -> Report:
    report = base or yanshi_report()
    return replace(
        report, sections=tuple(section(number, *paragraphs) if s.number == number else s for s in report.sections)
    )


def test_a_good_report_raises_nothing() -> None:
    result = check(yanshi_report())
    assert result.findings == ()
    assert not result.blocks


def test_a_report_drafted_from_facts_raises_nothing_once_it_is_filled_in() -> None:
    results = {"assessment": "镇考核得分93分", "public_appraisal": "满意率96%", "accountability": "未发生"}
    facts = YearFacts(
        organ="演示县清河镇人民政府",
        kind=OrganKind.TOWNSHIP,
        year=2024,
        tables=yanshi_tables(),
        own_name="我镇",
        published=412,
        published_by_topic=[("机构职能类", 18), ("其他类", 394)],
        deliveries=[("微信公众号", 236)],
        replied_on_time=8,
        supervision=results,
        improvements=[("报送不够主动", "建立提醒制度"), ("解读形式单一", "增加短视频")],
        address="演示县清河镇中心街1号",
        phone="0000-1234567",
    )
    findings = check(draft(facts)).findings
    assert {finding.id for finding in findings} <= {"S02"}
    unfilled = check(draft(replace(facts, supervision={})))
    assert {finding.expected for finding in unfilled.errors} == {"工作考核结果", "社会评议结果", "责任追究结果"}
    assert "X17" in {finding.id for finding in unfilled.findings}


@pytest.mark.parametrize(
    ("id_", "text", "word"),
    [
        ("X01", "全年共收到政府信息公开申请17件。", "17件"),
        ("X01", "2024年我镇未收到政府信息公开申请。", "未收到"),
        ("X01", "全年共收到政府信息公开申请16件,均在法定时限内答复。", "申请16件”"),
        ("X02", "全年予以公开9件。", "予以公开"),
        ("X02", "其中不予公开及无法提供3件。", "之和"),
        ("X02", "自然人申请3件。", "自然人"),
        ("X02", "结转下年度继续办理4件。", "结转"),
        ("X03", "予以公开5件，占比91.2%。", "5÷7"),
        ("X03", "全年收到信件80件，其中重点信件1件，占1.1%。", "1.25%"),
        ("X03", "发布信息由2023年的100条增加到120条，增长25%。", "+20.00%"),
        ("X03", "发布信息120条，比上年增加20条，增长16.7%。", "+20.00%"),
        ("X04", "全年发生行政复议3件。", "3"),
        ("X05", "全年收取信息处理费200元。全年未收取任何费用。", "200"),
        ("X09", "2024年我镇将进一步加强公开平台管理。", "将"),
        ("X07", "2022年我镇召开专题会议2次。", "2022"),
        ("X07", "2025年我镇召开专题会议2次。", "2025"),
        ("X11", "认真执行《条列》。", "条例"),
        ("X11", "规范审核审核发布机制。", "审核审核"),
        ("X12", "围绕教育、医疗、养老、就业三大领域公开信息。", "三大"),
        ("X12", "设置了机构、政策、财务3个栏目，实现县、乡、村、组三级联动。", "三级"),
        ("X14", "坚持“真诚服务。便民高效”的宗旨。", "误用句号"),
        ("X14", "及时公开，，方便群众。", "标点"),
        ("X14", "及时公开“明白纸，方便群众查阅资料。", "成对"),
        ("X14", "全年共召开会议三次，研究解决了有关问题和不足", "没有标点"),
        ("X15", "依据国务院令第492号开展工作。", "失效"),
        ("X15", "依据《条例》第六十三条办理。", "第六十三条"),
        ("X15", "依据《条例》第三十三条第九款办理。", "3款"),
        ("X15", "按照年度报告格式（国办公开办函[2021]30号）编制。", "六角"),
        ("X15", "按照年度报告格式（国办发〔2021〕30号）编制年度报告。", "国办公开办函"),
        ("X15", "按照国办公开办函〔2019〕60号要求编制。", "代替"),
        ("X15", "依据《宁夏回族自治区实施《中华人民共和国政府信息公开条例》办法》。", "失效"),
        ("X16", "全年公开信息260条（其中机构类82条，政策类80条，其他类100条）。", "262"),
        ("X16", "全年公开信息249条，其中：公文9条；机构7条；重点工作39条；其他185条。", "240"),
        ("X17", "该部分以表格形式报告。表格如下：", "模板"),
        ("X17", "责任单位为XX办公室。", "XX"),
        ("X18", "设置举报电话，欢迎监督。", "举报电话"),
        ("X19", "我街道召开会议一次。", "我街道"),
    ],
)
def test_a_fault_in_section_one_is_found(id_: str, text: str, word: str) -> None:
    base = replace(yanshi_report(), preface="编制依据见通知。") if id_ == "X18" else yanshi_report()
    findings = _found(_with(1, text, base=base), id_)
    assert findings, id_
    assert any(word in f"{finding.message}{finding.expected}{finding.found}" for finding in findings)
    assert all(finding.where.startswith(("一、总体情况", "一、")) for finding in findings)


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("X01", "全年收到网上申请3件，信函申请4件，均已答复。"),
        ("X01", "全年收到群众来信和咨询36件，其中条件不符的2件。"),
        ("X01", "其中县政府办公室受理申请2件。"),
        ("X02", "上年予以公开9件。"),
        ("X03", "予以公开5件，占62.5%。办结8件，其中部分公开1件，占12.5%。"),
        ("X03", "发布信息由2023年的100条增加到120条，增长20%。"),
        ("X07", "与2023年相比，公开数量有所增加。"),
        ("X07", "依据2016年印发的实施细则，自2021年起执行，到2025年1月15日公布。"),
        ("X07", "根据《演示县2022年政务公开工作要点》开展工作。"),
        ("X09", "始终将群众关心的事项作为公开重点，及时将文件公开。"),
        ("X12", "围绕教育、医疗、养老三大领域公开信息，发放残疾人两项补贴。"),
        ("X12", "深刻领悟“两个确立”，增强“四个意识”，做到“两个维护”。"),
        ("X12", "与县医保局、民政局等6个部门建立联系。"),
        ("X12", "对表现突出的清河村、白石村等26个单位予以表扬，启动三个“100”行动。"),
        ("X14", "群众说：“公开好。我们放心了，也满意了，以后有事不用来回跑。”"),
        ("X15", "依据《条例》第二十条第（一）项、第三十三条第二款办理，执行国务院令第711号。"),
        ("X15", "贯彻国办发〔2019〕54号、国办函〔2020〕109号文件。"),
        ("X16", "全年公开信息260条，其中政策类80条，财政类20条。"),
        ("X16", "收到申请8件（自然人7件、企业1件；网上5件、信函3件）。"),
        ("X16", "编印公报12期，向公众赠阅3万余册，其中学校500册。"),
        (
            "X16",
            "新增政府信息50条。其中机构类信息20条,内有领导成员10条、机构职能10条;工作类信息30条,其中动态13条、公告17条。",
        ),
        ("X12", "救助重病户、残疾户及三级智力残疾人。"),
        ("X18", "明确办理时限和责任分工。"),
        ("X01", "全年收到网上申请3件,信函申请4件,均已答复。"),
        ("X17", "建立“2+X”工作机制，开展“互联网+”服务。"),
        ("X19", "我县各部门、我镇各村积极配合。"),
    ],
)
def test_right_text_in_section_one_stays_silent(id_: str, text: str) -> None:
    assert _found(_with(1, text), id_) == []


def test_received_new_plus_carried_in_is_legitimate_but_told() -> None:
    (finding,) = _found(_with(1, "全年收到政府信息公开申请8件。"), "X01")
    assert finding.severity is Severity.INFO
    assert "新收7件加上年结转1件" in finding.message


def test_the_suqian_text_agrees_with_its_table() -> None:
    text = (
        "全年共收办政府信息公开申请案件3607件（市政府349件、市各有关部门3258件），其中，自然人申请3493件，法人或其他组织申请114件；"
        "予以公开1191件、部分公开328件、不予公开142件、无法提供1078件、不予处理406件、作其他处理（含主动撤回）341件、转下年度办理121件。"
    )
    report = replace(_only(1, text), tables=suqian(2023), year=2023)
    assert _found(report, "X02") == []
    assert [finding.severity for finding in _found(report, "X01")] == [Severity.INFO]
    wrong = replace(report, sections=(section(1, text.replace("不予处理406", "不予处理405")), *report.sections[1:]))
    assert [finding.expected for finding in _found(wrong, "X02")] == ["406"]


def test_growth_is_reckoned_against_last_years_table() -> None:
    report = replace(_only(1, "全年收到申请3525件，同比增长1.05%。"), tables=suqian(2024))
    (finding,) = _found(report, "X03", Context(previous=suqian(2023)))
    assert "+0.40%" in finding.message
    right = replace(_only(1, "全年收到申请3525件，同比增长0.4%。"), tables=suqian(2024))
    assert _found(right, "X03", Context(previous=suqian(2023))) == []


def test_all_upheld_is_contradicted_by_pending_cases() -> None:
    tables = yanshi_tables()
    for code, value in (("rec.m", 5), ("rec.w", 2), ("rec.t", 7)):
        tables = tables.with_cell4(code, value)
    report = replace(_only(1, "全年发生行政复议7件，均获维持。"), tables=tables)
    assert any("不是维持" in finding.message for finding in _found(report, "X04"))
    silent = replace(_only(1, "全年工作平稳有序，成效明显。"), tables=tables)
    assert any("没有提到" in finding.message for finding in _found(silent, "X04"))


def test_ogi_42_fees_in_the_text_are_those_of_the_ledger() -> None:
    report = _only(6, "全年收取信息处理费2950元，其中公安局1500元、其他部门1450元。")
    assert _found(report, "X05", Context(register=RegisterFacts(fees_yuan=Decimal(2950)))) == []
    (finding,) = _found(report, "X05", Context(register=RegisterFacts(fees_yuan=Decimal(3000))))
    assert (finding.found, finding.expected) == ("2950元", "3000元")
    denied = _only(6, "本机关2024年未收取信息处理费。")
    assert _found(denied, "X05", Context(register=RegisterFacts(fees_yuan=Decimal(10))))
    assert _found(denied, "X05") == []


def test_numbers_of_items_are_those_of_the_register() -> None:
    known = Context(register=RegisterFacts(published=412, published_by_channel={"微信公众号": 236}))
    assert _found(yanshi_report(), "X06", known) == []
    other = Context(register=RegisterFacts(published=400, published_by_channel={"微信公众号": 230}))
    assert [finding.expected for finding in _found(yanshi_report(), "X06", other)] == ["400", "230"]
    (few,) = _found(yanshi_report(published=30), "X06", Context(register=RegisterFacts(published=3)))
    assert few.expected == "3"


def test_published_in_a_year_less_than_once_a_month() -> None:
    (finding,) = _found(_only(1, "全年主动公开政府信息3条。"), "X06")
    assert finding.severity is Severity.WARNING


def test_a_plan_with_the_year_of_the_report() -> None:
    base = _only(
        5, "（一）存在的问题。工作不够主动。", "（二）下一步计划。2024年我镇加大宣传力度，进一步提高公开质量。"
    )
    (finding,) = _found(base, "X07")
    assert finding.expected == "2025"
    done = _only(5, "（一）存在的问题。工作不够主动。", "（二）改进措施。2024年我镇加大了宣传力度，完成培训三次。")
    assert _found(done, "X07") == []


def test_titles_and_periods_of_another_year() -> None:
    wrong = replace(yanshi_report(), title="演示县清河镇人民政府2023年政府信息公开工作年度报告")
    assert [finding.where for finding in _found(wrong, "X07")] == ["标题"]
    preface = yanshi_report().preface.replace("2024年1月1日", "2023年1月1日")
    assert [finding.found for finding in _found(replace(yanshi_report(), preface=preface), "X07")] == ["2023"]
    lost = yanshi_report().preface.replace("2024年1月1日", "20241月1日")
    (finding,) = _found(replace(yanshi_report(), preface=lost), "X07")
    assert "疑缺“年”字" in finding.message


@pytest.mark.parametrize("heading", ["二、主动公开情况", "五、政府信息公开工作存在的主要问题及改进情况"])
def test_form2021_headings_are_exact(heading: str) -> None:
    number = "一二三四五六".index(heading[0]) + 1
    report = yanshi_report()
    sections = tuple(Section(s.number, heading, s.paragraphs) if s.number == number else s for s in report.sections)
    (finding,) = _found(replace(report, sections=sections), "S01")
    assert finding.found == heading


def test_form2021_missing_and_misplaced_sections() -> None:
    report = yanshi_report()
    assert "缺少标题" in _found(replace(report, sections=report.sections[:5]), "S01")[0].message
    turned = (report.sections[1], report.sections[0], *report.sections[2:])
    assert "顺序" in _found(replace(report, sections=turned), "S01")[0].message


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("演示县清河镇人民政府 2024 年政府信息公开工作年度报告", "空格"),
        ("演示县清河镇2024年度政府信息公开年报", "不规范"),
        ("", "没有标题"),
    ],
)
def test_titles_that_depart_from_the_form(title: str, word: str) -> None:
    (finding,) = _found(replace(yanshi_report(), title=title), "S02")
    assert word in finding.message


def test_the_short_name_of_a_government_will_do() -> None:
    assert _found(replace(yanshi_report(), title="演示县清河镇2024年政府信息公开工作年度报告"), "S02") == []


def test_form2021_the_preface_states_ground_and_period() -> None:
    assert len(_found(replace(yanshi_report(), preface="现将有关情况报告如下。"), "S03")) == 3


def test_form2021_the_five_topics() -> None:
    report = _only(
        1,
        "（一）主动公开。公开信息。",
        "（二）依申请公开。没有申请。",
        "（三）平台建设。建设平台。",
        "（四）监督保障。开展考核。",
    )
    assert [finding.expected for finding in _found(report, "S04")] == ["政府信息管理"]


@pytest.mark.parametrize(
    ("paragraphs", "word"),
    [
        (("无。",), "问题"),
        (("存在公开不及时的问题。",), "措施"),
        (("存在以下问题：一是不及时；二是不全面；三是不主动。", "下一步：一是加强培训；二是加强督促。"), "2项"),
    ],
)
def test_problems_need_measures(paragraphs: tuple[str, ...], word: str) -> None:
    (finding,) = _found(_only(5, *paragraphs), "S09")
    assert word in finding.message


def test_ogi_46_a_department_owes_no_results_and_an_unknown_organ_is_not_judged() -> None:
    text = _only(1, "（五）监督保障。建立了考核制度。")
    assert len(_found(text, "S10")) == 3
    assert _found(replace(text, organ_kind=OrganKind.DEPARTMENT), "S10") == []
    unknown = check(replace(text, organ_kind=None, organ="演示"), only=["S10"])
    assert [item.id for item in unknown.not_checked] == ["S10"]


def test_convention_26_numbering_without_gaps() -> None:
    (finding,) = _found(_only(5, "问题：一是不及时；二是不全面；四是不主动。改进措施见附件。"), "X12")
    assert (finding.found, finding.expected) == ("四", "三")
    (finding,) = _found(_only(5, "将做好以下五方面工作：一是培训；二是督促；三是考核；四是宣传。问题是不足。"), "X12")
    assert (finding.found, finding.expected) == ("4项", "5项")


def test_contradictions_name_both_places() -> None:
    report = _with(5, "全年没有组织过业务培训。")
    report = _with(1, "定期组织业务培训，提高水平。", base=report)
    (finding,) = _found(report, "X12")
    assert "前后矛盾" in finding.message
    assert "五、" in finding.message
    assert "一、" in finding.message


def test_text_broken_by_the_page_is_not_blamed_on_the_author() -> None:
    lines = ("我镇认真落实条例，坚持以公开为常态、不公开为例外，保障群众的知情",) * 12
    result = check(_only(1, *lines), only=["X14"])
    assert not [finding for finding in result.findings if "断开" in finding.message]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("申请人身份证号11010519491231002X。", "居民身份证号"),
        ("张某某手机13800138000。", "手机号码"),
        ("打入银行卡6222021234567890128。", "银行卡号"),
        ("补贴对象住清河村三组12号。", "住址"),
    ],
)
def test_ogi_15_personal_data_is_found_and_shown_masked(text: str, label: str) -> None:
    (finding,) = _found(_with(6, text), "X13")
    assert label in finding.message
    assert "*" in finding.found
    assert finding.severity is (Severity.WARNING if label == "住址" else Severity.ERROR)


@pytest.mark.parametrize(
    "text",
    [
        "联系电话13800138000，地址清河村三组12号。",
        "索引号为11640423010217688X/2021-00001，统一社会信用代码11640423010217688X。",
        "网站总访问次数达7854070人次，编号110105194912310021。",
        "全年12345热线受理工单283件。",
    ],
)
def test_numbers_that_are_nobodys(text: str) -> None:
    assert _found(_with(6, text), "X13") == []


def test_foreign_names_in_title_and_preface() -> None:
    preface = "根据要求，现公布演示县白石乡人民政府2024年政府信息公开工作年度报告。" + yanshi_report().preface
    assert [finding.found for finding in _found(replace(yanshi_report(), preface=preface), "X08")]
    assert _found(yanshi_report(), "X08") == []


def test_names_of_a_gazetteer_are_found_unless_one_learns_from_them() -> None:
    known = Context(foreign_names=["白石乡", "东山县", "清河镇"])
    assert [f.found for f in _found(_with(1, "白石乡召开会议两次，成效明显。"), "X08", known)] == ["白石乡"]
    assert _found(_with(5, "学习借鉴东山县试点经验。"), "X08", known) == []


def test_likeness_with_last_year_shows_the_passages() -> None:
    last = yanshi_report(year=2023)
    (finding,) = _found(yanshi_report(), "X10", Context(previous_report=last))
    assert "相似" in finding.message
    assert "三审三校" in finding.message or "公开为常态" in finding.message
    other = replace(last, sections=(section(1, "全年公开信息若干条，情况见附表。"), section(5, "问题和措施另文报送。")))
    assert _found(yanshi_report(), "X10", Context(previous_report=other)) == []
    sibling = replace(yanshi_report(), organ="演示县白石乡人民政府")
    assert "白石乡" in _found(yanshi_report(), "X10", Context(siblings=[sibling_of(sibling)]))[0].message


def test_sources_are_judged_on_the_day_of_the_report() -> None:
    old = _with(1, "依据《最高人民法院关于审理政府信息公开行政案件若干问题的规定》应诉。")
    assert _found(old, "X15") == []
    assert _found(replace(old, published_on=date(2026, 1, 20)), "X15")


def test_nothing_at_all_is_checked_without_harm() -> None:
    empty = Report(organ="", year=None, title="", preface="", sections=(), tables=None)
    result = check(empty)
    assert not [item for item in result.not_checked if item.crashed]
    assert {"S01", "S05"} <= {finding.id for finding in result.errors}


@pytest.mark.parametrize("junk", ["\x00\x01", "（（（（“““", "1" * 3000, "一是" * 500, "占%" * 300, "〔2021〕" * 200])
def test_junk_is_checked_without_harm(junk: str) -> None:
    report: Any = replace(_with(1, junk, base=yanshi_report()), tables=zero_tables())
    assert not [item for item in check(report).not_checked if item.crashed]


def test_a_list_without_end_is_not_followed_to_its_end() -> None:
    """A text made to be slow costs no more than its length."""
    found = list(wrong_sums("全年公开信息100条，其中" + "政策文件30条、" * 2_000 + "其他30条。"))
    assert [len(wrong.parts) for wrong in found] == [MOST_PARTS]
