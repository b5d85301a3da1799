"""Items, versions, reviews, channels, documents, counts, plans; and a desk of three people who take an item the whole way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Content, Heads, digest
from gongkai.apps.publication.models import (
    Attachment,
    CatalogEntry,
    Channel,
    Charge,
    DecisionCount,
    Delivery,
    DisclosureItem,
    IndexNumbering,
    ItemVersion,
    NormativeDocument,
    NotInvolved,
    PlanEvidence,
    PlanPoint,
    PlanTask,
    Review,
    ReviewScheme,
    Scratch,
    WatchWord,
    WorkPlan,
)
from gongkai.apps.publication.numbers import new_public_key
from tests.factories.core import StoredFileFactory
from tests.factories.organs import OrganFactory, UserFactory, person

NOON = datetime(2023, 5, 8, 4, 0, tzinfo=UTC)
DAY = date(2023, 5, 8)


class CatalogEntryFactory(DjangoModelFactory[CatalogEntry]):
    """A general matter; with `organ` one of its own."""

    class Meta:
        model = CatalogEntry

    organ = None
    code = factory.Sequence(lambda n: f"x{n:04}")
    path = factory.LazyAttribute(lambda entry: f"{entry.parent.path if entry.parent else ''}{entry.code}/")
    parent = None
    label = factory.Sequence(lambda n: f"演示事项{n}")


class NotInvolvedFactory(DjangoModelFactory[NotInvolved]):
    class Meta:
        model = NotInvolved

    organ = factory.SubFactory(OrganFactory)
    entry = factory.SubFactory(CatalogEntryFactory)
    reason = "本乡没有这项业务（演示）"
    declared_on = DAY


class IndexNumberingFactory(DjangoModelFactory[IndexNumbering]):
    class Meta:
        model = IndexNumbering

    organ = factory.SubFactory(OrganFactory)
    prefix = "640423207"


class DisclosureItemFactory(DjangoModelFactory[DisclosureItem]):
    """A draft without a version; the traits give it one."""

    class Meta:
        model = DisclosureItem
        skip_postgeneration_save = True

    organ = factory.SubFactory(OrganFactory)
    public_key = factory.LazyFunction(new_public_key)
    title = factory.Sequence(lambda n: f"关于演示事项{n}的通知")
    kind = DisclosureItem.Kind.NOTICE
    catalog_entry = factory.SubFactory(CatalogEntryFactory)
    produced_on = DAY
    formed_on = factory.SelfAttribute("produced_on")
    source = "综合办公室"
    disclosure_attribute = DisclosureItem.Attribute.PROACTIVE
    responsible = factory.SubFactory(UserFactory)
    drafted_by = factory.SelfAttribute("responsible")
    drafted_at = NOON

    class Params:
        withheld = factory.Trait(
            disclosure_attribute=DisclosureItem.Attribute.WITHHELD,
            withheld_reason="属于内部事务信息",
            withheld_cites="ogi:16.1",
            review_on=date(2024, 5, 7),
        )
        on_request = factory.Trait(
            disclosure_attribute=DisclosureItem.Attribute.ON_REQUEST,
            withheld_reason="涉及第三方，依申请公开",
            review_on=date(2024, 5, 7),
        )

    @factory.post_generation
    def published_at(item: DisclosureItem, create: bool, at: datetime | None, **_: Any) -> None:
        """With `published_at=…` the item is public since then, without having gone the way of the operations."""
        if create and at is not None:
            version = ItemVersionFactory.create(item=item)
            item.index_number = f"{item.organ.credit_code}/{at.year}-9{item.pk:05}"
            item.published_version, item.published_at, item.state = version, at, DisclosureItem.State.PUBLISHED
            item.save()


class ItemVersionFactory(DjangoModelFactory[ItemVersion]):
    class Meta:
        model = ItemVersion

    item = factory.SubFactory(DisclosureItemFactory)
    number = 1
    heads = factory.LazyAttribute(
        lambda version: Heads(
            title=version.item.title,
            kind=version.item.kind,
            produced_on=version.item.produced_on,
            disclosure_attribute=version.item.disclosure_attribute,
            catalog_entry=version.item.catalog_entry,
            source=version.item.source,
            withheld_reason=version.item.withheld_reason,
        ).as_json()
    )
    body_html = "<p>演示正文。</p>"
    body_text = "演示正文。"
    hash = factory.LazyAttribute(
        lambda version: digest(
            public_key=version.item.public_key,
            number=version.number,
            heads=version.heads,
            body_html=version.body_html,
            attachments=[],
        )
    )
    saved_by = factory.SelfAttribute("item.drafted_by")
    saved_at = NOON


class ReviewSchemeFactory(DjangoModelFactory[ReviewScheme]):
    class Meta:
        model = ReviewScheme

    organ = factory.SubFactory(OrganFactory)
    rounds = factory.List(["proof_1"])


class WatchWordFactory(DjangoModelFactory[WatchWord]):
    class Meta:
        model = WatchWord

    organ = factory.SubFactory(OrganFactory)
    kind = WatchWord.Kind.TITLE
    word = factory.Sequence(lambda n: f"演示词{n}")
    added_on = DAY


class ScratchFactory(DjangoModelFactory[Scratch]):
    class Meta:
        model = Scratch

    organ = factory.SelfAttribute("item.organ")
    item = factory.SubFactory(DisclosureItemFactory)
    by = factory.SubFactory(UserFactory)
    typed = factory.Dict({"title": "演示"})
    saved_at = NOON


class AttachmentFactory(DjangoModelFactory[Attachment]):
    class Meta:
        model = Attachment

    version = factory.SubFactory(ItemVersionFactory)
    file = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..version.item.organ"))
    title = factory.SelfAttribute("file.name")
    position = 1


class ReviewFactory(DjangoModelFactory[Review]):
    """A clean secrecy review unless a trait says otherwise."""

    class Meta:
        model = Review

    version = factory.SubFactory(ItemVersionFactory)
    item = factory.SelfAttribute("version.item")
    version_hash = factory.SelfAttribute("version.hash")
    round = Review.Round.SECRECY_REVIEW
    conclusion = Review.Conclusion.MAY_PUBLISH
    by = factory.SubFactory(UserFactory)
    at = NOON

    class Params:
        approval = factory.Trait(round=Review.Round.APPROVAL, conclusion=Review.Conclusion.PASSED)
        returned = factory.Trait(round=Review.Round.PROOF_1, conclusion=Review.Conclusion.RETURNED, note="标题有错字")
        must_not = factory.Trait(conclusion=Review.Conclusion.MUST_NOT, note="涉及工作秘密")
        referred = factory.Trait(conclusion=Review.Conclusion.REFERRED, note="报主管部门确定")


class ChannelFactory(DjangoModelFactory[Channel]):
    class Meta:
        model = Channel

    organ = factory.SubFactory(OrganFactory)
    kind = Channel.Kind.WECHAT
    name = factory.Sequence(lambda n: f"演示公众号{n}")
    opened_on = date(2015, 1, 1)

    class Params:
        board = factory.Trait(kind=Channel.Kind.BOARD, name=factory.Sequence(lambda n: f"演示公开栏{n}"))
        closed = factory.Trait(closed_on=date(2022, 12, 31))


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """A post without an item."""

    class Meta:
        model = Delivery

    channel = factory.SubFactory(ChannelFactory)
    organ = factory.SelfAttribute("channel.organ")
    title = factory.Sequence(lambda n: f"演示推文{n}")
    delivered_on = DAY
    recorded_at = NOON

    class Params:
        void = factory.Trait(voided_on=DAY, void_reason="重复登记")


class NormativeDocumentFactory(DjangoModelFactory[NormativeDocument]):
    class Meta:
        model = NormativeDocument

    organ = factory.SubFactory(OrganFactory)
    kind = NormativeDocument.Kind.NORMATIVE_DOCUMENT
    number = factory.Sequence(lambda n: f"演政发〔2023〕{n + 1}号")
    title = factory.Sequence(lambda n: f"关于印发演示办法{n}的通知")
    issued_on = DAY
    effective_on = factory.SelfAttribute("issued_on")

    class Params:
        repealed = factory.Trait(
            repealed_on=factory.LazyAttribute(lambda document: document.issued_on + timedelta(days=100)),
            repeal_reason="已被新文件替代",
        )


class DecisionCountFactory(DjangoModelFactory[DecisionCount]):
    class Meta:
        model = DecisionCount

    organ = factory.SubFactory(OrganFactory)
    year = 2023
    kind = DecisionCount.Kind.LICENSE
    count = 3
    source = "演示台账"
    entered_on = date(2024, 1, 5)


class ChargeFactory(DjangoModelFactory[Charge]):
    class Meta:
        model = Charge

    organ = factory.SubFactory(OrganFactory)
    charge_item = "演示收费项目"
    amount_yuan = Decimal("1000.00")
    received_on = DAY
    entered_on = DAY

    class Params:
        void = factory.Trait(voided_on=DAY, void_reason="登记有误")


class WorkPlanFactory(DjangoModelFactory[WorkPlan]):
    class Meta:
        model = WorkPlan

    organ = factory.SubFactory(OrganFactory)
    year = 2023
    title = "2023年政务公开工作要点（演示）"


class PlanPointFactory(DjangoModelFactory[PlanPoint]):
    class Meta:
        model = PlanPoint

    plan = factory.SubFactory(WorkPlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"演示要点{n}")


class PlanTaskFactory(DjangoModelFactory[PlanTask]):
    class Meta:
        model = PlanTask
        skip_postgeneration_save = True

    point = factory.SubFactory(PlanPointFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"演示任务{n}")
    lead_organ = factory.SelfAttribute("point.plan.organ")
    due_on = date(2023, 9, 30)

    class Params:
        done = factory.Trait(state=PlanTask.State.DONE, closed_on=date(2023, 9, 1))
        not_done = factory.Trait(state=PlanTask.State.NOT_DONE, closed_on=date(2023, 12, 31), state_note="演示原因")

    @factory.post_generation
    def helping(task: PlanTask, create: bool, organs: list[Organ] | None, **_: Any) -> None:
        if create and organs:
            task.helping_organs.set(organs)


class PlanEvidenceFactory(DjangoModelFactory[PlanEvidence]):
    class Meta:
        model = PlanEvidence

    task = factory.SubFactory(PlanTaskFactory)
    text = "演示佐证"
    added_on = DAY


@dataclass
class Desk:
    """The people of one organ, each with one post, and a clock that goes forward by an hour with every step."""

    organ: Organ
    clerk: User
    reviewer: User
    leader: User
    entry: CatalogEntry
    at: datetime = NOON

    @classmethod
    def create(cls, organ: Organ | None = None, **facts: Any) -> "Desk":
        """Open a desk at a township."""
        organ = organ or OrganFactory.create(**facts)
        return cls(
            organ=organ,
            clerk=person(organ, Role.CLERK),
            reviewer=person(organ, Role.SECRECY_REVIEWER),
            leader=person(organ, Role.GROUP_LEADER),
            entry=CatalogEntryFactory.create(),
        )

    def later(self) -> datetime:
        """Let an hour pass."""
        self.at += timedelta(hours=1)
        return self.at

    def content(self, body: str = "<p>演示正文。</p>", **heads: Any) -> Content:
        """Write content that lacks nothing."""
        complete: dict[str, Any] = {
            "title": "关于演示事项的通知",
            "kind": DisclosureItem.Kind.NOTICE,
            "produced_on": DAY,
            "disclosure_attribute": DisclosureItem.Attribute.PROACTIVE,
            "catalog_entry": self.entry,
            "source": "综合办公室",
        }
        return Content(heads=Heads(**(complete | heads)), body=body)

    def draft(self, body: str = "<p>演示正文。</p>", **heads: Any) -> DisclosureItem:
        """Draft an item."""
        return operations.draft_item(
            organ=self.organ, content=self.content(body, **heads), by=self.clerk, at=self.later()
        )

    def submit(self, item: DisclosureItem) -> DisclosureItem:
        """Hand it in."""
        return operations.submit(item=item, by=self.clerk, at=self.later())

    def review(self, item: DisclosureItem, conclusion: str = "may_publish", note: str = "") -> Review:
        """Review its secrecy."""
        return operations.review(
            item=item,
            version=newest(item),
            review_round=Review.Round.SECRECY_REVIEW,
            conclusion=conclusion,
            note=note,
            by=self.reviewer,
            at=self.later(),
        )

    def approve(self, item: DisclosureItem) -> Review:
        """Approve it."""
        return operations.approve(item=item, version=newest(item), by=self.leader, at=self.later())

    def publish(self, item: DisclosureItem) -> DisclosureItem:
        """Publish it."""
        return operations.publish(item=item, by=self.leader, at=self.later())

    def published(self, body: str = "<p>演示正文。</p>", **heads: Any) -> DisclosureItem:
        """Take an item the whole way."""
        item = self.draft(body, **heads)
        for step in (self.submit, self.review, self.approve):
            step(item)
        return self.publish(item)

    def republish(self, item: DisclosureItem) -> DisclosureItem:
        """Take a correction the whole way."""
        for step in (self.submit, self.review, self.approve):
            step(item)
        return self.publish(item)


def newest(item: DisclosureItem) -> ItemVersion:
    """Give the newest version of an item."""
    return item.versions.order_by("-number")[0]
