"""A small county with public pages worth looking at: every kind of page has something to show, and something to hide."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from gongkai.apps.core import files
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Attached, content_of
from gongkai.apps.publication.effects import refresh_search
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem, NormativeDocument
from gongkai.apps.reporting.content import report_from_json, tables_to_json
from gongkai.apps.reporting.models import ReportVersion
from gongkai.documents.writing import digest
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import FormVersion, Tables, zero_tables
from tests.factories.core import UploadFactory
from tests.factories.organs import OrganFactory
from tests.factories.publication import Desk, NormativeDocumentFactory, newest
from tests.factories.reporting import AnnualReportFactory, ReportVersionFactory

#: Words that stand only in what the public must not see.
DRAFT_TITLE = "草稿题目甲乙丙丁"
WITHDRAWN_TITLE = "撤下题目戊己庚辛"
WITHDRAWN_BODY = "撤下正文壬癸子丑"
WITHDRAWN_NOTE = "撤下说明寅卯辰巳"
CODE = "999901001"


@dataclass
class World:
    """The organs and the things of the township."""

    county: Organ
    department: Organ
    township: Organ
    village: Organ
    desk: Desk
    notice: DisclosureItem
    corrected: DisclosureItem
    old_policy: DisclosureItem
    new_policy: DisclosureItem
    withdrawn: DisclosureItem
    report: ReportVersion
    hidden: list[str] = field(default_factory=lambda: [DRAFT_TITLE, WITHDRAWN_TITLE, WITHDRAWN_BODY, WITHDRAWN_NOTE])

    @property
    def base(self) -> str:
        """Give the address of the township's column."""
        return f"/xxgk/{self.township.code}/"

    def item(self, item: DisclosureItem) -> str:
        """Give the address of an item."""
        return f"{self.base}item/{item.public_key}/"

    def pages(self) -> dict[str, str]:
        """Give every public page that answers 200, by name."""
        base = self.base
        return {
            "home": "/",
            "data": "/data/",
            "access": "/access/",
            "verify": "/verify/",
            "search-all": "/search/?q=演示",
            "grid": "/reports/",
            "law": "/law/",
            "law-instrument": "/law/ogi/",
            "law-article": "/law/ogi/33/",
            "column": base,
            "guide": f"{base}guide/",
            "rules": f"{base}rules/",
            "statistics": f"{base}statistics/",
            "month": f"{base}items/2026/2/",
            "items": f"{base}items/",
            "items-filtered": f"{base}items/?kind=policy&year=2026",
            "topic": f"{base}topics/a20.07/",
            "topic-empty": f"{base}topics/a20.14/",
            "item": self.item(self.notice),
            "item-corrected": self.item(self.corrected),
            "item-repealed": self.item(self.old_policy),
            "documents": f"{base}documents/",
            "documents-all": f"{base}documents/?show=all",
            "apply": f"{base}apply/",
            "apply-form": f"{base}apply/form/",
            "apply-days": f"{base}apply/days/?start=2026-03-24&limit=foi.reply",
            "outcomes": "/outcomes/",
            "outcome": "/outcomes/third_party_rights/",
            "below": f"{base}below/",
            "search": f"{base}search/?q=演示",
            "search-nothing": f"{base}search/?q=没有这样的话",
            "search-start": f"{base}search/",
            "reports": f"{base}reports/",
            "report": f"{base}reports/2025/",
            "report-old-version": f"{base}reports/2025/?version=1",
            "village": f"/xxgk/{self.village.code}/",
            "village-affairs": f"/xxgk/{self.village.code}/village/",
            "village-powers": f"/xxgk/{self.village.code}/village/powers/",
            "village-section": f"/xxgk/{self.village.code}/village/section/finances/",
            "village-benefits": f"/xxgk/{self.village.code}/benefits/",
            "benefits": f"{base}benefits/",
            "village-apply": f"/xxgk/{self.village.code}/apply/",
            "empty-column": f"/xxgk/{self.department.code}/",
            "empty-items": f"/xxgk/{self.department.code}/items/",
            "empty-documents": f"/xxgk/{self.department.code}/documents/",
            "empty-reports": f"/xxgk/{self.department.code}/reports/",
        }

    def forms(self) -> dict[str, str]:
        """Give the pages that a reader may send something to, by name."""
        return {"apply-status": f"{self.base}apply/status/", "apply-resume": f"{self.base}apply/resume/"}

    def faces(self) -> dict[str, str]:
        """Give one page for every template in each of its states; the others only differ in their data."""
        alike = {
            "search-all",
            "items-filtered",
            "topic",
            "item-corrected",
            "documents",
            "village",
            "empty-items",
            "empty-documents",
            "empty-reports",
        }
        return {name: path for name, path in self.pages().items() if name not in alike}

    def feeds(self) -> dict[str, str]:
        """Give every list as data, without its ending."""
        base = self.base
        return {
            "items": f"{base}items/feed.",
            "statistics": f"{base}statistics/feed.",
            "documents": f"{base}documents/feed.",
            "reports": f"{base}reports/feed.",
            "grid": "/reports/feed.",
            "search": f"{base}search/feed.",
            "search-all": "/search/feed.",
        }


def build() -> World:
    """Make the county; the township has worked from February 2026 on."""
    county = OrganFactory.create(county=True, code="9999", name="示例县人民政府（演示）", short_name="示例县")
    department = OrganFactory.create(
        department=True, code="999900001", parent=county, name="示例县民政局（演示）", short_name="民政局"
    )
    township = OrganFactory.create(
        code=CODE,
        parent=county,
        name="示例县青河乡人民政府（演示）",
        short_name="青河乡",
        office="综合办公室",
        address="演示路1号",
        office_hours="工作日9:00至18:00",
        phone="0000-1234567",
        fax="0000-1234568",
        email="demo@example.invalid",
        tip_phone="0000-1234569",
        contact_checked_on=date(2026, 1, 6),
    )
    village = OrganFactory.create(
        village=True, code=f"{CODE}201", parent=township, name="青河乡柳树湾村民委员会（演示）", short_name="柳树湾村"
    )
    operations.enter_legal_topics(by=None, on=date(2026, 1, 1))
    desk = Desk.create(township)
    desk.at = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
    operations.open_channel(organ=township, kind="wechat", name="生态青河（演示）", by=desk.clerk, on=date(2026, 1, 5))
    old, new = _policies(desk)
    _draft(desk)
    return World(
        county=county,
        department=department,
        township=township,
        village=village,
        desk=desk,
        notice=_notice(desk),
        corrected=_corrected(desk),
        old_policy=old,
        new_policy=new,
        withdrawn=_withdrawn(desk),
        report=reports(township),
    )


def topic(code: str) -> CatalogEntry:
    """Give one of the matters that the law names."""
    return CatalogEntry.objects.get(code=code, organ__isnull=True)


def publish(desk: Desk, title: str, **heads: Any) -> DisclosureItem:
    """Take an item the whole way, into the search too."""
    item = desk.published(
        heads.pop("body", "<p>演示正文。</p>"), **({"title": title, "catalog_entry": topic("a20.15")} | heads)
    )
    refresh_search(item)
    return item


def _notice(desk: Desk) -> DisclosureItem:
    """An item with two files, a table and a heading."""
    stored = [
        files.store(organ=desk.organ, name=name, data=data, media_type=kind, at=desk.later())
        for name, data, kind in (
            ("核实结果.xlsx", b"PK demo ".ljust(2048, b"."), "application/vnd.ms-excel"),
            ("说明.html", b"<script>alert(1)</script>", "text/html"),
        )
    ]
    content = desk.content(
        "<h2>一、结果</h2><p>全乡共核实18,402亩。</p><table><thead><tr><th>村</th><th>亩</th></tr></thead>"
        "<tbody><tr><td>柳树湾村</td><td>1,402</td></tr></tbody></table>",
        title="关于2026年耕地地力保护补贴面积核实结果的公示（演示）",
        kind=DisclosureItem.Kind.WELFARE,
        catalog_entry=topic("a20.11"),
        document_number="示青政公示〔2026〕14号",
        abstract="全乡核实18,402亩。",
        mode="网站、公开栏",
    )
    for file in stored:
        UploadFactory.create(organ=desk.organ, derivative=file)
    content = replace(content, attachments=(Attached(stored[0], "各村核实结果"), Attached(stored[1], "说明")))
    item = operations.draft_item(organ=desk.organ, content=content, by=desk.clerk, at=desk.later())
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    item = desk.publish(item)
    refresh_search(item)
    return item


def _corrected(desk: Desk) -> DisclosureItem:
    item = publish(desk, "青河乡2026年财政预算（演示）", kind=DisclosureItem.Kind.FISCAL, catalog_entry=topic("a20.07"))
    version = newest(item)
    content = replace(content_of(version), body="<p>更正后的预算。</p>")
    operations.correct(
        item=item, based_on=version.number, content=content, reason="合计有误，已改正", by=desk.clerk, at=desk.later()
    )
    item = desk.republish(item)
    refresh_search(item)
    return item


def _policies(desk: Desk) -> tuple[DisclosureItem, DisclosureItem]:
    """Two documents, the newer in place of the older; and one that nobody has put on a page."""
    facts = {"kind": DisclosureItem.Kind.POLICY, "catalog_entry": topic("a20.01")}
    old = publish(desk, "关于印发小额工程管理办法的通知（演示）", document_number="示青政发〔2024〕21号", **facts)
    new = publish(desk, "关于修订小额工程管理办法的通知（演示）", document_number="示青政发〔2026〕3号", **facts)
    before = _document(desk, old, number="示青政发〔2024〕21号", issued_on=date(2024, 5, 6))
    after = _document(desk, new, number="示青政发〔2026〕3号", issued_on=date(2026, 2, 1))
    operations.repeal_document(
        document=before, repealed_on=date(2026, 2, 1), reason="已修订", replaced_by=after, by=None, on=date(2026, 2, 1)
    )
    NormativeDocumentFactory.create(
        organ=desk.organ, number="示青政发〔2025〕9号", title="关于公共场所管理的通知（演示）"
    )
    return old, new


def _document(desk: Desk, item: DisclosureItem, **facts: Any) -> NormativeDocument:
    return NormativeDocumentFactory.create(organ=desk.organ, item=item, title=item.title, **facts)


def _draft(desk: Desk) -> DisclosureItem:
    """A draft that reaches everywhere a draft could leak: a document, a correction under way."""
    item = desk.draft("<p>演示正文。</p>", title=DRAFT_TITLE, catalog_entry=topic("a20.01"))
    NormativeDocumentFactory.create(organ=desk.organ, item=item, title=DRAFT_TITLE, number="示青政发〔2026〕99号")
    shown = publish(desk, "青河乡机构职能（演示）", kind=DisclosureItem.Kind.PERSONNEL, catalog_entry=topic("a20.02"))
    version = newest(shown)
    content = content_of(version)
    content = replace(content, heads=replace(content.heads, title=DRAFT_TITLE), body=f"<p>{DRAFT_TITLE}</p>")
    operations.correct(
        item=shown, based_on=version.number, content=content, reason=DRAFT_TITLE, by=desk.clerk, at=desk.later()
    )
    return item


def _withdrawn(desk: Desk) -> DisclosureItem:
    item = publish(desk, WITHDRAWN_TITLE, body=f"<p>{WITHDRAWN_BODY}</p>", catalog_entry=topic("a20.01"))
    document = _document(desk, item, number="示青政发〔2026〕4号", issued_on=date(2026, 2, 1))
    before = NormativeDocumentFactory.create(
        organ=desk.organ, number="示青政发〔2023〕5号", title="关于旧办法的通知（演示）"
    )
    operations.repeal_document(
        document=before,
        repealed_on=date(2026, 2, 1),
        reason="已修订",
        replaced_by=document,
        by=None,
        on=date(2026, 2, 1),
    )
    operations.withdraw(item=item, ground="privacy", note=WITHDRAWN_NOTE, by=desk.leader, at=desk.later())
    item.refresh_from_db()
    refresh_search(item)
    return item


# ---- reports


def tables(new: int = 0, granted: int = 0, not_held: int = 0, upheld: int = 0) -> Tables:
    """Give tables that add up: so many requests of natural persons, closed as granted or not held, the rest carried out."""
    found = zero_tables()
    counts = {"new": new, "g": granted, "u1": not_held, "tot": granted + not_held, "fwd": new - granted - not_held}
    for row, count in counts.items():
        for column in ("c1", "ct"):
            found = found.with_cell3(row, column, count)
    for cell in ("rec.m", "rec.t"):
        found = found.with_cell4(cell, upheld)
    return found.with_row2("normative_document", (1, 0, 2)).with_row2("charge", (Decimal("0.5"),))


def version(
    organ: Organ, year: int, found: Tables, *, number: int = 1, reason: str = "", published: bool = True
) -> ReportVersion:
    """Write one version of a report."""
    report = AnnualReportFactory._meta.model.objects.filter(organ=organ, year=year).first()
    chosen = form(FormVersion.F2021)
    content = {
        "title": f"{organ.name}{year}年政府信息公开工作年度报告",
        "preface": "本报告为演示内容。",
        "sections": [
            {"number": place, "heading": heading, "paragraphs": ["（一）主动公开。", f"第{place}部分的演示正文。"]}
            for place, heading in enumerate(chosen.headings, start=1)
        ],
        "organ": organ.name,
        "tables": tables_to_json(found),
    }
    frozen = report_from_json(content, tables=found, organ=organ, organ_name=organ.name, year=year)
    return ReportVersionFactory.create(
        report=report or AnnualReportFactory.create(organ=organ, year=year),
        number=number,
        content=content,
        digest=digest(frozen),
        signed_on=date(year + 1, 1, 20),
        published_at=datetime(year + 1, 1, 21 + number, 1, 0, tzinfo=UTC) if published else None,
        reason=reason,
    )


def reports(organ: Organ) -> ReportVersion:
    """Publish 2023 and 2025, the latter in two versions; 2024 is missing, a third version waits."""
    version(organ, 2023, tables(new=3, granted=3))
    version(organ, 2024, tables(), published=False)
    version(organ, 2025, tables(new=4, granted=2, not_held=1, upheld=1))
    second = version(organ, 2025, tables(new=5, granted=2, not_held=1, upheld=1), number=2, reason="更正新收件数")
    version(organ, 2025, tables(new=9), number=3, reason="尚未发布的更正", published=False)
    return second


def titles(items: Sequence[DisclosureItem]) -> list[str]:
    """Give the titles of items."""
    return [item.title for item in items]
