"""What is read: pages, catalogue counts, clocks, and the figures of table 二 against a slow count."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.models import DisclosureItem, NormativeDocument
from tests.factories.organs import OrganFactory
from tests.factories.publication import (
    DAY,
    NOON,
    CatalogEntryFactory,
    ChannelFactory,
    ChargeFactory,
    DecisionCountFactory,
    DeliveryFactory,
    Desk,
    DisclosureItemFactory,
    NormativeDocumentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def public(organ: Organ, at: datetime = NOON, **facts: object) -> DisclosureItem:
    return DisclosureItemFactory.create(organ=organ, published_at=at, **facts)


def walk(limit: int, **facts: object) -> list[int]:
    found: list[int] = []
    before = None
    while True:
        page = queries.published_page(limit=limit, before=before, **facts)  # type: ignore[arg-type]  # passed through
        found += [item.pk for item in page.items]
        before = page.next
        if before is None:
            return found


def test_pages_hold_every_item_once_newest_first(organ: Organ) -> None:
    items = [public(organ, NOON + timedelta(hours=n // 3)) for n in range(10)]
    expected = [item.pk for item in sorted(items, key=lambda item: (item.published_at, item.pk), reverse=True)]
    for limit in (1, 2, 3, 7, 10, 50):
        assert walk(limit, organ=organ) == expected
        assert walk(limit, path=organ.path) == expected
    assert walk(3) == expected
    for before in ("", "~", "x~1", "2023-05-08T00:00:00~1", "2023-13-01~5", "2023-05-08T00:00:00+08:00~" + "9" * 30):
        assert queries.published_page(organ=organ, before=before, limit=1).items[0].pk == expected[0]


def test_a_page_costs_one_query_however_many_items(organ: Organ) -> None:
    for _ in range(5):
        public(organ)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = queries.published_page(organ=organ, limit=5)
        _ = [(item.organ.name, item.catalog_entry) for item in page.items]
    assert len(captured) == 1


def test_only_what_is_public_is_listed(organ: Organ) -> None:
    shown = public(organ)
    DisclosureItemFactory.create(organ=organ)
    DisclosureItemFactory.create(organ=organ, withheld=True)
    gone = public(organ)
    DisclosureItem.objects.filter(pk=gone.pk).update(
        state="withdrawn", withdrawn_at=NOON + timedelta(days=1), withdrawal_ground="error"
    )
    public(OrganFactory.create())
    assert walk(10, organ=organ) == [shown.pk]


def test_drafts_are_never_counted(organ: Organ) -> None:
    author = public(organ).drafted_by
    before = (
        queries.published_counts(organ, 2023),
        queries.topic_counts(organ),
        queries.rule_count(organ),
        queries.updated_on(organ),
        queries.published_by_kind(organ, 2023),
    )
    DisclosureItem.objects.bulk_create(
        DisclosureItem(
            organ=organ,
            public_key=f"draft{n:07}",
            title="草稿",
            kind="disclosure_rules",
            produced_on=DAY,
            formed_on=DAY,
            disclosure_attribute="proactive",
            responsible=author,
            drafted_by=author,
            drafted_at=NOON,
        )
        for n in range(1_000)
    )
    after = (
        queries.published_counts(organ, 2023),
        queries.topic_counts(organ),
        queries.rule_count(organ),
        queries.updated_on(organ),
        queries.published_by_kind(organ, 2023),
    )
    assert before == after


def test_lists_by_entry_kind_and_year(organ: Organ) -> None:
    top = CatalogEntryFactory.create(code="a20.07", short_label="财政预决算")
    below = CatalogEntryFactory.create(code="a20.07.1", parent=top, organ=organ)
    similar = CatalogEntryFactory.create(code="a20.070")
    first = public(organ, catalog_entry=top, kind="fiscal")
    second = public(organ, NOON + timedelta(days=1), catalog_entry=below)
    third = public(organ, datetime(2022, 12, 31, 16, 0, tzinfo=UTC), catalog_entry=similar)
    assert walk(10, organ=organ, entry=top) == [second.pk, first.pk]
    assert walk(10, organ=organ, entry=below) == [second.pk]
    assert walk(10, organ=organ, kind="fiscal") == [first.pk]
    assert walk(10, organ=organ, year=2023) == [second.pk, first.pk, third.pk]
    assert walk(10, organ=organ, year=2022) == []
    total, topics = queries.topic_counts(organ)
    assert total == 3
    assert [(topic.code, topic.label, topic.count, topic.updated_on) for topic in topics] == [
        ("a20.07", "财政预决算", 2, date(2023, 5, 9)),
        ("a20.070", similar.label, 1, date(2023, 1, 1)),
    ]


def test_guide_and_rules_stand_in_blocks_of_their_own(organ: Organ) -> None:
    entry = CatalogEntryFactory.create()
    public(organ, kind="disclosure_guide", catalog_entry=entry)
    public(organ, kind="disclosure_rules", catalog_entry=entry)
    public(organ, catalog_entry=entry)
    assert queries.topic_counts(organ)[0] == 1
    assert queries.rule_count(organ) == 1


def test_the_column_changes_with_correction_and_withdrawal(organ: Organ) -> None:
    assert queries.updated_on(organ) is None
    item = public(organ)
    assert queries.updated_on(organ) == DAY
    DisclosureItem.objects.filter(pk=item.pk).update(corrected_at=NOON + timedelta(days=2))
    assert queries.updated_on(organ) == date(2023, 5, 10)


def test_the_year_of_publication_is_that_of_the_clock_in_shanghai(organ: Organ) -> None:
    public(organ, datetime(2022, 12, 31, 15, 59, tzinfo=UTC))
    public(organ, datetime(2022, 12, 31, 16, 0, tzinfo=UTC))
    assert queries.published_counts(organ, 2022)[0] == 1
    assert queries.published_counts(organ, 2023)[0] == 1


def test_counts_of_the_year_by_topic_kind_and_channel(organ: Organ) -> None:
    money, welfare = CatalogEntryFactory.create(short_label="财政"), CatalogEntryFactory.create(label="民生")
    for entry, kind in ((money, "fiscal"), (money, "fiscal"), (welfare, "welfare")):
        public(organ, catalog_entry=entry, kind=kind)
    public(organ, NOON - timedelta(days=365), catalog_entry=money)
    assert queries.published_counts(organ, 2023) == (3, [("财政", 2), ("民生", 1)])
    assert queries.published_by_kind(organ, 2023) == {"fiscal": 2, "welfare": 1}
    account = ChannelFactory.create(organ=organ, name="生态演示")
    ChannelFactory.create(organ=organ, board=True, name="乡公开栏")
    ChannelFactory.create(organ=organ, closed=True)
    for day in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)):
        DeliveryFactory.create(channel=account, delivered_on=day)
    DeliveryFactory.create(channel=account, void=True)
    assert queries.delivery_counts(organ, 2023) == [("微信公众号“生态演示”", 2), ("公开栏“乡公开栏”", 0)]


def test_withdrawals_and_secrecy_reviews_of_the_year() -> None:
    desk = Desk.create()
    item = desk.published()
    desk.review(desk.submit(desk.draft()), "partly", "删去")
    operations.withdraw(item=item, ground="error", by=desk.leader, at=desk.later())
    assert queries.published_counts(desk.organ, 2023)[0] == 1
    assert queries.withdrawn_count(desk.organ, 2023) == 1
    assert queries.secrecy_review_count(desk.organ, 2023) == 2
    assert queries.secrecy_review_count(desk.organ, 2022) == 0


def test_figures_of_one_organ_and_of_a_subtree() -> None:
    county = OrganFactory.create(county=True)
    township = OrganFactory.create(parent=county)
    other = OrganFactory.create()
    for organ in (county, township, other):
        DecisionCountFactory.create(organ=organ, count=organ.pk)
        ChargeFactory.create(organ=organ)
        NormativeDocumentFactory.create(organ=organ)
    DecisionCountFactory.create(organ=township, kind="penalty", count=2)
    assert queries.decision_counts(2023, organ=township) == {township.pk: {"license": township.pk, "penalty": 2}}
    assert set(queries.decision_counts(2023, path=county.path)) == {county.pk, township.pk}
    assert queries.charge_totals(2023, path=county.path) == {county.pk: Decimal(1000), township.pk: Decimal(1000)}
    assert queries.charge_totals(2022, path=county.path) == {}
    assert queries.document_counts(2023, path=county.path) == {
        pk: {"normative_document": (1, 0, 1)} for pk in (county.pk, township.pk)
    }


def test_each_figure_is_one_query(organ: Organ) -> None:
    for count in (
        lambda: queries.document_counts(2023, path=organ.path),
        lambda: queries.decision_counts(2023, path=organ.path),
        lambda: queries.charge_totals(2023, path=organ.path),
        lambda: queries.delivery_counts(organ, 2023),
        lambda: queries.published_by_kind(organ, 2023),
        lambda: queries.secrecy_review_count(organ, 2023),
        lambda: queries.withdrawn_count(organ, 2023),
    ):
        with CaptureQueriesContext(connection) as captured:
            count()
        assert len(captured) == 1


FIRST = date(2019, 1, 1)
days = st.integers(0, 3 * 365).map(lambda n: FIRST + timedelta(days=n))
lengths = st.integers(0, 900).map(lambda n: timedelta(days=n))
lives = st.tuples(
    days, lengths, st.one_of(st.none(), lengths), st.one_of(st.none(), lengths), st.sampled_from(NormativeDocument.Kind)
)
EDGES = [
    (date(2020, 12, 31), timedelta(0), timedelta(0), None, NormativeDocument.Kind.NORMATIVE_DOCUMENT),
    (date(2020, 1, 1), timedelta(0), timedelta(365), timedelta(365), NormativeDocument.Kind.NORMATIVE_DOCUMENT),
    (date(2020, 1, 1), timedelta(0), None, timedelta(366), NormativeDocument.Kind.GOVERNMENT_RULE),
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(lives, max_size=12))
def test_document_counts_equal_a_slow_count_and_t201_holds(organ: Organ, drawn: list[tuple]) -> None:  # type: ignore[type-arg]  # five values
    NormativeDocument.objects.all().delete()
    for n, (issued, wait, valid, until_repeal, kind) in enumerate([*EDGES, *drawn]):
        NormativeDocumentFactory.create(
            organ=organ,
            kind=kind,
            number=str(n),
            issued_on=issued,
            effective_on=issued + wait,
            expires_on=None if valid is None else issued + wait + valid,
            repealed_on=None if until_repeal is None else issued + until_repeal,
            repeal_reason="" if until_repeal is None else "演示",
        )
    rows = list(NormativeDocument.objects.all())
    before: Counter[str] = Counter()
    for year in range(2019, 2027):
        counted = queries.document_counts(year, organ=organ).get(organ.pk, {})
        for kind in NormativeDocument.Kind.values:
            mine = [row for row in rows if row.kind == kind]
            issued, ended, standing = counted.get(kind, (0, 0, 0))
            assert issued == sum(row.issued_on.year == year for row in mine)
            assert standing == sum(
                row.issued_on <= date(year, 12, 31) and not over(row, date(year, 12, 31)) for row in mine
            )
            assert standing == before[kind] + issued - ended
            before[kind] = standing
            for column, number in enumerate((issued, ended, standing)):
                assert len(queries.cell_records(organ, year, kind, column)) == number


def over(document: NormativeDocument, day: date) -> bool:
    return queries.validity(document, on=day) in (queries.Validity.EXPIRED, queries.Validity.REPEALED)


def test_records_behind_the_cells_of_table_2(organ: Organ) -> None:
    NormativeDocumentFactory.create(organ=organ, number="演〔2023〕1号", issued_on=date(2023, 2, 1), repealed=True)
    DecisionCountFactory.create(organ=organ, kind="penalty", count=2)
    [ended] = queries.cell_records(organ, 2023, "normative_document", 1)
    assert (ended.number, ended.on, ended.source) == ("演〔2023〕1号", date(2023, 5, 12), "已被新文件替代")
    assert queries.cell_records(organ, 2023, "normative_document", 2) == []
    assert [record.amount for record in queries.cell_records(organ, 2023, "penalty", 0)] == ["2"]
    assert queries.cell_records(organ, 2023, "license", 0) == []


def test_ogi_26_twenty_working_days_by_the_calendar_of_the_place() -> None:
    """Formed on 2022-07-08: 2022-08-05 by the national calendar, 2022-08-09 in Ningxia, where 古尔邦节 is kept."""
    ningxia, elsewhere = OrganFactory.create(area_code="640423207"), OrganFactory.create(area_code="110101001")
    for organ, due in ((ningxia, date(2022, 8, 9)), (elsewhere, date(2022, 8, 5))):
        item = DisclosureItemFactory.create(organ=organ, produced_on=date(2022, 7, 8))
        assert queries.publication_due(item).day == due
        assert queries.overdue_publications(on=due, organ=organ) == []
        [late] = queries.overdue_publications(on=due + timedelta(days=1), organ=organ)
        assert late.item == item
    assert late.working_days_late == 0, "the day after the fifth of August is a Saturday"
    [later] = queries.overdue_publications(on=due + timedelta(days=3), organ=elsewhere)
    assert later.working_days_late == 1


def test_ogi_26_only_unpublished_proactive_items_are_overdue(organ: Organ) -> None:
    DisclosureItemFactory.create(organ=organ, withheld=True, produced_on=date(2022, 1, 4))
    public(organ, produced_on=date(2022, 1, 4))
    late = DisclosureItemFactory.create(organ=organ, produced_on=date(2022, 3, 1))
    later = DisclosureItemFactory.create(organ=organ, produced_on=date(2022, 1, 4))
    assert [clock.item for clock in queries.overdue_publications(on=DAY, path=organ.path)] == [later, late]


def test_ogi_26_items_published_late_are_named(organ: Organ) -> None:
    late = public(organ, produced_on=date(2023, 3, 1))
    public(organ, produced_on=date(2023, 5, 4))
    [clock] = queries.published_late(organ, 2023)
    assert clock.item == late
    assert clock.working_days_late > 0
    assert queries.published_late(organ, 2022) == []


def test_public_items_are_found_by_their_key_only_once_published(organ: Organ) -> None:
    draft, shown = DisclosureItemFactory.create(organ=organ), public(organ)
    assert queries.public_item(draft.public_key) is None
    assert queries.public_item("") is None
    with CaptureQueriesContext(connection) as captured:
        found = queries.public_item(shown.public_key)
        assert found is not None
        assert found.published_version is not None
        _ = (found.organ.name, found.responsible.display_name, list(found.published_version.attachments.all()))
    assert len(captured) == 2
