"""From an article to its rules, code and tests; the pages and texts made of that."""

import re
from pathlib import Path

import pytest

from gongkai.law import reference
from gongkai.law.citations import Citation, CitationError, instruments, resolve
from gongkai.law.index import GLOSSARY, all_rules, code_citing, gaps, repository_root, rules_citing
from gongkai.law.show import render_gaps, render_instruments, render_show

ROOT = Path(__file__).resolve().parents[2]


def test_every_citation_in_every_data_file_resolves() -> None:
    faults = []
    for rule in all_rules():
        for cite in rule.cites:
            try:
                resolve(cite)
            except CitationError as error:
                faults.append(f"{rule.file} {rule.id}: {error}")
    assert faults == []


def test_every_citation_in_the_source_resolves() -> None:
    ids = "|".join(sorted(instruments(), key=len, reverse=True))
    spelled = re.compile(rf"(?<![\w-])(?:{ids}):[1-9]\d*(?:\.[1-9]\d*)?(?:\([1-9]\d*\))?")
    faults = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        for text in set(spelled.findall(path.read_text("utf-8"))):
            try:
                resolve(text)
            except CitationError as error:
                faults.append(f"{path.relative_to(ROOT)}: {error}")
    assert faults == []


def test_rules_of_an_article_are_those_of_its_paragraphs_too() -> None:
    ids = [rule.id for rule in rules_citing("ogi:33")]
    assert {"foi.reply", "foi.extension"} <= set(ids)
    assert {"foi.reply", "foi.extension"} <= {rule.id for rule in rules_citing("ogi:33.2")}
    assert "foi.reply" not in {rule.id for rule in rules_citing("ogi:33.1")}


def test_rules_of_an_item_are_its_own_and_those_of_the_article() -> None:
    ids = {rule.id for rule in rules_citing("ogi:20(7)")}
    assert "a20.07" in ids
    assert "a20.08" not in ids


def test_a_whole_instrument_gathers_all_its_rules() -> None:
    assert len(rules_citing("ogi")) > len(rules_citing("ogi:33")) > 0


def test_what_does_not_resolve_has_no_rules() -> None:
    with pytest.raises(CitationError, match="没有登记第五十七条"):
        rules_citing("ogi:57")
    with pytest.raises(CitationError):
        gaps("nosuchlaw")


def test_code_is_found_by_spelling_and_tests_by_name(tmp_path: Path) -> None:
    source = tmp_path / "src" / "gongkai" / "law"
    tests = tmp_path / "tests" / "law"
    source.mkdir(parents=True)
    tests.mkdir(parents=True)
    (source / "clock.py").write_text(
        '"""Extend (`ogi:33.2`), not `ogi:3` nor `xogi:33`."""\nCITES = ["ogi:331"]\n', "utf-8"
    )
    (source / "page.html").write_text('{% basis "ogi:33" %}\n', "utf-8")
    (source / "data.bin").write_bytes(b"\xff ogi:33")
    (tests / "test_clock.py").write_text(
        "def test_ogi_33_2_an_extension_moves_the_date() -> None:\n    pass\n"
        "def test_ogi_33_20_days_are_enough() -> None:\n    pass\n"
        "def test_ogi_3_something() -> None:\n    pass\n",
        "utf-8",
    )
    hits = code_citing("ogi:33", tmp_path)
    assert [(hit.path, hit.line, str(hit.citation), hit.is_test) for hit in hits] == [
        ("src/gongkai/law/clock.py", 1, "ogi:33.2", False),
        ("src/gongkai/law/page.html", 1, "ogi:33", False),
        ("tests/law/test_clock.py", 1, "ogi:33.2", True),
        ("tests/law/test_clock.py", 3, "ogi:33", True),
    ]
    assert [hit.line for hit in code_citing("ogi:33.1", tmp_path)] == [1, 3]


def test_gaps_are_articles_that_only_the_glossary_names() -> None:
    missing = {article.number for article in gaps("ogi")}
    used = {
        cite.article for rule in all_rules() if rule.file != GLOSSARY for cite in rule.cites if cite.instrument == "ogi"
    }
    assert missing.isdisjoint(used)
    assert missing | used >= set(range(1, 57))
    assert 33 not in missing
    assert 56 in missing


def test_the_articles_on_which_the_product_stands_have_rules() -> None:
    missing = {article.number for article in gaps("ogi")}
    assert missing.isdisjoint({12, 14, 15, 16, 17, 18, 20, 21, 22, 26, *range(29, 43), 49})


def test_show_tells_article_rules_code_and_tests() -> None:
    text = render_show("ogi:33", root=ROOT)
    assert text.startswith("《中华人民共和国政府信息公开条例》第三十三条（ogi:33）")
    assert "3款；2019-05-15 起施行" in text
    assert "deadlines.toml　foi.reply　答复期限　ogi:33.2" in text
    assert "src/gongkai/law/calendar.py:2　ogi:33.2" in text
    assert "tests/law/test_calendar.py:" in text


def test_show_without_sources_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.law.show.repository_root", lambda: None)
    assert render_show("ogi:33").endswith("此处没有源码，请在项目目录中运行。")


def test_show_of_an_instrument_lists_its_articles() -> None:
    text = render_show("form2021")
    assert "国办公开办函〔2021〕30号" in text
    assert "form2021:4　收到和处理申请情况表" in text
    assert "没有条号" in text
    assert "ogi:33　答复期限" in render_show("ogi")
    assert "至 2023-12-31 止" in render_show("arl2017")


def test_show_of_an_article_without_rules_says_none() -> None:
    assert "规则（0）\n  无\n" in render_show("ogi:56", root=ROOT)


def test_show_refuses_what_does_not_resolve() -> None:
    with pytest.raises(CitationError, match="没有登记第五十七条"):
        render_show("ogi:57")
    with pytest.raises(CitationError, match="不是法条引用"):
        render_show("第三十三条")


def test_gaps_are_listed_with_their_gist() -> None:
    text = render_gaps("ogi")
    assert text.startswith("《中华人民共和国政府信息公开条例》已登记56条，其中")
    assert "  ogi:56　自2019年5月15日起施行" in text
    full = next(known.id for known in instruments().values() if known.articles and not gaps(known.id))
    assert "都有规则" in render_gaps(full)


def test_instruments_are_listed() -> None:
    assert "ogi　《中华人民共和国政府信息公开条例》　国务院令第711号" in render_instruments()


def test_the_checkout_is_found() -> None:
    assert repository_root() == ROOT


def test_reference_pages_are_up_to_date() -> None:
    stale = reference.stale(ROOT / "docs" / "reference" / "law")
    assert stale == [], "请运行 python -m gongkai.law.reference docs/reference/law"


def test_reference_pages_are_written_once_and_surplus_ones_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "law"
    assert reference.main([str(folder)]) == 0
    assert "ogi.md" in capsys.readouterr().out.split()
    assert reference.stale(folder) == []
    (folder / "old.md").write_text("旧", "utf-8")
    (folder / "ogi.md").write_text("旧", "utf-8")
    assert reference.write(folder) == ["ogi.md", "old.md"]
    assert reference.stale(folder) == []
    page = (folder / "ogi.md").read_text("utf-8")
    assert "## 第三十三条（`ogi:33`）" in page
    assert "- `deadlines.toml` `foi.reply` 答复期限" in page


def test_reference_called_wrongly_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main([]) == 2
    assert "用法" in capsys.readouterr().err


def test_citation_of_a_whole_instrument_is_about_none_of_its_articles() -> None:
    whole = [rule for rule in all_rules() if Citation("open-affairs2016") in rule.cites]
    assert whole
    ids = {rule.id for rule in rules_citing("open-affairs2016:1")}
    assert "open_affairs" not in ids
