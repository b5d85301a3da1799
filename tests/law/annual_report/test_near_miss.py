"""Near misses of official terms: found in general, and right text stays silent."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pypinyin import Style, pinyin

from gongkai.law.annual_report.text.lexicon import common_mistakes, entries, lexicon, with_terms
from gongkai.law.annual_report.text.near_miss import Edit, NearMiss, near_misses
from tests.law.annual_report.seed import CORPUS

PROSE = Path(__file__).parent / "fixtures" / "official_prose.txt"
FRAMES = (
    "今年以来，我乡认真做好{}工作，取得了实效。",
    "一是进一步加强{}，提高认识。",
    "在{}方面还存在不足。",
    "我镇严格执行{}有关规定。",
    "（二）{}。",
    "全年{}共3件。",
)
MUTATIONS = 600
WANTED_RECALL = 0.9


def _find(text: str) -> list[tuple[str, str]]:
    return [(miss.found(text), miss.term) for miss in near_misses(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "found", "term"),
    [
        ("我乡在府信息公开工作中存在问题", "府信息公开", "政府信息公开"),
        ("领班班子为组员", "领班班子", "领导班子"),
        ("依托小微权利监督一点通平台", "小微权利", "小微权力"),
        ("畅通依申请公开受理渠。", "受理渠", "受理渠道"),
        ("收到行政复义申请2件", "行政复义", "行政复议"),
        ("清理规范性文建12件", "规范性文建", "规范性文件"),
        ("坚持主动公开与依申情公开并重", "依申情公开", "依申请公开"),
        ("落实“三审三效”制度", "三审三效", "三审三校"),
        ("习近平新时代中国特社会主义思想", "中国特社会主义", "中国特色社会主义"),
        ("开展社会平议活动", "社会平议", "社会评议"),
        ("加强政务新煤体管理", "政务新煤体", "政务新媒体"),
        ("通过微信工众号发布", "微信工众号", "微信公众号"),
        ("残疾人两项补帖发放", "残疾人两项补帖", "残疾人两项补贴"),
        ("最低生话保障资金", "最低生话保障", "最低生活保障"),
        ("设立村务公开兰", "村务公开兰", "村务公开栏"),
        ("法治政府建没情况", "法治政府建没", "法治政府建设"),
        ("优化菅商环境", "优化菅商环境", "优化营商环境"),
        ("乡村振光战略", "乡村振光战略", "乡村振兴战略"),
        ("接受纪律检察委员会监督", "纪律检察委员会", "纪律检查委员会"),
        ("提高政治站为", "政治站为", "政治站位"),
    ],
)
def test_near_misses_of_many_terms_are_found(text: str, found: str, term: str) -> None:
    hits = _find(text)
    assert any(found in hit or hit in found for hit, _ in hits), hits
    assert any(hit_term in term or term in hit_term for _, hit_term in hits), hits


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("做好政务公升工作", Edit.WRONG),
        ("做好政公开平台建设", Edit.MISSING),
        ("做好政务务公开工作", Edit.EXTRA),
        ("做好政公务开工作", Edit.SWAPPED),
    ],
)
def test_the_kind_of_edit_is_told(text: str, edit: Edit) -> None:
    assert edit in {miss.edit for miss in near_misses(text, lexicon())}


def _mutations(count: int) -> Iterator[tuple[str, str, str, int]]:
    """Make mutations of every kind, evenly: (kind, term, text, where the term begins)."""
    source = random.Random(20240501)
    words = lexicon()
    terms = [term for term in words.terms if all("一" <= character <= "鿿" for character in term)]
    characters = sorted(words.sound_of)
    by_sound: dict[str, list[str]] = {}
    for character in characters:
        for sound in words.sound_of[character]:
            by_sound.setdefault(sound, []).append(character)
    shapes: dict[str, list[str]] = {}
    for one, other in sorted(words.similar):
        shapes.setdefault(one, []).append(other)
    kinds = ("sound", "shape", "any", "missing", "doubled", "extra", "swapped")
    made = 0
    while made < count:
        kind, term = kinds[made % len(kinds)], source.choice(terms)
        place = source.randrange(len(term) - 1) + (kind not in ("swapped",) and source.random() < 0.5)
        right = term[place]
        same_sound = [c for sound in words.sound_of.get(right, ()) for c in by_sound[sound] if c != right]
        changed = {
            "sound": source.choice(same_sound or [""]),
            "shape": source.choice(shapes.get(right, [""])),
            "any": source.choice(characters),
            "missing": "",
            "doubled": right * 2,
            "extra": source.choice(characters) + right,
            "swapped": term[place + 1 : place + 2] + right,
        }[kind]
        if not changed and kind != "missing":
            continue
        mutated = term[:place] + changed + term[place + (2 if kind == "swapped" else 1) :]
        if mutated == term or mutated in words.words or (kind == "extra" and place == 0):
            continue
        made += 1
        frame = source.choice(FRAMES)
        yield kind, term, frame.format(mutated), frame.index("{")


def test_nine_of_ten_generated_mutations_are_found() -> None:
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for kind, term, text, begin in _mutations(MUTATIONS):
        tried[kind] += 1
        found[kind] += any(
            miss.start < begin + len(term) + 1 and miss.end > begin for miss in near_misses(text, lexicon())
        )
    recall = found.total() / tried.total()
    assert tried.total() == MUTATIONS
    assert recall >= WANTED_RECALL, {kind: round(found[kind] / tried[kind], 2) for kind in tried}
    assert found["sound"] / tried["sound"] >= 0.97


@pytest.mark.parametrize("frame", FRAMES)
def test_right_terms_stay_silent_in_every_frame(frame: str) -> None:
    words = lexicon()
    loud = {term: hits for term in words.terms[::3] if (hits := _find(frame.format(term)))}
    assert len(loud) <= len(words.terms) / 3 * 0.004, loud


def test_correct_official_prose_stays_silent() -> None:
    text = "".join(PROSE.read_text(encoding="utf-8").split())
    assert len(text) >= 4500
    alarms = [hit for line in PROSE.read_text(encoding="utf-8").splitlines() for hit in _find("".join(line.split()))]
    alarms += [(match.group(), right) for match, right in common_mistakes().find(text)]
    assert alarms == []


def _prose(path: Path) -> str:
    """Give the text before table 二 and after table 四, without page numbers and blanks."""
    text = re.sub(r"(?m)^\s*-\s*\d+\s*-\s*$", "", path.read_text(encoding="utf-8"))
    first, last = (
        text.find("二、主动公开政府信息情况"),
        max(text.rfind("五、存在的主要问题"), text.rfind("五、政府信息公开工作")),
    )
    return "".join((text[:first] + text[last:]).split())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the published reports are not at hand")
def test_published_reports_raise_only_true_alarms() -> None:
    true = {"受理渠", "领班班子", "府信息公开", "小微权利"}
    texts = {path.name: _prose(path) for path in sorted(CORPUS.glob("*.txt")) + sorted(CORPUS.glob("*.md"))}
    alarms = {name: {found for found, _ in _find(text)} - true for name, text in texts.items()}
    assert not {name: found for name, found in alarms.items() if found}
    assert sum(map(len, texts.values())) > 10000


@pytest.mark.parametrize(
    "text",
    [
        "政府信息主动向社会公开",
        "政府信息的公开工作",
        "市级以上人民政府",
        "社会主义法治国家",
        "两级党代表大会",
        "帮助村干部学习",
        "依法行使权利，履行义务",
        "法制审核机构",
        "美国经济、民营企业、私营企业",
        "十七项资金、三个级别",
        "公开时间、公开时限、公布时间",
        "人民政协、人民政府、人民解放军",
        "党务公开、村务公开、财务公开、厂务公开",
        "扎扎实实推进工作",
    ],
)
def test_other_right_text_is_no_near_miss(text: str) -> None:
    assert _find(text) == []


def test_an_office_may_add_its_own_terms() -> None:
    assert _find("通过“清河先锋号”发布") == []
    own = with_terms(["清河先锋号平台"])
    text = "通过清河先峰号平台发布"
    assert [miss.term for miss in near_misses(text, own)] == ["清河先锋号平台"]
    assert near_misses("通过清河先锋号平台发布", own) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("认真执行条列", "条例"),
        ("截止12月31日", "截至"),
        ("登记台帐", "台账"),
        ("付书记分管", "副"),
        ("权利清单", "权力"),
    ],
)
def test_common_mistakes_are_found(text: str, right: str) -> None:
    assert [found for _, found in common_mistakes().find(text)] == [right]


@pytest.mark.parametrize("text", ["报名截止后", "行使权利", "像对待亲人一样", "交付主管部门", "及时公开"])
def test_right_uses_are_no_common_mistakes(text: str) -> None:
    assert list(common_mistakes().find(text)) == []


def test_the_table_of_sounds_is_right() -> None:
    """Every reading given is a reading of the character, by an independent table."""
    for entry in entries("lexicon", "sounds"):
        for item in entry["syllables"].split():
            syllable, characters = item.split(":")
            for character in characters:
                readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
                known = {reading.replace("ü", "v").replace("lve", "lue").replace("nve", "nue") for reading in readings}
                assert syllable in known, (character, syllable, known)


def test_near_misses_come_in_order_and_do_not_overlap() -> None:
    text = "领班班子学习政务公凯要求，小微权利监督一点通平台上线，政务务公开。"
    hits: list[NearMiss] = near_misses(text, lexicon())
    assert len(hits) == 4
    assert all(one.end <= other.start for one, other in pairwise(hits))


@pytest.mark.parametrize("text", ["", "。", "政", "政府信", "a b c", "\uff11\uff12"])
def test_short_and_foreign_texts_do_no_harm(text: str) -> None:
    assert near_misses(text, lexicon()) == []
