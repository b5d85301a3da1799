"""What is public lies in files as it should be, at once, and what was withdrawn lies in none."""

import errno
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.apps.core import outbox
from gongkai.apps.core.models import Outbox
from gongkai.apps.organs import operations as organs
from gongkai.apps.publication import operations
from gongkai.apps.publication.models import CatalogEntry
from gongkai.web.static_site import addresses, publishing, tree
from tests.factories.publication import newest
from tests.web.portal.world import publish, topic
from tests.web.static_site.conftest import Site


def faults(site: Site) -> dict[str, list[str]]:
    found = site.check()
    assert found.pages > 100
    assert found.links > 50
    own = (f"/xxgk/{site.world.village.code}/", f"/xxgk/{site.world.department.code}/")
    extra = [one for one in found.extra if not one.startswith(own)]  # columns that the fixture leaves out
    return {"missing": found.missing, "stale": found.stale, "extra": extra, "dead": found.dead}


CLEAN: dict[str, list[str]] = {"missing": [], "stale": [], "extra": [], "dead": []}


def test_every_page_lies_in_its_file_and_the_check_sees_what_is_wrong(site: Site) -> None:
    assert faults(site) == CLEAN
    world, pages = site.world, site.tree.pages()
    assert world.notice.title in site.read(world.item(world.notice))
    assert not site.has(world.item(world.withdrawn))
    assert "已撤回" in pages.place(world.item(world.withdrawn)).with_name(tree.TOMBSTONE).read_text(encoding="utf-8")
    for words in world.hidden:
        assert site.holding(words) == [], words
    for copy in tree.copies_of(pages.place(f"{world.base}guide/")):
        copy.unlink()
    stale = pages.place(f"{world.base}rules/")
    stale.write_bytes(stale.read_bytes() + b" ")
    old_copy = pages.place(f"{world.base}apply/").with_name("index.html.gz")
    old_copy.write_bytes(tree.gzip.compress(b"old"))
    (pages.place(f"{world.base}reports/").parent / "leftover.html").write_text(
        '<a href="/xxgk/nowhere/">x</a>', encoding="utf-8"
    )
    found = site.check()
    assert found.missing == [f"{world.base}guide/"]
    assert sorted(found.stale) == [f"{world.base}apply/", f"{world.base}rules/"]
    assert found.extra == [f"{world.base}reports/leftover.html"]
    assert [one.split(" → ")[1] for one in found.dead] == ["/xxgk/nowhere/"]


def test_publishing_correcting_and_withdrawing_leave_nothing_stale(site: Site) -> None:
    world = site.world
    new = site.act(lambda: publish(world.desk, "刚刚公开的信息（演示）", catalog_entry=topic("a20.07")))
    for address in (world.item(new), world.base, f"{world.base}items/", f"{world.base}topics/a20.07/", "/"):
        assert "刚刚公开的信息" in site.read(address), address
    for kind in ("json", "csv", "atom"):
        assert "刚刚公开的信息" in site.read(f"{world.base}items/feed.{kind}"), kind

    def correct() -> None:
        content = _content(new)
        operations.correct(
            item=new, based_on=1, content=content, reason="题目有误", by=world.desk.clerk, at=world.desk.later()
        )
        world.desk.republish(new)

    site.act(correct)
    new.refresh_from_db()
    assert site.holding("刚刚公开的信息") == []
    assert "改正之后的题目" in site.read(f"{world.base}topics/a20.11/")

    site.act(lambda: operations.withdraw(item=new, ground="error", by=world.desk.leader, at=world.desk.later()))
    assert site.holding("改正之后的题目") == []
    assert not site.has(world.item(new))
    assert faults(site) == CLEAN


def _content(item: Any) -> Any:
    from dataclasses import replace

    from gongkai.apps.publication.content import content_of

    content = content_of(newest(item))
    return replace(content, heads=replace(content.heads, title="改正之后的题目（演示）", catalog_entry=topic("a20.11")))


@pytest.mark.drill
def test_the_library_the_contacts_and_the_day_leave_nothing_stale(site: Site, standing_clock: Any) -> None:
    world, on = site.world, date(2026, 3, 24)
    document = world.new_policy.normative_document
    site.act(lambda: operations.repeal_document(document=document, repealed_on=on, reason="不再适用", by=None, on=on))
    assert "不再适用" in site.read(world.item(world.new_policy))
    site.act(lambda: organs.check_contacts(organ=world.township, by=None, on=on, phone="0000-7654321"))
    assert "0000-7654321" in site.read(world.item(world.notice))
    site.act(lambda: operations.open_channel(organ=world.township, kind="board", name="演示公开栏", by=None, on=on))
    assert "演示公开栏" in site.read(f"{world.base}guide/")
    assert faults(site) == CLEAN
    standing_clock.move_to("2027-04-01 10:00:00+08:00")
    assert faults(site)["stale"] != []
    assert publishing.refresh_the_day().written > 0
    assert faults(site) == CLEAN
    assert publishing.refresh_the_day().written == 0


@pytest.mark.drill
def test_what_a_publication_touches_does_not_grow_with_the_site(site: Site) -> None:
    world = site.world
    counts = []
    publish(world.desk, "这个事项的第一条（演示）", catalog_entry=topic("a20.15"))
    for _round in range(2):
        item = publish(world.desk, "又一条（演示）", catalog_entry=topic("a20.15"))
        counts.append(len(set(addresses.touched_by_item(item))))
        for number in range(12):
            publish(world.desk, f"更多信息{number}（演示）", catalog_entry=topic("a20.15"))
    assert counts[0] == counts[1] <= 40


def test_a_full_disk_leaves_every_old_page_and_says_what_to_do(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    world = site.world
    before = snapshot(site)
    write, calls = tree._write, []

    def full(place: Path, content: bytes) -> None:
        calls.append(place)
        if len(calls) > 5:
            place.write_bytes(content[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        write(place, content)

    monkeypatch.setattr(tree, "_write", full)
    site.act(lambda: publish(world.desk, "磁盘满时的信息（演示）", catalog_entry=topic("a20.07")))
    assert snapshot(site) == before
    failed = Outbox.objects.get(state=Outbox.State.FAILED)
    assert "磁盘已满" in failed.error
    assert "gongkai effects retry" in failed.error
    site.act(
        lambda: operations.withdraw(item=world.notice, ground="privacy", by=world.desk.leader, at=world.desk.later())
    )
    assert site.holding(world.notice.title) == []
    monkeypatch.setattr(tree, "_write", write)
    assert outbox.retry()[1] == 0
    assert faults(site) == CLEAN


def test_a_writer_that_dies_half_way_leaves_whole_pages_and_a_retry_mends_the_rest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, moved = site.world, []
    before = snapshot(site)
    replace = Path.replace

    def dying(self: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 7:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying)
        with pytest.raises(KeyboardInterrupt):
            site.act(lambda: publish(world.desk, "写到一半（演示）", catalog_entry=topic("a20.07")))
    after = snapshot(site)
    changed = {name for name in after if after[name] != before.get(name)}
    assert 0 < len([name for name in changed if not Path(name).name.startswith(".")]) <= 6
    for name in changed:
        if name.endswith(".html"):
            assert after[name].rstrip().endswith(b"</html>"), name
    outbox.retry()
    assert "写到一半" in site.read(world.base)
    assert faults(site) == CLEAN


def snapshot(site: Site) -> dict[str, bytes]:
    """Give every file with its bytes."""
    top = site.tree.current.resolve()
    return {str(place.relative_to(top)): place.read_bytes() for place in top.rglob("*") if place.is_file()}


@pytest.mark.drill
def test_a_build_makes_all_and_what_is_published_meanwhile(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    world, make = site.world, publishing._make
    publishing.retire()
    site.act(lambda: publish(world.desk, "还没有站点（演示）", catalog_entry=topic("a20.07")))
    assert not site.tree.exists()
    assert publishing.stamped() is None
    assert not publishing.is_current()

    def meanwhile(folder: Any, chunk: Any) -> Any:
        done = make(folder, chunk)
        if not CatalogEntry.objects.filter(items__title="生成期间公开（演示）").exists():
            publish(world.desk, "生成期间公开（演示）", catalog_entry=topic("a20.07"))
        return done

    monkeypatch.setattr(publishing, "_make", meanwhile)
    publishing.build()
    assert publishing.is_current()
    assert "生成期间公开" in site.read(f"{world.base}items/")
    assert faults(site) == CLEAN
