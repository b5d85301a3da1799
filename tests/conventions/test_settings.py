"""Every setting is documented, and what is documented exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "reference" / "settings.md"
FOR_TESTS = re.compile(r"GONGKAI_TEST_")


def read_by_code() -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "src" / "gongkai" / "config").glob("*.py"):
        names |= set(re.findall(r"\"(GONGKAI_[A-Z_]+|PORT)\"", path.read_text(encoding="utf-8")))
    return {name for name in names if not FOR_TESTS.match(name)}


def documented() -> set[str]:
    return set(re.findall(r"`(GONGKAI_[A-Z_]+|PORT)`", DOCUMENT.read_text(encoding="utf-8")))


def test_every_setting_is_documented() -> None:
    assert read_by_code(), "no setting found"
    assert read_by_code() - documented() == set()


def test_every_documented_setting_exists() -> None:
    assert documented() - read_by_code() == set()
