"""What is shipped to browsers stays small and within the browser floor, and the components keep their promises to page writers."""

import re
from pathlib import Path

import pytest

from gongkai.law import citations
from gongkai.web.ui import icons, law_links

UI = Path(__file__).parents[2] / "src" / "gongkai" / "web" / "ui"
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "components.md"
STYLES = sorted(UI.glob("static/gongkai/css/*.css"))
SCRIPTS = sorted(UI.glob("static/gongkai/js/*.js"))
TEMPLATES = sorted(UI.glob("templates/**/*.html"))
COMPONENTS = sorted(UI.glob("templates/cotton/*.html"))

#: CSS that Chromium 70 does not know; a whole rule or declaration would be lost.
TOO_NEW_CSS = {
    ":has(": r":has\(",
    ":is(": r":is\(",
    ":where(": r":where\(",
    "@layer": r"@layer",
    "@container": r"@container",
    "nesting": r"^\s*&",
    "flex gap": r"(?<!grid-)(?<!-)\b(?:row-|column-)?gap\s*:",
    "inset": r"[{;]\s*inset\s*:",
    "aspect-ratio": r"aspect-ratio\s*:",
    "min()/max()/clamp()": r"(?<!minmax)[ :(](?:min|max|clamp)\(",
    "logical shorthand": r"(?:margin|padding)-(?:inline|block)\s*:",
    "color-mix": r"color-mix\(",
    "ranges in media queries": r"@media[^{]*[<>]=?",
    "dvh": r"\d(?:dvh|svh|lvh)\b",
}
#: JavaScript beyond Chromium 86; public files stay within Chromium 70 as well.
TOO_NEW_JS = {
    "top-level await": r"^await ",
    "look-behind": r"\(\?<[=!]",
    "replaceAll": r"\.replaceAll\(",
    "at()": r"\.at\(",
    "structuredClone": r"structuredClone",
    "private fields": r"this\.#",
    "import": r"^import ",
    "eval": r"\beval\(|new Function",
}
TOO_NEW_FOR_PUBLIC = {"optional chaining": r"\?\.\w", "nullish": r"\?\?", "arrow": r"=>", "let": r"\b(?:let|const)\b"}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", source, flags=re.S | re.M)


def hits(patterns: dict[str, str], source: str) -> list[str]:
    return [name for name, pattern in patterns.items() if re.search(pattern, source, re.M)]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_stay_within_the_browser_floor(path: Path) -> None:
    assert hits(TOO_NEW_CSS, without_comments(text(path))) == []


def test_the_floor_check_sees_what_is_too_new() -> None:
    assert hits(TOO_NEW_CSS, "a { display: flex; gap: 4px; }") == ["flex gap"]
    assert hits(TOO_NEW_CSS, "a:has(b) { width: min(1px, 2px); }") == [":has(", "min()/max()/clamp()"]
    assert hits(TOO_NEW_CSS, "a { grid-gap: 4px; grid-template-columns: minmax(0, 1fr); }") == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_stay_within_the_browser_floor(path: Path) -> None:
    source = without_comments(text(path))
    assert hits(TOO_NEW_JS, source) == []
    if path.name != "desk.js":
        assert hits(TOO_NEW_FOR_PUBLIC, source) == []


def test_a_public_page_needs_less_than_45_kilobytes_of_styles_and_scripts() -> None:
    public = [*(p for p in STYLES if p.name != "workbench.css"), *(p for p in SCRIPTS if p.name != "desk.js")]
    assert sum(path.stat().st_size for path in public) < 45 * 1024
    assert (UI / "static/gongkai/css/gongkai.css").stat().st_size < 32 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(UI)))
def test_templates_keep_to_the_content_policy_and_escape(path: Path) -> None:
    source = text(path)
    assert not re.search(r"\sstyle\s*=", source), "no style attributes"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "no event attributes"
    assert not re.search(r"<script(?![^>]*\bsrc=)", source), "no inline scripts"
    assert "<style" not in source
    assert "{{ attrs }}" not in source, "use {% html_attrs attrs %}: the library does not escape"
    assert set(re.findall(r"(\w[\w.]*)\|safe", source)) <= {"field.help_text"}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_declares_what_it_reads(path: Path) -> None:
    source = text(path)
    declared = re.search(r"<c-vars\s([^>]*)/>", source)
    names = {name.replace("-", "_") for name in re.findall(r":?([\w-]+)=", declared[1])} if declared else set()
    loops = set(re.findall(r"{% for ([\w, ]+) in", source)) | {"forloop"}
    local = {name.strip() for group in loops for name in group.split(",")}
    local |= set(re.findall(r" as (\w+) %}", source)) | set(re.findall(r"with (\w+)=", source)) | {"forloop", "attrs"}
    frame = {"ui", "request", "user", "messages", "site", "desk", "_", "csrf_token", "None"}
    read = set(re.findall(r"{{ ?(\w+)", source)) | set(re.findall(r"{% (?:if|elif) (?:not )?(\w+)", source))
    assert read - names - local - frame - {"field", "total"} == set(), "an undeclared name leaks in from the page"


def test_every_component_is_documented() -> None:
    documented = set(re.findall(r"<c-([a-z-]+)", text(DOCUMENT)))
    existing = {path.stem.replace("_", "-") for path in COMPONENTS}
    assert existing - documented == set()
    assert documented - existing - {"slot", "vars"} == set()


def test_every_icon_that_is_named_exists() -> None:
    named = {name for path in TEMPLATES for name in re.findall(r"{% icon \"([\w-]+)\"", text(path))}
    named |= {name for path in TEMPLATES for name in re.findall(r"\bicon=\"([\w-]+)\"", text(path))}
    assert named - set(icons.PATHS) == set()


def test_every_instrument_has_a_working_english_name() -> None:
    assert set(citations.instruments()) - set(law_links.english_names()) == set()
