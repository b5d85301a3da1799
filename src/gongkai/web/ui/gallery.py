"""Specimens for the gallery: every component in every state, with invented data. It doubles as living documentation."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest

from gongkai.law.annual_report import forms as forms_of_report
from gongkai.law.annual_report import model
from gongkai.law.annual_report.model import Finding, Severity
from gongkai.web.ui import charts, grids, heat, icons, strip
from gongkai.web.ui.charts import Bar, Case, ClockBar, Line, Mark, Segment
from gongkai.web.ui.forms import DayInput
from gongkai.web.ui.frames import Chip, Desk, Footer, NavItem, Site

TODAY = date(2026, 11, 24)
COLUMNS = ("动态", "通知公告", "政策文件", "机构职能", "财政", "社会救助", "涉农补贴", "土地", "采购", "年报")
TOWNS = ("青河乡", "柳湾镇", "石门乡", "东岭镇", "北塬乡", "沙渠镇")


class WeekCalendar:
    """A calendar that knows weekends only, so that the gallery needs no data of law."""

    def is_working(self, day: date) -> bool:
        """Tell whether the day is Monday to Friday."""
        return day.weekday() < 5

    def day(self, day: date) -> None:
        """Name no day."""


class SpecimenForm(forms.Form):
    """One field of each kind."""

    applicant = forms.CharField(label="申请人姓名", help_text="与身份证件一致", max_length=20)
    content = forms.CharField(label="所需政府信息", widget=forms.Textarea(attrs={"rows": 3}))
    received_on = forms.DateField(label="收到日期", widget=DayInput())
    channel = forms.ChoiceField(label="渠道", choices=[("mail", "信函"), ("desk", "当面"), ("web", "互联网")])
    form_of_reply = forms.ChoiceField(
        label="提供形式", widget=forms.RadioSelect, choices=[("paper", "纸质"), ("file", "电子")]
    )
    phone = forms.CharField(label="联系电话", required=False)
    upload = forms.FileField(label="附件", required=False)
    consent = forms.BooleanField(label="我已阅读收费说明")


@dataclass(frozen=True)
class SpecimenFile:
    """A file for the list of attachments."""

    name: str
    url: str
    size: int
    digest: str = ""
    kind: str = ""


def specimens(request: HttpRequest, face: str) -> dict[str, Any]:
    """Give what a face of the gallery shows."""
    common = {
        "crumbs": [("首页", "/"), ("政府信息公开", "/"), ("组件", "")],
        "form": SpecimenForm(initial={"received_on": TODAY}, prefix="a"),
        "refused": SpecimenForm({"b-received_on": "昨天", "b-channel": "fax"}, prefix="b"),
        "page": Paginator(range(235), 20).get_page(request.GET.get("page", 4)),
        "single_page": Paginator(range(3), 20).get_page(1),
        "files": FILES,
        "icons": sorted(icons.PATHS),
        "chips": CHIPS,
        "tabs": [
            NavItem("正文", "?tab=1", current=True),
            NavItem("三张表", "?tab=2", count=3),
            NavItem("图解", "?tab=3"),
        ],
        "steps": ["申请人", "身份证明", "所需信息", "提供形式", "联系方式", "核对"],
        "charts": _charts(),
        "grids": _grids(),
        "day": TODAY,
        "article_url": "https://www.example.gov.cn/xxgk/qinghe/11341702000111222F-202611-00014",
    }
    if request.GET.get("toast"):
        messages.success(request, "已保存，10 秒内可以撤销。")
    return {**common, **(_portal() if face == "portal" else _workbench())}


FILES = [
    SpecimenFile("2026年耕地地力保护补贴发放表（已脱敏）.xlsx", "#", 86_240, "3f5a9c1b77aa0e21d4", "XLSX"),
    SpecimenFile("核实结果说明.pdf", "#", 317_440, "90bb12f0a6c1de7742", "PDF"),
]
CHIPS = [
    Chip("现行有效", "?validity=", on=True, count=41),
    Chip("政策文件", "?kind=policy", count=41),
    Chip("财政预决算", "?kind=budget", count=18),
    Chip("涉农补贴", "?kind=farm", count=72),
]


def _portal() -> dict[str, Any]:
    tree = [
        NavItem("公开指南", "#", count="2026-03-02"),
        NavItem("公开制度", "#", count=12),
        NavItem(
            "法定主动公开内容",
            "#",
            count=486,
            current=True,
            children=[
                NavItem("机构职能", "#", count=9),
                NavItem("政策文件", "#", count=41),
                NavItem("财政预决算", "#", count=18),
                NavItem("社会救助", "#", count=63),
                NavItem("涉农补贴", "#", count=72),
                NavItem("招标采购", "#", count="不涉及"),
            ],
        ),
        NavItem("年度报告", "#", count="6 年"),
        NavItem("依申请公开", "#"),
        NavItem("本乡村庄", "#", count=8),
    ]
    foot = Footer(
        organ="示例县青河乡人民政府（演示）", address="示例县青河乡演示路1号", phone="0000-1234567", hours="工作日 8:30—18:00",
        supervise_phone="0000-7654321", site_code="0000000000", icp="示ICP备00000000号", police="示公网安备 00000000000000号",
        map_url="#", complaint_url="#", data_url="#", access_url="#",
    )  # fmt: skip
    return {
        "tree": tree,
        "site": Site(
            "示例县青河乡人民政府（演示）",
            subtitle="政府信息公开",
            updated_on=TODAY,
            search_url="/search",
            nav=tree,
            footer=foot,
        ),
        "published": [
            (
                "关于 2026 年耕地地力保护补贴面积核实结果的公示",
                "涉农补贴 · 示青政公示〔2026〕14号 · 公示期余 4 个工作日",
                "公示中",
                "warn",
                4,
            ),
            ("青河乡 2027 年一般公共预算（草案）编制说明", "财政预算决算 · 附件 2 个", "", "neutral", 6),
            ("关于修订《青河乡小额工程管理办法》的通知", "政策文件 · 示青政发〔2026〕21号", "现行有效", "ok", 12),
            ("关于撤销示青罚决〔2026〕3号处罚决定的说明", "行政处罚 · 原公开页已撤下并保留说明", "撤回", "danger", 21),
        ],
        "day_of": [TODAY - timedelta(days=back) for back in range(30)],
    }


def _workbench() -> dict[str, Any]:
    nav = [
        NavItem("待办", "#", count=7, alert=True, current=True),
        NavItem("公开", "#"),
        NavItem("申请", "#", count=2, alert=True),
        NavItem("名单与村务", "#"),
        NavItem("互动", "#"),
        NavItem("年报", "#", count=1),
        NavItem("监管", "#"),
    ]
    return {
        "desk": Desk("青河乡（演示）", person="演示员甲", role="综合办公室", nav=nav, secondary=[NavItem("培训", "#"), NavItem("交接", "#")]),
        "strip": strip.days(WeekCalendar(), TODAY, 20, due=DUE, href=lambda day: f"?on={day}"),
        "tasks": TASKS,
        "map": heat.HeatMap("栏目新鲜度（格内为距上次更新天数）", "单位", COLUMNS, [_town(place, name) for place, name in enumerate(TOWNS)]),
        "grid_of_reports": heat.HeatMap(
            "各单位年度报告", "单位", ("2023", "2024", "2025"),
            [heat.Row(name, [heat.Cell("", "yes", href="#") if place != 2 or year < 2 else heat.Cell("", "no") for year in range(3)])
             for place, name in enumerate(TOWNS)],
        ),
        "findings": FINDINGS,
    }  # fmt: skip


def _town(place: int, name: str) -> heat.Row:
    cells = []
    for column in range(len(COLUMNS)):
        days = (place * 37 + column * 53) % 200
        level = "none" if (place + column) % 9 == 8 else next(word for limit, word in LIMITS if days <= limit)
        cells.append(heat.Cell("" if level == "none" else days, level, href="" if level == "none" else "#"))
    return heat.Row(name, cells, href="#")


LIMITS = ((60, "fresh"), (120, "soon"), (150, "edge"), (185, "late"), (999, "severe"))
DUE = {
    date(2026, 11, 24): ["danger", "danger", "danger"],
    date(2026, 11, 26): ["warn", "info"],
    date(2026, 11, 27): ["warn"],
    date(2026, 11, 30): ["info"],
    date(2026, 12, 2): ["info"] * 6,
}
TASKS = [
    (-3, "答复申请 青申〔2026〕7号", "法人 · 工程合同 · 互联网", ["ogi:33.2"], "起草答复", "写答复"),
    (
        0,
        "答复申请 青申〔2026〕9号",
        "自然人 · 征地补偿安置方案 · 信函 · 已征求第三方 10 个工作日",
        ["ogi:33.2", "ogi:32"],
        "起草答复",
        "写答复",
    ),
    (2, "《小额工程管理办法》缺解读", "文件 11-20 公开", ["ogi:20(1)"], "待起草", "新建解读"),
    (9, "公众号“生态青河”推送", "上次 11-19 · 今年 118 条", ["ogi:23"], "正常", ""),
    (47, "2026 年度报告", "已自动填 171 / 175 格，4 处要您写明原因", ["ogi:49"], "草稿", "打开"),
]
FINDINGS = [
    Finding(
        "T301",
        Severity.ERROR,
        forms_of_report.cell3_name("tot", "c1"),
        "自然人一列：第一项加第二项之和不等于第三项加第四项之和。",
        "5",
        "6",
        ("ogi:50",),
    ),
    Finding(
        "S07",
        Severity.WARNING,
        "第三部分",
        "没有写考核、社会评议和责任追究的结果。",
        "",
        "三项各一句，没有的写明没有",
        ("ogi:50",),
    ),
    Finding("N02", Severity.INFO, "第六部分", "写四个方面，列出三个方面。", "3", "4"),
]


def _grids() -> list[grids.Grid]:
    tables = (
        model.zero_tables()
        .with_row2("normative_document", (3, 1, 41))
        .with_row2("license", (12,))
        .with_row2("charge", (Decimal("8.62"),))
    )
    for row, column, number in (
        ("new", "c1", 5),
        ("new", "c2", 2),
        ("new", "ct", 7),
        ("carry", "c1", 1),
        ("carry", "ct", 1),
        ("g", "c1", 4),
        ("g", "ct", 4),
        ("d4", "c2", 1),
        ("d4", "ct", 1),
        ("u1", "c1", 1),
        ("u1", "c2", 1),
        ("u1", "ct", 2),
        ("tot", "c1", 5),
        ("tot", "c2", 2),
        ("tot", "ct", 7),
        ("fwd", "ct", 1),
    ):
        tables = tables.with_cell3(row, column, number)
    tables = tables.with_cell3("fwd", "c1", None).with_cell4("rec.m", 1).with_cell4("rec.t", 1)
    marks = {3: {("tot", "c1"): ("danger", "T301：应为 6"), ("fwd", "c1"): ("warn", "没有填写")}}
    return grids.all_tables(
        forms_of_report.form("2021"), tables, href=lambda table, row, column: f"#r{table}-{row}-{column}", marks=marks
    )


def _charts() -> dict[str, charts.Chart]:
    segments = (
        Segment(date(2026, 10, 21), date(2026, 11, 4), "used", "收到（信函签收）", 10),
        Segment(date(2026, 11, 4), date(2026, 11, 18), "paused", "征求第三方意见（不计入）", 10),
        Segment(date(2026, 11, 18), date(2026, 11, 24), "current", "收到第三方意见", 5),
        Segment(date(2026, 11, 24), date(2026, 12, 1), "left", "", 5),
    )
    short = (
        Segment(date(2026, 11, 2), date(2026, 11, 3), "used", "收到（当面）", 1),
        Segment(date(2026, 11, 3), date(2026, 11, 6), "paused", "补正（重新计算）", 3),
        Segment(date(2026, 11, 6), date(2026, 11, 20), "current", "收到补正", 10),
        Segment(date(2026, 11, 20), date(2026, 11, 24), "over", "", 2),
    )
    cases = [
        Case("青申〔2026〕7号", short, date(2026, 11, 20), "超期 2 日", "#"),
        Case("青申〔2026〕9号", segments, date(2026, 12, 1), "还剩 5 日", "#"),
    ]
    return {
        "clock": charts.clock_bar(ClockBar(segments, (Mark(date(2026, 12, 1), "到期"), Mark(TODAY, "今天", "today")))),
        "clock_short": charts.clock_bar(ClockBar(short, (Mark(date(2026, 11, 20), "到期"),), title="超期的一件")),
        "timeline": charts.deadline_timeline("在办申请的时限", cases, on=TODAY),
        "bars": charts.bars("本乡公开得怎么样", [Bar("按时答复", 98, "98%"), Bar("20日内公开", 91, "91%"), Bar("栏目新鲜", 80, "80%", "warn")], maximum=100),
        "stacked": charts.stacked_bars(
            "申请的结果", series=("予以公开", "部分公开", "不予公开", "无法提供"),
            rows=[("2024", (12, 3, 2, 4)), ("2025", (18, 5, 1, 6)), ("2026", (9, 2, 0, 3))], unit="件",
        ),
        "columns": charts.columns("历年新收申请", [("2021", 4), ("2022", None), ("2023", 0), ("2024", 21), ("2025", 30)], unit="件"),
        "lines": charts.lines(
            "公开条数", ("1月", "2月", "3月", "4月", "5月", "6月"),
            [Line("网站", (3, 8, 12, 9, 15, 18)), Line("公众号", (10, 12, None, 11, 14, 16)), Line("公开栏", (2, 2, 3, 3, 4, 4))], unit="条",
        ),
        "empty": charts.bars("没有数据的图", []),
    }  # fmt: skip
