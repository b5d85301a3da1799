"""The English of words that come from the data is complete; every event of the chain has a name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from gongkai.apps.foi import sheets
from gongkai.apps.foi.models import FeeNotice, FoiFile, FoiLink, Letter, MailDraft, Proposal, SearchOrder
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.organs.permissions import verbs
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.reporting.models import (
    AnnualReport,
    CountyReview,
    Improvement,
    MemberChange,
    SeasonReport,
    SupervisionResult,
)
from gongkai.apps.reporting.season.queries import ARRIVED, MISSING
from gongkai.law.entries import load
from gongkai.law.foi_flow import MOVES, Delivery, EventKind, State, SubmissionChannel, fact_label
from gongkai.law.foi_flow.moves import rows
from gongkai.law.letters import letter_kinds
from gongkai.law.privacy import kinds
from gongkai.web.workbench.forms.replies import AnswerGroup, answers
from gongkai.web.workbench.words import event_label, event_words, overlay, say
from tests.web.conftest import TODAY

APPS = Path(__file__).parents[3] / "src" / "gongkai" / "apps"


def words_of_the_data() -> Iterator[str]:
    for enum in (State, EventKind, SubmissionChannel, Delivery):
        yield from (member.label for member in enum)
    for choices in (
        Role, Organ.Kind, Proposal.State, FeeNotice.Mode, FoiFile.Kind, MailDraft.State, SearchOrder.Kind, SearchOrder.State,
        FoiLink.Relation, Letter.Recipient, Proceeding.Kind, Proceeding.Result,
        AnnualReport.State, Improvement.Kept, SupervisionResult.Kind, MemberChange.Kind, SeasonReport.Source, CountyReview.State,
    ):  # fmt: skip
        yield from (str(label) for label in choices.labels)
    yield from verbs().values()
    yield from (kind.label for kind in (sheets.LETTERS, sheets.REGISTER))
    yield from (ARRIVED, MISSING)
    for move in MOVES:
        yield move.label
        yield from (fact_label(name) for name in move.needs)
    yield from (entry.label for entry in rows("reopening").values())
    yield from (kind.label for kind in letter_kinds())
    yield from (kind.label for kind in kinds(TODAY).values())
    yield from (entry.label for entry in load("secrecy_form"))
    for entry in load("outcomes"):
        kind = entry.id.partition(".")[0]
        if kind in ("group", "ground", "demand"):
            yield entry.label
        if kind == "demand":
            yield entry["ask"]


def test_every_word_of_the_data_has_its_english() -> None:
    assert sorted({word for word in words_of_the_data() if word not in overlay()}) == []


def test_the_short_names_of_the_groups_have_their_english() -> None:
    groups: list[AnswerGroup] = [group for group, _answers in answers({}, on=TODAY)]
    with translation.override("en"):
        assert all(group.short.isascii() and group.label.isascii() for group in groups)
    assert [group.short for group in groups][:2] == ["（一）予以公开", "（二）部分公开"]


def test_chinese_pages_keep_the_chinese_words() -> None:
    assert say("办理中") == "办理中"
    with translation.override("en"):
        assert say("办理中") == "In progress"
        assert say("没有译文的词") == "没有译文的词"


def test_no_english_word_is_left_over() -> None:
    known = set(words_of_the_data()) | {"（二）部分公开", "公开工作机构", "联系电话", "办公地址"}
    known |= {fact_label(name) for name in rows_of_facts()} | set(words_of_rebuilding())
    assert sorted(set(overlay()) - known) == []


def words_of_rebuilding() -> Iterator[str]:
    """Give every text in the source of the rebuild, and of the matters beside applications: what they say is written there."""
    for path in [*(APPS.parent / "documents" / "rebuilding").glob("**/*.py"), APPS / "foi" / "models" / "matters.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def rows_of_facts() -> list[str]:
    from gongkai.law.foi_flow.moves import _raw

    return list(_raw()["facts"])


def kinds_of_events() -> Iterator[str]:
    """Give every kind that an operation appends to the chain, read from the source."""
    for path in APPS.glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "append_event":
                yield from strings_of(next((word.value for word in node.keywords if word.arg == "kind"), None))


def strings_of(node: ast.expr | None) -> Iterator[str]:
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and "." in each.value:
            yield each.value


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_event_has_a_name(language: str) -> None:
    kinds = {kind for kind in kinds_of_events() if not kind.endswith(".")}
    kinds |= {f"foi.{kind.value}" for kind in EventKind} | {"item.secrecy_review", "item.approval", "item.proof_1"}
    assert len(kinds) > 60
    with translation.override(language):
        assert sorted(kind for kind in kinds if event_label(kind) == kind) == []
        assert event_label("nothing.known") == "nothing.known"


def test_no_name_is_left_over() -> None:
    named = {f"{subject}.{verb}" for subject, rows_ in event_words().items() for verb in rows_}
    source = "\n".join(path.read_text(encoding="utf-8") for path in APPS.glob("**/*.py"))
    made_of_a_kind = {"matter.record_correction", "matter.promotion"}  # written with the kind of the matter
    assert sorted(name for name in named - made_of_a_kind if name not in source) == []
