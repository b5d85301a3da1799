"""Whoever reads while pages are written, or after the writer was killed, gets whole pages."""

import gzip
import os
import signal
import time
from pathlib import Path

import pytest

from gongkai.web.static_site.tree import Folder, Tree, with_copies

PAGES = 60


def pages(folder: Folder, text: str) -> dict[Path, bytes]:
    """Make the pages of one state: each says which state it is from, from beginning to end."""
    found: dict[Path, bytes] = {}
    for number in range(PAGES):
        content = f"<{text}>" + text * 2000 + f"</{text}>"
        found |= with_copies(folder.place(f"/xxgk/{number}/"), content.encode())
    return found


def states(folder: Folder) -> set[str]:
    """Read everything and name the states found; a page that is not wholly of one state fails."""
    found = set()
    for place in folder.path.resolve().rglob("index.html*"):
        if place.name.startswith("."):
            continue
        raw = place.read_bytes()
        text = (gzip.decompress(raw) if place.suffix == ".gz" else raw).decode()
        state = text[1 : text.index(">")]
        assert text == f"<{state}>" + state * 2000 + f"</{state}>", place
        found.add(state)
    return found


@pytest.mark.parametrize("rounds", [6, pytest.param(120, marks=pytest.mark.drill)])
def test_a_killed_writer_leaves_old_pages_and_new_ones_and_no_halves(tmp_path: Path, rounds: int) -> None:
    site = Tree(tmp_path)
    folder = site.fresh("one")
    folder.add(pages(folder, "s0"))
    site.switch(folder)
    folder = site.pages()
    mixed = 0
    for number in range(1, rounds + 1):
        new = pages(folder, f"s{number}")
        child = os.fork()
        if child == 0:
            folder.put(new)
            os._exit(0)
        time.sleep(0.004 * (number % 9))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = states(folder)
        mixed += len(found) > 1
        assert len(list(folder.path.resolve().rglob("index.html"))) == PAGES
    with site.locked():  # the lock of a dead writer is free
        folder.put(pages(folder, "end"))
    assert states(folder) == {"end"}


def test_addresses_stay_inside_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.place("/") == tmp_path / "index.html"
    assert folder.place("/a/b.json") == tmp_path / "a" / "b.json"
    assert folder.address(folder.place("/a/b/")) == "/a/b/"
    for bad in ("/../x", "/a/../../x", "relative", "/a//b", "/%2e%2e/x"):
        with pytest.raises(ValueError, match="不能写成文件"):
            folder.place(bad)
    assert folder.read("/nothing/") is None


def test_a_switch_shows_the_whole_new_site_and_drops_the_old(tmp_path: Path) -> None:
    site = Tree(tmp_path)
    assert not site.exists()
    for name in ("one", "two"):
        folder = site.fresh(name)
        folder.add(pages(folder, name))
        site.switch(folder)
        assert states(site.pages()) == {name}
    assert [path.name for path in (tmp_path / "trees").iterdir()] == ["two"]
