"""Citations: one spelling, read and written back; nothing resolves that has not been listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.citations import Citation, CitationError, chinese, instruments, parse, resolve
from gongkai.law.numerals import chinese_number

citations = st.builds(
    Citation,
    instrument=st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True),
    article=st.integers(1, 300),
    paragraph=st.integers(0, 9),
    item=st.integers(0, 20),
)


@settings(max_examples=50)
@given(citations)
def test_what_is_written_is_read_back(citation: Citation) -> None:
    assert parse(str(citation)) == citation


@settings(max_examples=50)
@given(citations, citations)
def test_a_place_contains_itself_and_its_parts_only(one: Citation, other: Citation) -> None:
    assert one.contains(one)
    assert Citation(one.instrument).contains(one)
    if one.contains(other) and other.contains(one):
        assert one == other


@pytest.mark.parametrize(
    "text", ["", "ogi:", "ogi:0", "ogi:33.", "ogi:33.0", "OGI:33", "ogi:33(0)", "ogi 33", "第三十三条", "ogi:20（5）"]
)
def test_another_spelling_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CitationError, match=r"ogi:33\.2"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ogi", "《条例》"),
        ("ogi:33.2", "《条例》第三十三条第二款"),
        ("ogi:20(5)", "《条例》第二十条第（五）项"),
        ("ogi:20(15)", "《条例》第二十条第（十五）项"),
        ("ogi:29.2(1)", "《条例》第二十九条第二款第（一）项"),
        ("arl:23.1(4)", "《行政复议法》第二十三条第一款第（四）项"),
    ],
)
def test_a_citation_is_printed_as_a_letter_prints_it(text: str, words: str) -> None:
    assert chinese(text) == words


def test_a_letter_may_print_the_full_title() -> None:
    assert chinese("ogi:37", full_title=True) == "《中华人民共和国政府信息公开条例》第三十七条"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nosuchlaw:1", "没有登记名为 nosuchlaw 的文件"),
        ("ogi:57", "没有登记第五十七条"),
        ("ogi:33.4", "只有3款"),
        ("ogi:20(16)", "只有15项"),
        ("ogi:21.2", "只有1款"),
    ],
)
def test_what_is_not_there_does_not_resolve(text: str, fault: str) -> None:
    with pytest.raises(CitationError, match=fault):
        resolve(text)


def test_ogi_has_56_articles_counted_as_in_the_text() -> None:
    articles = instruments()["ogi"].articles
    assert list(articles) == list(range(1, 57))
    paragraphs = {number: article.paragraphs for number, article in articles.items() if article.paragraphs > 1}
    assert paragraphs == {
        3: 4, 4: 2, 6: 2, 10: 3, 11: 2, 12: 3, 13: 2, 16: 2, 17: 3, 25: 3, 29: 2, 33: 3, 39: 2, 42: 2, 44: 2,
        47: 2, 49: 2, 50: 2, 55: 2,
    }  # fmt: skip
    items = {number: article.items for number, article in articles.items() if article.items}
    assert items == {4: 5, 20: 15, 29: 3, 31: 3, 36: 7, 50: 5, 53: 3}


def test_conventions_are_numbered_without_a_gap() -> None:
    numbers = list(instruments()["convention"].articles)
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_instrument_listed_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"id": "ogi", "title": "条例", "short": "条例", "number": "某号", "in_force_from": None, "verified_on": None}
    monkeypatch.setattr("gongkai.law.citations.tomllib.loads", lambda _: {"instrument": [dict(one), dict(one)]})
    with pytest.raises(CitationError, match="ogi 重复"):
        instruments.__wrapped__()


def test_instruments_are_complete() -> None:
    for known in instruments().values():
        assert known.title, known.id
        assert known.short, known.id
        assert known.number, known.id
        assert all(article.gist for article in known.articles.values()), known.id
        assert known.in_force_to is None or known.in_force_to > known.in_force_from, known.id


def test_of_two_versions_of_a_law_one_is_in_force_on_any_day() -> None:
    known = instruments()
    for old, new in (
        ("ogi2007", "ogi"),
        ("arl2017", "arl"),
        ("fs2011", "fs2025-8"),
        ("villagers2018", "villagers"),
        ("cyber2016", "cyber"),
        ("holidays2007", "holidays2013"),
        ("holidays2013", "holidays"),
    ):
        last = known[old].in_force_to
        assert last is not None
        assert (known[new].in_force_from - last).days == 1, (old, new)
        assert not known[old].in_force(known[new].in_force_from)


@settings(max_examples=50)
@given(st.integers(0, 9999))
def test_chinese_numbers_are_read_back(value: int) -> None:
    units = {"千": 1000, "百": 100, "十": 10}
    total, digit = 0, 0
    for sign in chinese_number(value):
        if sign in units:
            total, digit = total + (digit or 1) * units[sign], 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    assert total + digit == value


@pytest.mark.parametrize(
    ("value", "words"),
    [(10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1010, "一千零一十")],
)
def test_chinese_numbers_are_written_as_in_law(value: int, words: str) -> None:
    assert chinese_number(value) == words


@pytest.mark.parametrize("value", [-1, 10000])
def test_chinese_numbers_out_of_range_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="0至9999"):
        chinese_number(value)
