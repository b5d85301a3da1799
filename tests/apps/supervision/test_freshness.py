"""Freshness of columns: an item, a correction or a statement keeps a column fresh; a draft and another organ's item do not."""

from datetime import timedelta

import pytest

from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.models import CatalogEntry
from gongkai.apps.publication.operations import PostEntry
from gongkai.apps.supervision import operations, queries
from gongkai.apps.supervision.models import ColumnStanding
from gongkai.apps.supervision.operations import SupervisionError
from gongkai.apps.supervision.queries import Column, NoSuchColumn
from gongkai.law.freshness import BadLimits
from tests.factories.publication import DAY, Desk

pytestmark = pytest.mark.django_db
BUDGET = "a20.07"


@pytest.fixture
def desk() -> Desk:
    desk = Desk.create()
    publication.enter_legal_topics(by=None, on=DAY)
    desk.entry = CatalogEntry.objects.get(code=BUDGET)
    return desk


def column(desk: Desk, key: str = BUDGET, *, after: int = 0) -> Column:
    on = day_of(desk.at) + timedelta(days=after)
    return next(found for found in queries.columns(desk.organ, on=on) if found.key == key)


def test_an_item_freshens_its_column_and_the_home_and_age_does_the_rest(desk: Desk) -> None:
    assert column(desk).standing.age is None
    assert column(desk).standing.level == "late"
    desk.draft()
    assert column(desk).standing.age is None
    desk.published()
    Desk.create().published()
    assert column(desk).standing.level == "fresh"
    assert column(desk, "home").standing.age == 0
    assert column(desk, "home", after=15).standing.level == "late"
    assert [column(desk, after=days).standing.level for days in (121, 151, 181, 366)] == [
        "soon",
        "edge",
        "late",
        "severe",
    ]


def test_nothing_changed_is_one_statement_with_a_reason(desk: Desk) -> None:
    desk.published()
    on = day_of(desk.at) + timedelta(days=170)
    stated = operations.state_no_change(
        organ=desk.organ, column=BUDGET, reason="按年公开，本期未到时间", by=desk.clerk, on=on
    )
    found = column(desk, after=170)
    assert (found.standing.level, found.stated, found.updated_on) == ("fresh", stated, day_of(desk.at))
    with pytest.raises(SupervisionError, match="今天已说明"):
        operations.state_no_change(organ=desk.organ, column=BUDGET, reason="演示", by=desk.clerk, on=on)


@pytest.mark.parametrize(("key", "reason", "words"), [(BUDGET, " ", "理由"), ("a20.09", "没有", "还没有任何信息")])
def test_a_statement_needs_a_reason_and_something_that_did_not_change(
    desk: Desk, key: str, reason: str, words: str
) -> None:
    desk.published()
    with pytest.raises(SupervisionError, match=words):
        operations.state_no_change(organ=desk.organ, column=key, reason=reason, by=desk.clerk, on=day_of(desk.at))


def test_an_account_is_stale_after_fourteen_silent_days(desk: Desk) -> None:
    account = publication.open_channel(organ=desk.organ, kind="wechat", name="演示号", by=desk.clerk, on=DAY)
    key = f"account:{account.pk}"
    assert column(desk, key).standing.level == "late"
    publication.record_posts(channel=account, posts=[PostEntry("演示推文", DAY)], by=desk.clerk, at=desk.at)
    assert [column(desk, key, after=days).standing.level for days in (0, 8, 11, 15, 91)] == [
        "fresh", "soon", "edge", "late", "severe",
    ]  # fmt: skip


def test_limits_of_one_column_can_be_tightened(desk: Desk) -> None:
    desk.published()
    operations.set_column_limits(
        organ=desk.organ, column=BUDGET, warn_after=20, red_after=30, by=None, on=day_of(desk.at)
    )
    assert column(desk, after=31).standing.level == "late"
    assert column(desk, "home", after=0).limits.red == 14
    with pytest.raises(BadLimits):
        operations.set_column_limits(organ=desk.organ, column=BUDGET, warn_after=30, red_after=30, by=None, on=DAY)
    with pytest.raises(NoSuchColumn):
        operations.set_column_limits(organ=desk.organ, column="x", warn_after=1, red_after=3, by=None, on=DAY)


def test_the_night_writes_down_what_the_page_reckons(desk: Desk) -> None:
    desk.published()
    on = day_of(desk.at)
    assert operations.watch(by=None, on=on) == operations.watch(by=None, on=on) == ColumnStanding.objects.count()
    shown = {found.key: found.standing.level.value for found in queries.columns(desk.organ, on=on)}
    kept = {key: row.level for key, row in queries.standings([desk.organ])[desk.organ.pk].items()}
    assert kept == shown


def test_many_organs_cost_as_many_queries_as_one(desk: Desk, django_assert_num_queries: object) -> None:
    others = [Desk.create().organ for _ in range(3)]
    with django_assert_num_queries(6):  # type: ignore[operator]
        queries.columns_of([desk.organ, *others], on=DAY)
