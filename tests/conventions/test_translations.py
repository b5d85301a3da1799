"""The English overlay is complete: no interface string is missing, fuzzy, or stale."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "gongkai"
CATALOGS = sorted(PACKAGE.glob("**/locale/en/LC_MESSAGES/django.po"))
ENTRY = re.compile(
    r'^(?:#, (?P<flags>[^\n]+)\n)?(?:msgctxt (?P<context>(?:"[^\n]*"\n?)+))?msgid (?P<id>(?:"[^\n]*"\n?)+)(?P<rest>(?:msg[^\n]*\n(?:"[^\n]*"\n?)*)+)',
    re.M,
)


def entries(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Read a catalogue: (context, msgid) → (flags, everything after the msgid)."""
    found = {}
    for match in ENTRY.finditer(text.replace("\r\n", "\n") + "\n"):
        plain = "".join(re.findall(r'"([^\n]*)"', match["id"]))
        context = "".join(re.findall(r'"([^\n]*)"', match["context"] or ""))
        if plain:
            found[context, plain] = (match["flags"] or "", match["rest"])
    return found


def catalog(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    return entries(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the interface strings anew into a copy of the package."""
    if not shutil.which("xgettext"):
        pytest.skip("没有 gettext（apt-get install gettext），无法收集界面文字")
    copy = tmp_path_factory.mktemp("messages") / "gongkai"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "en",
        "--no-wrap",
        "--no-location",
        "--no-obsolete",
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "django.conf.global_settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return copy


def test_the_overlay_knows_every_interface_string(collected: Path) -> None:
    found = 0
    for path in CATALOGS:
        wanted = catalog(collected / path.relative_to(PACKAGE))
        found += len(wanted)
        assert sorted(set(wanted) - set(catalog(path))) == [], "run `make messages` and translate"
    assert found > 500


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(PACKAGE).parts[0])
def test_no_translation_is_missing_or_fuzzy(path: Path) -> None:
    empty = re.compile(r'msgstr(?:\[\d\])? ""\n(?!")')
    assert [key for key, (flags, rest) in catalog(path).items() if "fuzzy" in flags or empty.search(rest)] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(PACKAGE).parts[0])
def test_translations_keep_their_placeholders(path: Path) -> None:
    marks = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        plain
        for (_, plain), (_, rest) in catalog(path).items()
        if set(marks.findall(plain)) != set(marks.findall(rest))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(PACKAGE).parts[0])
def test_the_compiled_catalog_is_current(path: Path, tmp_path: Path) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("没有 gettext（apt-get install gettext），无法编译界面文字")
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", str(fresh), str(path)], check=True)
    assert fresh.read_bytes() == path.with_suffix(".mo").read_bytes(), "run `make messages`"
