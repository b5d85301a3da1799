"""The search finds every substring, newest first, on both databases."""
# ruff: noqa: SIM905 - lines of words read better than lists

import random
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.core import search as search_module
from gongkai.apps.core.models import SearchDocument
from gongkai.apps.core.search import SearchPage, index, rebuild, remove, search, suggest, synonyms
from gongkai.apps.core.search.words import OVERLAP, PIECE_LENGTH, PLACES_PER_TOKEN, QUERY_LENGTH, pieces, tokens
from gongkai.apps.organs.models import Organ
from tests.factories.organs import OrganFactory

pytestmark = pytest.mark.django_db

WORDS = (
    "政府信息公开 惠民惠农 资金 最低生活保障 临时救助 残疾人 补贴 村务 公示 公告 财政 预算 决算 乡镇 卫生院 项目 建设 验收 土地 征收 "
    "补偿 方案 通知 意见 规定 办法 的 和 在 对 第 年 月 日 号 条 2021 2023 12 30 5 GB T9704 ABC 山河 演示 一 二 三 王 李"
).split()
MARKS = ["，", "。", "、", "；", "\n", " ", "（", "）", "《", "》", "-", ""]


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def made_text(random_: random.Random, words: int) -> str:
    return "".join(
        random_.choice(WORDS) + (random_.choice(MARKS) if random_.random() < 0.3 else "") for _ in range(words)
    )


def enter(organ: Organ, object_id: int, title: str = "标题", text: str = "", **facts: object) -> SearchDocument:
    day = facts.pop("published_on", date(2020, 1, 1) + timedelta(days=object_id))
    return index(
        organ=organ,
        kind=str(facts.pop("kind", "item")),
        object_id=object_id,
        title=title,
        number=str(facts.pop("number", "")),
        text=text,
        url=f"/item/{object_id}/",
        published_on=day,  # type: ignore[arg-type]  # tests pass dates
    )


def all_pages(query: str, **facts: object) -> Iterator[SearchPage]:
    before = None
    while True:
        page = search(query, before=before, **facts)  # type: ignore[arg-type]  # passed through
        yield page
        before = page.next
        if before is None:
            return


def found(query: str, **facts: object) -> list[int]:
    return [hit.object_id for page in all_pages(query, **facts) for hit in page.hits]


@pytest.fixture
def organ() -> Organ:
    return OrganFactory.create()


def test_recall_and_precision_are_one_against_substrings(organ: Organ) -> None:
    random_ = random.Random(2023)
    texts = {n: made_text(random_, random_.choice([20, 80, 300])) for n in range(1, 201)}
    titles = {n: made_text(random_, 6) for n in texts}
    for n, text in texts.items():
        enter(organ, n, titles[n], text)
    joined = {n: f"{titles[n]}\n{texts[n]}" for n in texts}
    terms = set()
    while len(terms) < 500:
        text = joined[random_.randint(1, 200)]
        start = random_.randrange(len(text))
        term = text[start : start + random_.randint(1, 8)]
        if term and term.isalnum():
            terms.add(term)
    wrong = []
    for term in sorted(terms):
        truth = {n for n, text in joined.items() if term.lower() in text.lower()}
        hits = found(term, limit=50, exact=True)
        if set(hits) != truth or len(hits) != len(truth) or search(term, exact=True).count != len(truth):
            wrong.append((term, truth ^ set(hits)))
        if not truth <= set(found(term, limit=50, order="date")):  # synonyms add, and take nothing away
            wrong.append((term, truth))
    assert wrong == []


def test_a_query_across_punctuation_misses_nothing(organ: Organ) -> None:
    random_ = random.Random(7)
    texts = {n: made_text(random_, 60) for n in range(1, 61)}
    for n, text in texts.items():
        enter(organ, n, "无关", text)
    for _ in range(200):
        text = texts[random_.randint(1, 60)]
        start = random_.randrange(len(text) - 8)
        term = text[start : start + random_.randint(2, 8)]
        if any(character.isalnum() for character in term):
            truth = {n for n, body in texts.items() if term in body}
            assert truth <= set(found(term, limit=60)), repr(term)


def test_words_parted_by_blanks_must_all_be_there(organ: Organ) -> None:
    enter(organ, 1, "低保公示", "山河乡")
    enter(organ, 2, "低保公示", "别处")
    enter(organ, 3, "别的", "山河乡的低保")
    assert found("山河乡 低保") == [3, 1]
    assert found("低保 　山河乡") == [3, 1]


def test_order_is_number_then_title_then_text_each_newest_first(organ: Organ) -> None:
    enter(organ, 1, "关于土地征收的公告", "正文")
    enter(organ, 2, "其他", "提到土地征收")
    enter(organ, 3, "土地征收补偿方案", "")
    enter(organ, 4, "其他", "又提到土地征收")
    assert found("土地征收") == [3, 1, 4, 2]
    assert found("土地征收", limit=1) == [3, 1, 4, 2]
    assert found("土地征收", limit=3) == [3, 1, 4, 2]
    assert found("土地征收", field="title", limit=1) == [3, 1]
    assert search("土地征收").count == 4
    assert search("土地征收", field="title").count == 2


def test_a_document_number_is_found_first_whatever_its_brackets(organ: Organ) -> None:
    enter(organ, 1, "转发", "", number="隆政发〔2023〕5号")
    enter(organ, 2, "引用隆政发〔2023〕5号的通知", "")
    enter(organ, 3, "又一份", "根据隆政发〔2023〕5号")
    enter(organ, 4, "相近", "", number="隆政发〔2023〕51号")
    for query in ("隆政发〔2023〕5号", "隆政发[2023]5号", f"隆政发（{wide('2023')}）5号"):
        assert found(query, limit=2) == [1, 2, 3]
    assert found("隆政发〔2023〕") == [2, 4, 3, 1]


def test_ids_follow_the_date_even_when_entered_out_of_order(organ: Organ) -> None:
    enter(organ, 1, "甲乙", published_on=date(2022, 1, 1))
    enter(organ, 2, "甲乙", published_on=date(2024, 1, 1))
    enter(organ, 3, "甲乙", published_on=date(2023, 1, 1))
    enter(organ, 4, "甲乙", published_on=date(2023, 1, 1))
    assert found("甲乙") == [2, 4, 3, 1]
    enter(organ, 1, "甲乙", published_on=date(2025, 1, 1))
    assert found("甲乙") == [1, 2, 4, 3]


def test_only_the_organ_and_what_is_below_it() -> None:
    county = OrganFactory.create(county=True)
    township = OrganFactory.create(parent=county)
    village = OrganFactory.create(parent=township, village=True)
    other = OrganFactory.create(parent=county)
    for n, organ in enumerate((county, township, village, other), start=1):
        enter(organ, n, "公告", "正文内容", number="演〔2023〕1号")
    assert found("公告", organs_path=county.path) == [4, 3, 2, 1]
    assert found("公告", organs_path=township.path) == [3, 2]
    assert found("正文", organs_path=village.path) == [3]
    assert found("演〔2023〕1号", organs_path=township.path) == [3, 2]
    assert found("公告", organs_path="没有/") == []
    assert search("公告", organs_path=township.path).count == 2


def test_only_one_kind(organ: Organ) -> None:
    enter(organ, 1, "公告", kind="item")
    enter(organ, 1, "公告", kind="report")
    assert [hit.kind for hit in search("公告", kind="report").hits] == ["report"]
    assert search("公告").count == 2


def test_only_within_days_both_included(organ: Organ) -> None:
    for n, day in enumerate((date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)), start=1):
        enter(
            organ, n, "公告", "长" * (PIECE_LENGTH + 1) if n % 2 else "正文", number="演〔2023〕1号", published_on=day
        )
    year: dict[str, object] = {"since": date(2023, 1, 1), "until": date(2023, 12, 31)}
    for query in ("公告", "演〔2023〕1号"):
        for limit in (1, 20):
            assert found(query, limit=limit, **year) == [3, 2]
        assert search(query, since=date(2023, 1, 1), until=date(2023, 12, 31)).count == 2
    assert found("公告 长长", limit=1, **year) == [3]
    assert found("公告", since=date(2024, 1, 1)) == [4]
    assert found("公告", until=date(2022, 12, 31), field="title") == [1]
    assert found("公告", since=date(2025, 1, 1)) == []


def test_removed_and_renewed_documents_leave_no_trace(organ: Organ) -> None:
    enter(organ, 1, "旧标题", "旧正文")
    enter(organ, 1, "新标题", "新正文")
    assert found("旧") == []
    assert found("新标题") == [1]
    assert search("旧标题").count == 0
    assert remove("item", 1) is True
    assert remove("item", 1) is False
    assert found("新") == []
    assert search("新正文").count == 0


def test_indexing_twice_changes_nothing(organ: Organ) -> None:
    first = enter(organ, 1, "标题", "正文")
    second = enter(organ, 1, "标题", "正文")
    assert (first.pk, search("正文").count, found("正文")) == (second.pk, 1, [1])


def test_rebuild_gives_the_same_answers(organ: Organ) -> None:
    random_ = random.Random(3)
    for n in range(1, 40):
        enter(organ, n, made_text(random_, 4), made_text(random_, 50))
    queries = ["公开", "补贴", "年", "2023", "王", "政府信息公开"]
    before = [found(query) for query in queries]
    assert rebuild() == 39
    assert [found(query) for query in queries] == before
    remove("item", 7)
    assert all(7 not in found(query) for query in queries)


def test_trap_two_character_words_are_found(organ: Organ) -> None:
    """A trigram index of SQLite 3.40 answers nothing for two characters, and says nothing either."""
    enter(organ, 1, "低保", "关于公开")
    assert found("公开") == found("低保") == [1]


def test_trap_the_end_of_a_long_text_is_found(organ: Organ) -> None:
    """A tsvector stops counting positions at 16,383."""
    filler = "".join(chr(0x4E00 + n % 9000) for n in range(40_000))
    enter(organ, 1, "长文", f"{filler}最后一句在此。")
    enter(organ, 2, "短文", "最后一句在此。")
    assert found("最后一句在此") == [2, 1]
    assert found("最后一句在此 长文") == [1]
    assert found("长文 短文") == []
    assert search("最后一句").count == 2
    assert search("最后一句 长文").count == 1
    remove("item", 1)
    assert found("最后一句在此") == [2]


def test_trap_a_token_more_than_256_times(organ: Organ) -> None:
    """A tsvector keeps 256 places of a word."""
    enter(organ, 1, "表格", "0、" * 3_000 + "0元合计")
    assert found("0元合计") == [1]
    enter(organ, 2, "重复", "好" * 3_000 + "结尾")
    assert found("好好结尾") == [2]


def test_trap_a_phrase_on_the_border_of_two_pieces(organ: Organ) -> None:
    text = "".join(chr(0x4E00 + n % 20_000) for n in range(20_000))
    enter(organ, 1, "长文", text)
    for border in (PIECE_LENGTH, 2 * PIECE_LENGTH - OVERLAP):
        for start in range(border - QUERY_LENGTH - 2, border + 2, 7):
            assert found(text[start : start + QUERY_LENGTH]) == [1]


def test_pieces_lose_no_phrase_and_stay_within_the_limits() -> None:
    random_ = random.Random(5)
    for length in (0, 1, PIECE_LENGTH, PIECE_LENGTH + 1, 30_000):
        sequence = [random_.choice("甲乙丙丁戊") + random_.choice("0123456789") for _ in range(length)]
        parts = list(pieces(sequence))
        assert all(len(part) <= PIECE_LENGTH for part in parts)
        assert all(max(map(list(part).count, set(part)), default=0) <= PLACES_PER_TOKEN for part in parts)
        rebuilt = list(parts[0]) + [token for part in parts[1:] for token in part[OVERLAP:]]
        assert rebuilt == sequence


def test_trap_rare_and_private_characters(organ: Organ) -> None:
    """unicode61 of SQLite 3.40 knows no character added after Unicode 6.1 and would part words there."""
    for n, name in enumerate(("𬭎", "𮮇", "\ue123", "㛃", "𰻞"), start=1):
        enter(organ, n, f"任命王{name}明为主任", "")
        assert found(f"王{name}明") == [n]
        assert found(name) == [n]


def test_width_and_case_do_not_matter(organ: Organ) -> None:
    enter(organ, 1, f"{wide('GB/T9704')}与Word文档", f"{wide('2023')}年")
    assert found("gb/t9704") == found("WORD") == found("2023年") == found("word文") == [1]


def test_marks_are_safe_and_at_the_right_place(organ: Organ) -> None:
    enter(
        organ, 1, '<b onclick="x">公开</b>&指南', "前文" * 100 + "<script>alert(1)</script>政府信息公开" + "后文" * 100
    )
    hit = search("信息公开").hits[0]
    assert "<mark>信息公开</mark>" in hit.snippet_html
    assert "<script>" not in hit.snippet_html
    assert hit.snippet_html.startswith("…")
    assert hit.snippet_html.endswith("…")
    hit = search("公开").hits[0]
    assert hit.title_html == "&lt;b onclick=&quot;x&quot;&gt;<mark>公开</mark>&lt;/b&gt;&amp;指南"


def test_a_snippet_across_punctuation_and_width(organ: Organ) -> None:
    enter(organ, 1, "甲", "关于公开、保障等事项")
    assert "<mark>公开、保障</mark>" in search("公开，保障").hits[0].snippet_html
    enter(organ, 2, "乙", f"编号{wide('AB12')}。")
    assert "<mark>ab12</mark>" in search("AB12").hits[0].snippet_html


def test_counting_stops_at_a_thousand(organ: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module.stores, "COUNT_LIMIT", 11)
    monkeypatch.setattr(search_module, "COUNT_LIMIT", 11)
    for n in range(1, 11):
        enter(organ, n, "公告")
    assert search("公告").count_label == "10"
    for n in range(11, 15):
        enter(organ, n, "公告", "长" * 300)
    assert search("公告").count_label == "1,000+"
    assert len(found("公告", limit=3)) == 14


def test_the_whole_index_is_asked_when_the_newest_rows_hold_too_few(
    organ: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module.stores, "NEWEST", 3)
    for n in range(1, 30):
        enter(organ, n, f"第{n}件", "征收" if n % 5 == 0 else "其他")
    assert found("征收", limit=2) == [25, 20, 15, 10, 5]


def test_nothing_to_look_for_gives_an_empty_page(organ: Organ) -> None:
    enter(organ, 1, "标题")
    for query in ("", " ", "，。！", '"', "*", "\x00", "_"):
        assert search(query).hits == ()
        assert search(query).count == 0


def test_a_long_query_is_cut_and_says_so(organ: Organ) -> None:
    enter(organ, 1, "标题", "公开" * 60)
    page = search("公开" * 60)
    assert page.shortened
    assert [hit.object_id for hit in page.hits] == [1]
    assert not search("公开").shortened


def test_a_broken_cursor_begins_at_the_start(organ: Organ) -> None:
    enter(organ, 1, "标题")
    for before in ("", "x", "t", "t-1", "t1e9", "b" + "9" * 40, "n\u0661", "'; DROP TABLE x"):
        assert [hit.object_id for hit in search("标题", before=before).hits] == [1]


def test_titles_and_texts_that_no_database_keeps(organ: Organ) -> None:
    enter(organ, 1, "标\x00题\ud800", "正\x00文\udfff", number="\x001")
    assert found("标题") == found("正文") == [1]


def test_an_emptied_register_empties_the_index(organ: Organ) -> None:
    """A flush between tests, or a table restored from a backup, leaves the index behind."""
    enter(organ, 1, "旧的")
    SearchDocument.objects.all().delete()
    enter(organ, 1, "新的")
    assert search("旧的").count == 0
    assert found("新的") == [1]


SYNTAX = st.lists(
    st.one_of(
        st.sampled_from(list("\"'()*:&|!<->^+{}\\;-_%$\x00 \t\n")),
        st.sampled_from(["AND", "OR", "NOT", "NEAR", "政", "府", "公开", "a", "1"]),
        st.characters(),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=SYNTAX)
def test_no_query_reaches_the_syntax_of_the_index(organ: Organ, query: str) -> None:
    if not SearchDocument.objects.exists():
        enter(organ, 1, "政府信息公开指南", "正文 AND NEAR a1")
        enter(organ, 2, "别的", "公开 政府")
    for field in ("all", "title"):
        page = search(query, field=field)  # type: ignore[arg-type]  # one of the two
        assert page.count in (0, 1, 2)
        assert len(page.hits) == page.count
    assert search("政府信息公开").count == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class _Only(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120), at=st.integers(0, 119), length=st.integers(1, 8))
def test_marking_changes_no_character_and_adds_no_tag(text: str, at: int, length: int) -> None:
    query = text[at : at + length]
    pattern = search_module.words.pattern(query)
    if pattern is None:
        return
    reader = _Only()
    reader.feed(search_module.marks.marked(text, pattern))
    reader.close()
    assert reader.tags <= {"mark"}
    assert reader.text.replace("\r", "\n") == text.replace("\r", "\n") or "\x00" in text


@given(text=st.text(max_size=200))
def test_every_place_of_every_run_is_covered(text: str) -> None:
    sequence = tokens(text)
    characters = "".join(search_module.words.runs(text))
    assert "".join(token[0] for token in sequence) == characters
    assert all(1 <= len(token) <= 2 for token in sequence)
    assert all(not unicodedata.category(character).startswith("P") for character in characters)


def test_clearing_forgets_everything(organ: Organ) -> None:
    enter(organ, 1, "公告", "正文")
    search_module.clear()
    assert (search("公告").count, SearchDocument.objects.count()) == (0, 0)


def test_a_number_is_looked_up_within_its_kind(organ: Organ) -> None:
    enter(organ, 1, "甲", number="演〔2023〕1号", kind="item")
    enter(organ, 2, "乙", number="演〔2023〕1号", kind="report")
    assert found("演〔2023〕1号", kind="report") == [2]


@pytest.mark.django_db(transaction=True)
def test_many_enter_documents_of_the_same_day(crew: Callable[[list[Any]], list[Any]]) -> None:
    """Into an empty register, too: none of them may take what the others entered for the rest of an emptied one."""
    organ = OrganFactory.create()
    day = date(2023, 5, 8)
    crew([lambda n=n: enter(organ, n, f"第{n}份公告", published_on=day).pk for n in range(1, 17)])
    [hits] = crew([lambda: found("公告", limit=5)])
    assert sorted(hits) == list(range(1, 17))


def test_a_word_finds_its_synonyms_too_unless_it_is_asked_for_exactly(organ: Organ) -> None:
    enter(organ, 1, "关于低保对象的公示")
    enter(organ, 2, "关于最低生活保障对象的公示")
    enter(organ, 3, "关于其他对象的公示")
    page = search("低保对象")
    assert {hit.object_id for hit in page.hits} == {1, 2}
    assert page.also == ("最低生活保障对象",)
    assert any("<mark>最低生活保障对象</mark>" in hit.title_html for hit in page.hits)
    assert found("最低生活保障对象") == [2, 1]
    assert found("低保对象", exact=True) == [1]
    assert search("低保对象", exact=True).also == ()
    assert found("低保 公示") == [2, 1]
    assert found("低保 公示", exact=True) == []
    enter(organ, 4, "甲", "某事项。" * 9000 + "低保" + "乙" * 20)
    assert found("最低生活保障") == [2, 1, 4]


def test_no_word_stands_in_two_groups_of_synonyms() -> None:
    listed = [word for group in synonyms.groups() for word in group]
    assert len(listed) == len(set(listed))
    assert all(len(group) > 1 for group in synonyms.groups())
    assert synonyms.forms("没有同义词") == ["没有同义词"]
    assert len(synonyms.forms("低保五保年报")) <= synonyms.MOST_FORMS


def test_by_date_the_newest_comes_first_wherever_the_word_stands(organ: Organ) -> None:
    enter(organ, 1, "道路通知")
    enter(organ, 2, "甲", "道路")
    enter(organ, 3, "道路公告")
    enter(organ, 4, "乙", "无关。" * 9000 + "道路")
    assert found("道路") == [3, 1, 4, 2]
    assert found("道路", order="date") == [4, 3, 2, 1]
    assert found("道路", order="date", limit=1) == [4, 3, 2, 1]
    assert found("道路", order="date", field="title") == [3, 1]


def test_tags_narrow_and_are_never_found_as_words(organ: Organ) -> None:
    for place, form in enumerate(("policy", "notice"), start=1):
        index(
            organ=organ, kind="item", object_id=place, title="道路", number="演发〔2026〕1号", text="", url="/",
            published_on=date(2026, 1, place), tags=(f"form:{form}", "validity:valid"),
        )  # fmt: skip
    assert found("道路", tags=["form:policy"]) == [1]
    assert found("演发〔2026〕1号", tags=["form:notice"]) == [2]
    assert found("道路", tags=["form:policy", "validity:expired"]) == []
    assert found("policy") == found("form:policy") == []
    rebuild()
    assert found("道路", tags=["form:notice", "validity:valid"]) == [2]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("农机购制补贴", "农机购置补贴"),
        ("耕地地利保护补贴", "耕地地力保护补贴"),
        ("农机购置贴", "农机购置补贴"),
        ("农机购置的补贴", "农机购置补贴"),
        ("底保", "低保"),
        ("公示 农机购制补贴", "公示 农机购置补贴"),
    ],
)
def test_a_slip_is_answered_with_what_may_have_been_meant(organ: Organ, typed: str, meant: str) -> None:
    enter(organ, 1, "2026年农机购置补贴公示")
    enter(organ, 2, "关于耕地地力保护补贴面积的公示")
    enter(organ, 3, "低保对象公示")
    assert found(typed) == []
    assert meant in suggest(typed)
    assert all(search(query).count for query in suggest(typed))


def test_nothing_near_is_offered_where_nothing_is_near(organ: Organ) -> None:
    enter(organ, 1, "2026年农机购置补贴公示")
    for typed in ("完全无关的一句话", "", "！？", "好", "好" * 90, "农机购置补贴"):
        assert suggest(typed) == []
    other = OrganFactory.create()
    assert suggest("农机购制补贴", organs_path=other.path) == []
