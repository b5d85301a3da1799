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
CATALOG = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
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


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[str, str]]:
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
    return entries((copy / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"))


def test_the_overlay_knows_every_interface_string(collected: dict[tuple[str, str], tuple[str, str]]) -> None:
    assert len(collected) > 300
    kept = entries(CATALOG.read_text(encoding="utf-8"))
    assert sorted(set(collected) - set(kept)) == [], "run `make messages` and translate"


def test_no_translation_is_missing_or_fuzzy() -> None:
    kept = entries(CATALOG.read_text(encoding="utf-8"))
    missing = [
        key
        for key, (flags, rest) in kept.items()
        if "fuzzy" in flags or re.search(r'msgstr(?:\[\d\])? ""\n(?!")', rest)
    ]
    assert missing == []


def test_translations_keep_their_placeholders() -> None:
    wrong = []
    for (_, plain), (_, rest) in entries(CATALOG.read_text(encoding="utf-8")).items():
        wanted = set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", plain))
        given = set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", rest))
        if wanted != given:
            wrong.append(plain)
    assert wrong == []


def test_the_compiled_catalog_is_current(tmp_path: Path) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("没有 gettext（apt-get install gettext），无法编译界面文字")
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", str(fresh), str(CATALOG)], check=True)
    assert fresh.read_bytes() == CATALOG.with_suffix(".mo").read_bytes(), "run `make messages`"
