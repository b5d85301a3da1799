"""隆德县山河乡 2023: three items, 120 posts, no application; figures and text as the published report has them, without a person's name."""

from datetime import date, timedelta
from importlib.resources import files

from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.operations import PostEntry
from gongkai.apps.reporting import operations as reporting
from gongkai.apps.reporting.models import SupervisionResult
from gongkai.cli.demo.flow import Notice, at, publish
from gongkai.cli.demo.people import staff_of

CODE, COUNTY, YEAR = "640423207", "640423", 2023
BEGIN = date(2022, 1, 1)
POSTS = 120

ITEMS = (
    (date(2023, 3, 14), Notice("山河乡政府信息公开制度（演示）", ("本页为演示正文，标题对应年报所列类别“政府信息公开”。",), "a20.15", "disclosure_rules")),
    (date(2023, 4, 18), Notice("山河乡2023年财政预算（演示）", ("本页为演示正文，标题对应年报所列类别“财政预算决算”。",), "a20.07", "fiscal")),
    (date(2023, 5, 23), Notice("山河乡2022年度法治政府建设情况（演示）", ("本页为演示正文，标题对应年报所列类别“法治政府建设”。",), "a20.15", "rule_of_law")),
)  # fmt: skip


def load() -> None:
    """Enter the township's year and publish its report."""
    publication.enter_legal_topics(by=None, on=BEGIN)
    county = organs.found_organ(
        by=None,
        on=BEGIN,
        code=COUNTY,
        kind=Organ.Kind.COUNTY,
        name="隆德县人民政府",
        short_name="隆德县",
        area_code=COUNTY,
    )
    township = organs.found_organ(
        by=None,
        on=BEGIN,
        code=CODE,
        kind=Organ.Kind.TOWNSHIP,
        name="隆德县山河乡",
        short_name="山河乡",
        parent=county,
        area_code=CODE,
        office="综合办公室",
    )
    staff = staff_of(township, login="shanhe", on=BEGIN)
    for day, notice in ITEMS:
        publish(township, staff, notice, on=day)
    account = publication.open_channel(
        organ=township, kind="wechat", name="生态山河", by=staff.clerk, on=date(2023, 1, 1)
    )
    posts = [
        PostEntry(f"生态山河推送第{number}条（演示）", date(YEAR, 1, 3) + timedelta(days=3 * (number - 1)))
        for number in range(1, POSTS + 1)
    ]
    publication.record_posts(channel=account, posts=posts, by=staff.clerk, at=at(date(2024, 1, 2)))
    for kind, text in (
        (SupervisionResult.Kind.ASSESSMENT, "按监督考核标准定期开展考核，结果为合格（演示）"),
        (SupervisionResult.Kind.PUBLIC_APPRAISAL, "未开展（演示）"),
        (SupervisionResult.Kind.ACCOUNTABILITY, "未发生（演示）"),
    ):
        reporting.record_supervision(
            organ=township, year=YEAR, kind=kind, by=staff.clerk, on=date(2024, 1, 8), text=text, held=False
        )
    report = reporting.open_report(organ=township, year=YEAR, by=staff.clerk, on=date(2024, 1, 9))
    reporting.save_draft(report=report, by=staff.clerk, on=date(2024, 1, 10), text=published_text(), based_on=1)
    reporting.sign(report=report, by=staff.leader, on=date(2024, 1, 15))
    reporting.publish(report=report, by=staff.clerk, at=at(date(2024, 1, 16)))


def published_text() -> dict[str, object]:
    """Read the published text: title, preface, six sections; the name of a person is left out."""
    lines = files("gongkai.cli.demo").joinpath("shanhe-2023.txt").read_text(encoding="utf-8").splitlines()
    title, preface, *rest = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    sections: list[dict[str, object]] = []
    paragraphs: list[str] = []
    for line in rest:
        if line[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"}:
            paragraphs = []
            sections.append({"number": len(sections) + 1, "heading": line, "paragraphs": paragraphs})
        else:
            paragraphs.append(line)
    return {"title": title, "preface": preface, "sections": sections}
