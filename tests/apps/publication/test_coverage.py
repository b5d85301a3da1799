"""The coverage of the standard catalogue: every matter is published, explained, or a gap that is seen."""

import pytest

from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.access import day_of
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import CatalogEntry
from tests.factories.publication import Desk

pytestmark = pytest.mark.django_db
MATTER = "f19.0202"


@pytest.fixture
def desk() -> Desk:
    desk = Desk.create()
    operations.enter_legal_topics(by=None, on=day_of(desk.at))
    operations.enter_standard_catalog(by=None, on=day_of(desk.at))
    return desk


def matter(desk: Desk, code: str = MATTER) -> queries.Covered:
    return next(row for row in queries.coverage(desk.organ, on=day_of(desk.at)) if row.matter.id == code)


def test_the_catalogue_is_entered_once_and_hangs_below_the_law(desk: Desk) -> None:
    assert operations.enter_standard_catalog(by=None, on=day_of(desk.at)) == 0
    entry = CatalogEntry.objects.get(code=MATTER)
    assert entry.path == "a20.11/f19/f19.0202/"
    assert entry.label == "最低生活保障—办事指南"


def test_a_gap_is_closed_by_an_item_or_by_a_reason(desk: Desk) -> None:
    assert matter(desk).gap
    desk.entry = CatalogEntry.objects.get(code=MATTER)
    desk.published()
    assert (matter(desk).count, matter(desk).newest_on, matter(desk).gap) == (1, day_of(desk.at), False)
    other = CatalogEntry.objects.get(code="f01.01")
    stated = operations.declare_not_involved(
        organ=desk.organ, entry=other, reason="本乡没有审批权限", by=desk.clerk, on=day_of(desk.at)
    )
    assert not matter(desk, "f01.01").gap
    operations.involve_again(stated=stated, by=desk.clerk, on=day_of(desk.at))
    assert matter(desk, "f01.01").gap


def test_a_statement_needs_a_reason_and_must_not_contradict_what_is_public(desk: Desk) -> None:
    entry = desk.entry = CatalogEntry.objects.get(code=MATTER)
    with pytest.raises(PublicationError, match="理由"):
        operations.declare_not_involved(organ=desk.organ, entry=entry, reason=" ", by=desk.clerk, on=day_of(desk.at))
    desk.published()
    with pytest.raises(PublicationError, match="已有公开的信息"):
        operations.declare_not_involved(organ=desk.organ, entry=entry, reason="没有", by=desk.clerk, on=day_of(desk.at))


def test_many_organs_cost_as_many_queries_as_one(desk: Desk, django_assert_num_queries: object) -> None:
    others = [Desk.create().organ for _ in range(4)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = queries.coverage_of([desk.organ, *others], on=day_of(desk.at))
    assert len(found) == 5
