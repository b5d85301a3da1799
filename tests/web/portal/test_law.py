"""The pages about the law: what is cited, and what rests on it."""

from typing import Any

from gongkai.law import citations
from gongkai.law.entries import load
from gongkai.web.portal.words import english_names


def test_every_instrument_and_article_has_its_page(db: None, page: Any) -> None:
    shown = page("/law/")
    links = shown.xpath("//main//table//th/a/@href")
    assert len(links) == len(citations.instruments())
    for link in links:
        page(link)
    ogi = page("/law/ogi/")
    assert len(ogi.xpath("//main//tbody/tr")) == len(citations.instruments()["ogi"].articles)


def test_an_article_lists_the_rules_that_rest_on_it(db: None, page: Any) -> None:
    shown = page("/law/ogi/33/")
    assert "foi.reply" in shown.xpath("string(//main)")
    assert shown.xpath("//a[@rel='prev']/@href") == ["/law/ogi/32/"]
    assert shown.xpath("//a[@rel='next']/@href") == ["/law/ogi/34/"]
    assert not page("/law/ogi/1/").xpath("//a[@rel='prev']")


def test_a_text_no_longer_in_force_is_marked(db: None, page: Any) -> None:
    row = page("/law/").xpath("//tr[th/a[@href='/law/ogi2007/']]")[0]
    assert "已失效" in row.text_content()


def test_every_matter_of_the_law_has_an_english_name() -> None:
    missing = [entry.id for entry in load("catalog_topics") if entry.id not in english_names()]
    assert missing == []
