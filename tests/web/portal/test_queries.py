"""What the public pages read from the register of items."""

from datetime import UTC, date, datetime

from gongkai.apps.publication import operations
from gongkai.apps.publication.queries import portal
from gongkai.apps.publication.queries.documents import Validity
from tests.web.portal.world import World, publish, topic


def test_a_column_changed_when_something_was_published_corrected_or_withdrawn(world: World) -> None:
    assert set(portal.changed_on([world.county, world.township])) == {world.township.pk}
    before = portal.changed_on([world.township])[world.township.pk]
    world.desk.draft(title="草稿")
    assert portal.changed_on([world.township])[world.township.pk] == before
    world.desk.at = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    operations.withdraw(item=world.notice, ground="error", by=world.desk.leader, at=world.desk.later())
    assert portal.changed_on([world.township])[world.township.pk] == date(2026, 3, 9)


def test_counts_and_newest_leave_guide_and_rules_out(world: World) -> None:
    count = portal.public_counts([world.township])[world.township.pk]
    guide = publish(world.desk, "公开指南（演示）", kind="disclosure_guide")
    assert portal.public_counts([world.township]) == {world.township.pk: count}
    assert guide not in portal.newest(organs=[world.township])
    assert portal.own_block(world.township, "disclosure_guide") == [guide]
    assert portal.statutory_items(world.township).count() == count


def test_beside_an_item_stand_the_one_before_and_the_one_after_in_its_matter(world: World) -> None:
    first, second, third = (publish(world.desk, f"预算{number}", catalog_entry=topic("a20.07")) for number in range(3))
    publish(world.desk, "别的事项", catalog_entry=topic("a20.11"))
    assert portal.neighbours(second) == (first, third)
    assert portal.neighbours(first) == (world.corrected, second)
    operations.withdraw(item=second, ground="error", by=world.desk.leader, at=world.desk.later())
    assert portal.neighbours(third) == (first, None)


def test_a_day_late_is_late(world: World) -> None:
    in_time, total = portal.published_in_time(world.township, 2026)
    publish(world.desk, "早已形成", formed_on=date(2025, 12, 1))
    publish(world.desk, "刚刚形成", formed_on=world.desk.at.date())
    later_in_time, later_total = portal.published_in_time(world.township, 2026)
    assert (later_in_time - in_time, later_total - total) == (1, 2)


def test_a_chain_names_only_what_may_be_seen(world: World) -> None:
    on = date(2026, 3, 24)
    entries = {
        entry.document.number: entry
        for entry in (portal.library_entry(one, on=on) for one in portal.library(world.township))
    }
    assert "示青政发〔2026〕99号" not in entries
    assert "示青政发〔2026〕4号" not in entries
    assert entries["示青政发〔2023〕5号"].replaced_by is None
    assert entries["示青政发〔2023〕5号"].validity is Validity.REPEALED
    new = entries["示青政发〔2026〕3号"]
    assert [before.number for before in new.replaces] == ["示青政发〔2024〕21号"]
    assert entries["示青政发〔2025〕9号"].item is None


def test_only_what_binds_counts_as_in_force(world: World) -> None:
    library = portal.library(world.township)
    numbers = {one.number for one in library.filter(portal.in_force(on=date(2026, 3, 24)))}
    assert numbers == {"示青政发〔2026〕3号", "示青政发〔2025〕9号"}
    before = {one.number for one in library.filter(portal.in_force(on=date(2026, 1, 31)))}
    assert "示青政发〔2024〕21号" in before
    assert "示青政发〔2026〕3号" not in before


def test_files_are_given_in_their_order_for_the_whole_list(world: World) -> None:
    found = portal.attachments_of([world.notice, world.corrected])
    assert [one.title for one in found[world.notice.pk]] == ["各村核实结果", "说明"]
    assert world.corrected.pk not in found
