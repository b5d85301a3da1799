"""A browser for tests: Debian's Chromium, its sizes, accessibility by axe, and turns so that a long matrix fits the default run."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
Open = Callable[..., Any]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"pc": (1366, 768), "phone": (360, 740), "small": (320, 640)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one browser for the tests of a module; import this fixture where it is needed."""
    if CHROMIUM is None:
        pytest.skip("没有 Chromium（apt-get install chromium），跳过浏览器测试")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def database_beside_the_browser() -> Iterator[None]:
    """The browser's driver keeps a loop running in this thread; the tests use the database from the same thread all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


def axe(page: Any) -> list[str]:
    """Give the findings of axe on the page as it stands: rule and place."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(Axe().axe_script)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def sideways(page: Any) -> int:
    """Give by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def shrink(page: Any, size: str = "small") -> None:
    """Make the window of an open page as small as the smallest phone, and let the page take notice."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))")


def turn(things: Sequence[T], number: int, of: int) -> Sequence[T]:
    """
    Give every `of`-th thing beginning at `number`, so that `of` tests together see all of them once.

    A matrix of pages × displays takes minutes; by turns every page is seen in one display and every display with many pages. The whole
    matrix is run by `make drill`.
    """
    return things[number::of]
