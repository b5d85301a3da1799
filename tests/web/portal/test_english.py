"""The English pages: outside data, no Chinese is left."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from gongkai.law import citations
from tests.web.portal.world import World

CHINESE = re.compile(r"[一-鿿]+")
PORTAL = Path(__file__).parents[3] / "src" / "gongkai" / "web" / "portal"
CATALOG = PORTAL / "locale" / "en" / "LC_MESSAGES" / "django.po"
#: Words of the frame that are Chinese on purpose: the switch of the language and the example in the search box.
FRAME = {"中文", "耕地地力补贴", "政府信息公开申请", "演示"}


def data_words(world: World) -> str:
    """Give everything that was typed in by somebody: organs, items, reports, the titles of laws."""
    parts: list[str] = []
    for organ in (world.county, world.department, world.township, world.village):
        parts += [organ.name, organ.short_name, organ.office, organ.address, organ.office_hours]
    for item in world.township.items.all():
        version = item.published_version
        parts += [item.title, item.document_number, item.abstract, item.source, item.mode, item.catalog_entry.label]
        parts += [version.body_text, *(one.title for one in version.attachments.all())] if version else []
    parts += [
        document.number + document.title + document.repeal_reason
        for document in world.township.normative_documents.all()
    ]
    parts += [one.name for one in world.township.channels.all()] + ["合计有误，已改正", "更正新收件数"]
    parts += [str(one.content) for one in type(world.report).objects.all()]
    return "\n".join(parts) + "演示事项" + "没有这样的话"


def of_the_law() -> str:
    texts = []
    for instrument in citations.instruments().values():
        texts += [
            instrument.title,
            instrument.number,
            instrument.note,
            *(article.gist for article in instrument.articles.values()),
        ]
    return "\n".join(texts)


def chinese_left(page: html.HtmlElement) -> set[str]:
    found = page.xpath(
        "//title/text() | //body//text()[not(ancestor::script) and not(ancestor::*[@lang='zh-CN'])]"
        " | //@aria-label | //@placeholder | //@alt | //meta[@name='ColumnName']/@content"
    )
    return {word for text in found for word in CHINESE.findall(text)} - FRAME


def test_no_interface_string_is_left_in_chinese(world: World, english_reader: Client) -> None:
    known = data_words(world)
    law = of_the_law()
    for name, path in {**world.pages(), **world.forms(), "withdrawn": world.item(world.withdrawn)}.items():
        page = html.fromstring(english_reader.get(path).content)
        assert page.get("lang") == "en", name
        allowed = known + law if name.startswith("law") else known
        left = {word for word in chinese_left(page) if word not in allowed}
        if name == "law-article":
            left = {word for word in left if not page.xpath(f"//main//tbody//th[contains(., '{word}')]")}
        assert left == set(), name


def test_the_switch_turns_the_language_over(world: World) -> None:
    reader = Client()
    assert html.fromstring(reader.get(world.base).content).get("lang") == "zh-CN"
    reader.get("/ui/display?lang=en")
    page = html.fromstring(reader.get(world.base).content)
    assert page.get("lang") == "en"
    assert "Open Government Information" in page.xpath("string(//h1)")
    assert "Budgets" in page.xpath("string(//nav[contains(@class, 'side-nav')])")


def test_legal_labels_come_from_the_glossary(world: World, english_reader: Client) -> None:
    page = html.fromstring(english_reader.get(world.item(world.notice)).content)
    labels = [node.text_content() for node in page.xpath("//dl//dt")]
    assert labels[:2] == ["index number", "document number"]


def entries() -> dict[str, str]:
    text = CATALOG.read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.*)"', text, re.M))


def test_the_overlay_is_complete_and_keeps_its_placeholders() -> None:
    found = entries()
    assert len(found) > 350
    assert [plain for plain, english in found.items() if not english] == []
    holes = re.compile(r"%\(\w+\)s")
    assert [
        plain for plain, english in found.items() if sorted(holes.findall(plain)) != sorted(holes.findall(english))
    ] == []


def test_every_string_of_the_templates_is_in_the_overlay() -> None:
    found = {plain.replace('\\"', '"').replace("%%", "%") for plain in entries()}
    used: set[str] = set()
    for path in PORTAL.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        used |= {one or two for one, two in re.findall(r"""\{% translate (?:"([^"]+)"|'([^']+)')""", text)}
    for path in PORTAL.glob("*.py"):
        used |= set(re.findall(r"""\b_\("([^"]+)"\)""", path.read_text(encoding="utf-8")))
    assert len(used) > 250
    assert {one for one in used if one.replace("%%", "%") not in found} == set()


def test_the_compiled_overlay_is_current(tmp_path: Any) -> None:
    fresh = tmp_path / "django.mo"
    try:
        subprocess.run(["msgfmt", "-o", str(fresh), str(CATALOG)], check=True)
    except FileNotFoundError:
        pytest.skip("没有 gettext（apt-get install gettext），无法编译界面文字")
    assert fresh.read_bytes() == CATALOG.with_suffix(".mo").read_bytes()
