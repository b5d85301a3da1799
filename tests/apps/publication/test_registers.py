"""Channels and posts, the document library, decisions and charges, the catalogue, the plan."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Role
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.models import (
    CatalogEntry,
    Channel,
    Charge,
    DecisionCount,
    Delivery,
    NormativeDocument,
    PlanTask,
)
from gongkai.apps.publication.operations import PostEntry
from tests.factories.organs import OrganFactory, UserFactory, person
from tests.factories.publication import (
    DAY,
    NOON,
    CatalogEntryFactory,
    ChannelFactory,
    ChargeFactory,
    DeliveryFactory,
    Desk,
    DisclosureItemFactory,
    NormativeDocumentFactory,
    PlanTaskFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk.create()


def wechat(desk: Desk, on: date = date(2023, 1, 1)) -> Channel:
    return operations.open_channel(organ=desk.organ, kind="wechat", name="演示公众号", by=desk.clerk, on=on)


def test_a_channel_is_opened_once_and_closed_in_order(desk: Desk) -> None:
    channel = wechat(desk)
    with pytest.raises(operations.PublicationError, match="已登记"):
        wechat(desk)
    for kind, name in (("radio", "x"), ("wechat", " ")):
        with pytest.raises(operations.PublicationError, match="须选择类别"):
            operations.open_channel(organ=desk.organ, kind=kind, name=name, by=desk.clerk, on=DAY)
    with pytest.raises(operations.PublicationError, match="早于启用日期"):
        operations.close_channel(channel=channel, by=desk.clerk, on=date(2022, 12, 31))
    operations.close_channel(channel=channel, by=desk.clerk, on=DAY)
    assert list(queries.channels(desk.organ, on=DAY)) == [channel]
    assert list(queries.channels(desk.organ, on=DAY + timedelta(days=1))) == []


def test_a_hundred_and_twenty_posts_are_entered_at_once(desk: Desk) -> None:
    channel = wechat(desk)
    posts = [PostEntry(f"推文{n}", date(2023, 1, 1) + timedelta(days=n), f"https://mp.example/{n}") for n in range(120)]
    first = operations.record_posts(channel=channel, posts=posts, by=desk.clerk, at=NOON)
    assert (first.recorded, first.known) == (120, 0)
    again = operations.record_posts(
        channel=channel, posts=[*posts, PostEntry("新的", DAY), PostEntry("新的", DAY)], by=desk.clerk, at=NOON
    )
    assert (again.recorded, again.known) == (2, 120)
    assert queries.delivery_counts(desk.organ, 2023) == [("微信公众号“演示公众号”", 122)]
    assert queries.posts(organ=desk.organ, year=2023, channel=channel).count() == 122
    event = Event.objects.get(kind="posts.recorded", facts__count=120)
    assert event.facts == {"count": 120, "first_on": "2023-01-01", "last_on": "2023-04-30"}


def test_faulty_posts_are_named_by_line_and_nothing_is_entered(desk: Desk) -> None:
    channel = wechat(desk)
    posts = [
        PostEntry("好的", DAY),
        PostEntry(" ", DAY),
        PostEntry("未来", date(2023, 5, 9)),
        PostEntry("太早", date(2022, 12, 31)),
        PostEntry("长" * 201, DAY),
        PostEntry("链接", DAY, "x" * 501),
    ]
    with pytest.raises(operations.PublicationError) as refusal:
        operations.record_posts(channel=channel, posts=posts, by=desk.clerk, at=NOON)
    for line in ("第2行没有标题", "第3行：发布日期2023-05-09晚于今天", "第4行：", "第5行", "第6行", "全部未登记"):
        assert line in str(refusal.value)
    with pytest.raises(operations.PublicationError, match="另有20处"):
        operations.record_posts(channel=channel, posts=[PostEntry("", DAY)] * 30, by=desk.clerk, at=NOON)
    assert Delivery.objects.count() == 0


def test_an_item_is_delivered_over_a_channel_once_per_version(desk: Desk) -> None:
    channel, item = wechat(desk), desk.draft()
    facts: dict[str, Any] = {"channel": channel, "by": desk.clerk, "at": desk.later()}
    with pytest.raises(operations.WrongState):
        operations.record_delivery(**facts, item=item, delivered_on=DAY)
    item = desk.published()
    delivery = operations.record_delivery(**facts, item=item, delivered_on=DAY, external_url="https://mp.example/1")
    assert delivery.version == item.published_version
    with pytest.raises(operations.PublicationError, match="已登记"):
        operations.record_delivery(**facts, item=item, delivered_on=DAY)
    with pytest.raises(operations.PublicationError, match="晚于今天"):
        operations.record_delivery(**facts, item=desk.published(), delivered_on=date(2030, 1, 1))
    operations.correct(
        item=item, based_on=1, content=desk.content("<p>新</p>"), reason="改", by=desk.clerk, at=desk.later()
    )
    item = desk.republish(item)
    operations.record_delivery(**facts, item=item, delivered_on=DAY)
    with pytest.raises(NotPermitted):
        operations.record_delivery(
            channel=ChannelFactory.create(), item=item, delivered_on=DAY, by=desk.clerk, at=desk.later()
        )


def test_a_void_delivery_stays_visible_and_is_not_counted(desk: Desk) -> None:
    channel = wechat(desk)
    operations.record_posts(channel=channel, posts=[PostEntry("甲", DAY), PostEntry("乙", DAY)], by=desk.clerk, at=NOON)
    delivery = channel.deliveries.get(title="甲")
    with pytest.raises(operations.PublicationError, match="理由"):
        operations.void_delivery(delivery=delivery, reason="", by=desk.clerk, on=DAY)
    operations.void_delivery(delivery=delivery, reason="重复", by=desk.clerk, on=DAY)
    with pytest.raises(operations.PublicationError, match="已作废"):
        operations.void_delivery(delivery=delivery, reason="再次", by=desk.clerk, on=DAY)
    assert queries.posts(organ=desk.organ).count() == 2
    assert queries.delivery_counts(desk.organ, 2023) == [("微信公众号“演示公众号”", 1)]


def issue(desk: Desk, **facts: Any) -> NormativeDocument:
    complete: dict[str, Any] = {
        "organ": desk.organ,
        "kind": "normative_document",
        "number": "演政发〔2023〕1号",
        "title": "演示办法",
        "issued_on": DAY,
        "by": desk.clerk,
        "on": DAY,
    }
    return operations.issue_document(**(complete | facts))


def test_ogi_20_1_a_document_is_issued_repealed_and_replaced(desk: Desk) -> None:
    old = issue(desk, expires_on=date(2028, 5, 7))
    new = issue(desk, number="演政发〔2023〕2号")
    with pytest.raises(operations.PublicationError, match="已在文件库中"):
        issue(desk)
    facts: dict[str, Any] = {"by": desk.clerk, "on": DAY}
    with pytest.raises(operations.PublicationError, match="废止的理由"):
        operations.repeal_document(document=old, repealed_on=DAY, reason="", **facts)
    with pytest.raises(operations.PublicationError, match="不能早于制发日期"):
        operations.repeal_document(document=old, repealed_on=date(2023, 5, 7), reason="x", **facts)
    with pytest.raises(operations.PublicationError, match="它自己"):
        operations.repeal_document(document=old, repealed_on=DAY, reason="x", replaced_by=old, **facts)
    operations.repeal_document(
        document=old, repealed_on=date(2023, 6, 1), reason="新文件替代", replaced_by=new, **facts
    )
    assert list(new.replaces.all()) == [old]
    with pytest.raises(operations.PublicationError, match="已于2023-06-01废止"):
        operations.repeal_document(document=old, repealed_on=date(2023, 7, 1), reason="x", **facts)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "law"}, "kind"),
        ({"number": ""}, "number"),
        ({"title": " "}, "title"),
        ({"issued_on": date(2023, 5, 9)}, "issued_on"),
        ({"effective_on": date(2023, 5, 7)}, "effective_on"),
        ({"effective_on": date(2023, 6, 1), "expires_on": date(2023, 5, 31)}, "effective_on"),
    ],
)
def test_a_document_that_does_not_fit_is_refused(desk: Desk, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(operations.PublicationError) as refusal:
        issue(desk, **facts)
    assert refusal.value.field == field


def test_a_document_is_tied_to_its_page(desk: Desk) -> None:
    document, item = issue(desk), desk.published(kind="policy", document_number="演政发〔2023〕1号")
    operations.link_document(document=document, item=item, by=desk.clerk, on=DAY)
    shown = queries.public_item(item.public_key)
    assert shown is not None
    assert shown.normative_document == document
    with pytest.raises(operations.PublicationError, match="另一文件"):
        operations.link_document(document=issue(desk, number="2"), item=item, by=desk.clerk, on=DAY)
    with pytest.raises(operations.PublicationError, match="同一机关"):
        operations.link_document(document=document, item=Desk.create().draft(), by=desk.clerk, on=DAY)


def test_validity_on_a_day(desk: Desk) -> None:
    document = issue(desk, effective_on=date(2023, 6, 1), expires_on=date(2024, 5, 31))
    expected = {
        date(2023, 5, 31): "not_yet_effective",
        date(2023, 6, 1): "valid",
        date(2024, 5, 31): "valid",
        date(2024, 6, 1): "expired",
    }
    for day, status in expected.items():
        assert queries.validity(document, on=day) == status
        in_force = queries.documents_in_force(on=day, organ=desk.organ)
        assert (document in in_force) is (status == "valid")
    document = operations.repeal_document(
        document=document, repealed_on=date(2023, 9, 1), reason="x", by=desk.clerk, on=date(2023, 9, 1)
    )
    assert queries.validity(document, on=date(2023, 8, 31)) == "valid"
    assert queries.validity(document, on=date(2023, 9, 1)) == "repealed_document"
    assert list(queries.documents_in_force(on=date(2023, 9, 1), path=desk.organ.path)) == []


def test_documents_about_to_expire_are_listed(desk: Desk) -> None:
    soon = issue(desk, expires_on=date(2023, 10, 1))
    issue(desk, number="2", expires_on=date(2025, 1, 1))
    issue(desk, number="3")
    listed = queries.expiring_documents(on=date(2023, 6, 1), until=date(2023, 12, 1), organ=desk.organ)
    assert list(listed) == [soon]


def test_decisions_are_entered_and_changed_with_their_history(desk: Desk) -> None:
    facts: dict[str, Any] = {"organ": desk.organ, "year": 2022, "kind": "license", "by": desk.clerk, "on": DAY}
    operations.record_decisions(**facts, count=3, source="便民服务中心台账")
    operations.record_decisions(**facts, count=4, source="便民服务中心台账（核对后）")
    assert queries.decision_counts(2022, organ=desk.organ) == {desk.organ.pk: {"license": 4}}
    assert [event.facts["before"] for event in Event.objects.filter(kind="decisions.recorded").order_by("id")] == [
        None,
        3,
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "fine"}, "kind"),
        ({"count": -1}, "count"),
        ({"count": 1.5}, "count"),
        ({"count": True}, "count"),
        ({"year": 2024}, "year"),
        ({"year": 1999}, "year"),
        ({"source": ""}, "source"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(desk: Desk, facts: dict[str, Any], field: str) -> None:
    complete: dict[str, Any] = {"year": 2023, "kind": "license", "count": 1, "source": "台账"}
    with pytest.raises(operations.PublicationError) as refusal:
        operations.record_decisions(organ=desk.organ, by=desk.clerk, on=DAY, **(complete | facts))
    assert refusal.value.field == field
    assert DecisionCount.objects.count() == 0


def test_charges_are_summed_in_yuan_and_void_ones_are_not(desk: Desk) -> None:
    facts: dict[str, Any] = {"organ": desk.organ, "charge_item": "演示收费", "by": desk.clerk, "on": DAY}
    for amount in ("0.10", "0.20", "12345.67"):
        operations.record_charge(**facts, amount_yuan=Decimal(amount), received_on=date(2023, 3, 1))
    charge = operations.record_charge(**facts, amount_yuan=Decimal("5"), received_on=date(2023, 3, 1))
    operations.record_charge(**facts, amount_yuan=Decimal("7"), received_on=date(2022, 12, 31))
    operations.void_charge(charge=charge, reason="误登", by=desk.clerk, on=DAY)
    assert queries.charge_totals(2023, organ=desk.organ) == {desk.organ.pk: Decimal("12345.97")}
    assert [record.amount for record in queries.cell_records(desk.organ, 2022, "charge", 0)] == ["7.00"]
    with pytest.raises(operations.PublicationError, match="已作废"):
        operations.void_charge(charge=charge, reason="再次", by=desk.clerk, on=DAY)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1), Decimal("0.001"), Decimal("NaN"), Decimal("1e20"), 1.5])
def test_amounts_that_are_no_money_are_refused(desk: Desk, amount: Any) -> None:
    with pytest.raises(operations.PublicationError, match="金额应为"):
        operations.record_charge(
            organ=desk.organ, charge_item="演示", amount_yuan=amount, received_on=DAY, by=desk.clerk, on=DAY
        )


def test_charges_need_an_item_and_a_day_that_has_come(desk: Desk) -> None:
    for facts in ({"charge_item": ""}, {"received_on": date(2023, 5, 9)}):
        complete: dict[str, Any] = {"charge_item": "演示", "received_on": DAY}
        with pytest.raises(operations.PublicationError):
            operations.record_charge(
                organ=desk.organ, amount_yuan=Decimal(1), by=desk.clerk, on=DAY, **(complete | facts)
            )
    assert Charge.objects.count() == 0


def test_ogi_20_21_the_legal_topics_are_entered_once() -> None:
    assert operations.enter_legal_topics(by=None, on=DAY) >= 23
    assert operations.enter_legal_topics(by=None, on=DAY) == 0
    township, village = OrganFactory.create(), OrganFactory.create(village=True)
    codes = [entry.code for entry in queries.catalog(township)]
    assert codes[:15] == [f"a20.{n:02}" for n in range(1, 16)]
    assert [code for code in codes if code.startswith("a21.")] == [f"a21.t{n}" for n in range(1, 9)]
    assert queries.catalog(village) == []


def test_ogi_22_an_organ_adds_its_own_matters(desk: Desk) -> None:
    operations.enter_legal_topics(by=None, on=DAY)
    budget = CatalogEntry.objects.get(code="a20.07")
    facts: dict[str, Any] = {"organ": desk.organ, "by": desk.clerk, "on": DAY}
    own = operations.enter_catalog_entry(**facts, code="a20.07.1", label="预算", parent=budget)
    assert own.path == "a20.07/a20.07.1/"
    with pytest.raises(operations.PublicationError, match="已被使用"):
        operations.enter_catalog_entry(**facts, code="a20.07.1", label="再次")
    with pytest.raises(operations.PublicationError, match="已被使用"):
        operations.enter_catalog_entry(**facts, code="a20.07", label="再次")
    for code, label in (("", "x"), ("a/b", "x"), ("x", " ")):
        with pytest.raises(operations.PublicationError, match="须有名称和代码"):
            operations.enter_catalog_entry(**facts, code=code, label=label)
    other = Desk.create()
    with pytest.raises(operations.PublicationError, match="其他机关"):
        operations.enter_catalog_entry(organ=other.organ, code="y", label="y", parent=own, by=other.clerk, on=DAY)
    operations.retire_catalog_entry(entry=own, by=desk.clerk, on=DAY)
    assert own not in queries.catalog(desk.organ)
    with pytest.raises(operations.PublicationError, match="已停用"):
        operations.retire_catalog_entry(entry=own, by=desk.clerk, on=DAY)
    with pytest.raises(operations.PublicationError, match="法定公开事项"):
        operations.retire_catalog_entry(entry=budget, by=desk.clerk, on=DAY)


def test_the_plan_of_a_year_from_points_to_the_report(desk: Desk) -> None:
    helper = OrganFactory.create(department=True)
    facts: dict[str, Any] = {"by": desk.clerk, "on": DAY}
    plan = operations.plan_open(organ=desk.organ, year=2023, title="2023年要点", **facts)
    first = operations.plan_add_point(plan=plan, heading="深化重点领域信息公开", **facts)
    second = operations.plan_add_point(plan=plan, heading="强化监督考核", **facts)
    task = operations.plan_add_task(
        point=first,
        text="公开补贴发放情况",
        lead_organ=desk.organ,
        helping_organs=[helper],
        due_on=date(2023, 9, 30),
        **facts,
    )
    operations.plan_add_task(point=first, text="公开救助情况", lead_organ=desk.organ, due_on=date(2023, 6, 30), **facts)
    operations.plan_start_task(task=task, **facts)
    with pytest.raises(operations.PublicationError, match="没有完成情况的佐证"):
        operations.plan_close_task(task=task, done=True, **facts)
    item = desk.published()
    evidence = operations.plan_add_evidence(
        task=task, text="公开一批", item=item, by=person(helper, Role.CLERK), on=DAY
    )
    operations.plan_add_evidence(task=task, text="公开两批", **facts)
    operations.plan_void_evidence(evidence=evidence, reason="重复", **facts)
    closed = operations.plan_close_task(task=task, done=True, **facts)
    assert (closed.state, closed.closed_on) == ("done", DAY)
    assert queries.plan_lines(desk.organ, 2023) == [
        ("深化重点领域信息公开", 2, 1, ("公开两批",)),
        ("强化监督考核", 0, 0, ()),
    ]
    assert (first.position, second.position) == (1, 2)
    assert queries.plan_lines(desk.organ, 2022) == []
    assert [found.text for found in queries.tasks(organ=desk.organ, on=date(2023, 7, 1))] == ["公开救助情况"]
    assert list(queries.tasks(organ=helper)) == [task]


def test_a_plan_refuses_what_does_not_fit(desk: Desk) -> None:
    facts: dict[str, Any] = {"by": desk.clerk, "on": DAY}
    plan = operations.plan_open(organ=desk.organ, year=2023, title="要点", **facts)
    point = operations.plan_add_point(plan=plan, heading="一", **facts)
    task = operations.plan_add_task(point=point, text="一", lead_organ=desk.organ, due_on=DAY, **facts)
    with pytest.raises(operations.PublicationError, match="已建立"):
        operations.plan_open(organ=desk.organ, year=2023, title="要点", **facts)
    with pytest.raises(operations.PublicationError, match="须有标题"):
        operations.plan_open(organ=desk.organ, year=2024, title="", **facts)
    with pytest.raises(operations.PublicationError, match="须有名称"):
        operations.plan_add_point(plan=plan, heading=" ", **facts)
    with pytest.raises(operations.PublicationError, match="须写明内容"):
        operations.plan_add_task(point=point, text=" ", lead_organ=desk.organ, due_on=DAY, **facts)
    with pytest.raises(operations.PublicationError, match="既牵头又配合"):
        operations.plan_add_task(
            point=point, text="一", lead_organ=desk.organ, helping_organs=[desk.organ], due_on=DAY, **facts
        )
    with pytest.raises(operations.PublicationError, match="须写明原因"):
        operations.plan_close_task(task=task, done=False, **facts)
    with pytest.raises(operations.PublicationError, match="须写明说明"):
        operations.plan_add_evidence(task=task, text=" ", **facts)
    operations.plan_close_task(task=task, done=False, note="经费不足", **facts)
    with pytest.raises(operations.PublicationError, match="已办结"):
        operations.plan_close_task(task=task, done=False, note="x", **facts)
    with pytest.raises(operations.PublicationError, match="须写明理由"):
        operations.plan_start_task(task=task, **facts)
    reopened = operations.plan_start_task(task=task, note="经费到位", **facts)
    assert (reopened.state, reopened.closed_on) == ("running", None)
    with pytest.raises(NotPermitted):
        operations.plan_start_task(task=task, by=person(OrganFactory.create(), Role.CLERK), on=DAY)


def test_only_posts_with_the_verb_write_registers(desk: Desk) -> None:
    reader = desk.reviewer
    channel, charge = wechat(desk), ChargeFactory.create(organ=desk.organ)
    document, delivery = issue(desk), DeliveryFactory.create(channel=channel)
    facts: dict[str, Any] = {"by": reader, "on": DAY}
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (operations.open_channel, {"organ": desk.organ, "kind": "board", "name": "x"}),
        (operations.close_channel, {"channel": channel}),
        (operations.void_delivery, {"delivery": delivery, "reason": "x"}),
        (operations.repeal_document, {"document": document, "repealed_on": DAY, "reason": "x"}),
        (operations.link_document, {"document": document, "item": DisclosureItemFactory.create(organ=desk.organ)}),
        (
            operations.record_decisions,
            {"organ": desk.organ, "year": 2023, "kind": "license", "count": 1, "source": "x"},
        ),
        (
            operations.record_charge,
            {"organ": desk.organ, "charge_item": "x", "amount_yuan": Decimal(1), "received_on": DAY},
        ),
        (operations.void_charge, {"charge": charge, "reason": "x"}),
        (operations.enter_catalog_entry, {"organ": desk.organ, "code": "x", "label": "x"}),
        (operations.retire_catalog_entry, {"entry": CatalogEntryFactory.create(organ=desk.organ)}),
        (operations.set_index_numbering, {"organ": desk.organ, "pattern": "index.yearly", "prefix": "640423207"}),
        (operations.plan_open, {"organ": desk.organ, "year": 2023, "title": "x"}),
    ]
    for operation, arguments in attempts:
        with pytest.raises(NotPermitted):
            operation(**arguments, **facts)
    with pytest.raises(NotPermitted):
        operations.record_posts(channel=channel, posts=[], by=reader, at=NOON)
    with pytest.raises(NotPermitted):
        issue(desk, by=UserFactory.create(), number="9")


def test_the_database_keeps_the_promises_of_the_registers(desk: Desk) -> None:
    document = NormativeDocumentFactory.create(organ=desk.organ)
    channel = ChannelFactory.create(organ=desk.organ)
    delivery = DeliveryFactory.create(channel=channel, external_url="https://mp.example/1")
    charge, task = ChargeFactory.create(), PlanTaskFactory.create()
    item = desk.published()
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (document, {"repealed_on": document.issued_on - timedelta(days=1), "repeal_reason": "x"}),
        (document, {"repealed_on": document.issued_on}),
        (document, {"repeal_reason": "x"}),
        (document, {"effective_on": document.issued_on - timedelta(days=1)}),
        (document, {"expires_on": document.issued_on - timedelta(days=1)}),
        (document, {"number": ""}),
        (
            document,
            {"repealed_on": document.issued_on, "repeal_reason": "x", "replaced_by": document},
        ),
        (channel, {"closed_on": channel.opened_on - timedelta(days=1)}),
        (channel, {"name": ""}),
        (delivery, {"title": ""}),
        (delivery, {"item": item}),
        (delivery, {"voided_on": DAY}),
        (delivery, {"void_reason": "x"}),
        (charge, {"amount_yuan": Decimal(0)}),
        (charge, {"voided_on": DAY}),
        (task, {"state": PlanTask.State.DONE}),
        (task, {"closed_on": DAY}),
        (task, {"state": PlanTask.State.NOT_DONE, "closed_on": DAY}),
    ]
    for row, change in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory.create(channel=channel, external_url="https://mp.example/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        NormativeDocumentFactory.create(organ=desk.organ, number=document.number)
    for entry in (CatalogEntryFactory.create(organ=None), CatalogEntryFactory.create(organ=desk.organ)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CatalogEntryFactory.create(organ=entry.organ, code=entry.code)


def test_posts_that_are_all_known_leave_no_event(desk: Desk) -> None:
    channel = wechat(desk)
    post = PostEntry("推文", DAY, "https://mp.example/1")
    operations.record_posts(channel=channel, posts=[post], by=desk.clerk, at=NOON)
    operations.record_posts(channel=channel, posts=[post], by=desk.clerk, at=NOON)
    assert Event.objects.filter(kind="posts.recorded").count() == 1


def test_evidence_is_taken_back_with_a_reason_once(desk: Desk) -> None:
    task = PlanTaskFactory.create(point__plan__organ=desk.organ)
    evidence = operations.plan_add_evidence(task=task, text="佐证", by=desk.clerk, on=DAY)
    with pytest.raises(operations.PublicationError, match="理由"):
        operations.plan_void_evidence(evidence=evidence, reason="", by=desk.clerk, on=DAY)
    operations.plan_void_evidence(evidence=evidence, reason="有误", by=desk.clerk, on=DAY)
    assert list(queries.evidence_of(task)) == []
