"""
Proactive disclosure: the topics the law names, what keeps a version from being published, and how index numbers are written.

The gate is one pure function that workbench, API and command line all ask; it knows nothing of workflow, only of what must hold.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.citations import Citation
from gongkai.law.entries import load
from gongkai.law.terms import label

# ---- topics (`ogi:20`, `ogi:21`)


@dataclass(frozen=True)
class Topic:
    """A matter that the law itself names; `id` is its stable code, `a20.07` or `a21.t8`."""

    id: str
    label: str
    short: str
    organ_kinds: tuple[OrganKind, ...]
    cites: tuple[Citation, ...]


def topics(organ_kind: OrganKind, *, on: date) -> list[Topic]:
    """Give the topics an organ of this kind must disclose by law, in the order of the articles (`ogi:20`, `ogi:21`)."""
    found = (
        Topic(
            id=entry.id,
            label=entry.label,
            short=entry["short"],
            organ_kinds=tuple(OrganKind(kind) for kind in entry["organ_kinds"]),
            cites=entry.cites,
        )
        for entry in load("catalog_topics").in_force(on)
    )
    return [topic for topic in found if organ_kind in topic.organ_kinds]


def uncovered_topics(
    organ_kind: OrganKind, *, published: Collection[str], not_applicable: Mapping[str, str], on: date
) -> list[Topic]:
    """
    Give the topics with no published item and no stated reason for having none (`ogi:22`).

    :param published: codes of topics that have an item; matters hung below a topic count for it (`a20.07.01` for `a20.07`).
    :param not_applicable: reasons by code of topic; an empty reason is none.
    """

    def covered(topic: Topic) -> bool:
        under = any(code == topic.id or code.startswith(f"{topic.id}.") for code in published)
        return under or bool(not_applicable.get(topic.id, "").strip())

    return [topic for topic in topics(organ_kind, on=on) if not covered(topic)]


# ---- the gate before publication


class DisclosureAttribute(StrEnum):
    """How an item may be disclosed, fixed when it is drafted (`open-affairs2016:1`)."""

    PROACTIVE = "proactive"  # 主动公开
    ON_REQUEST = "on_request"  # 依申请公开
    WITHHELD = "withheld"  # 不予公开


class ReviewRound(StrEnum):
    """The looks taken at a version before it is published."""

    PROOF_1 = "proof_1"  # 一校（初审）
    PROOF_2 = "proof_2"  # 二校（复审）
    PROOF_3 = "proof_3"  # 三校（终审）
    SECRECY_REVIEW = "secrecy_review"  # 保密审查
    APPROVAL = "approval"  # 审批


class Conclusion(StrEnum):
    """How a review ended; the last four belong to the secrecy review (`ogi:17`)."""

    PASSED = "passed"  # 通过
    RETURNED = "returned"  # 退回修改
    MAY_PUBLISH = "may_publish"  # 可以公开
    MUST_NOT = "must_not"  # 不得公开
    PARTLY = "partly"  # 部分公开
    REFERRED = "referred"  # 报请确定


@dataclass(frozen=True)
class ReviewFacts:
    """One review: of which version, by whom (any key that tells persons apart), with what conclusion."""

    round: ReviewRound
    conclusion: Conclusion
    version_hash: str
    by: str


@dataclass(frozen=True)
class FileFacts:
    """
    One file of the version: whether it was made anew from what is visible, and how many places are still in the way.

    `hidden` and `unread` count only until a person has looked: personal data that the upload hid, places that no program can read.
    """

    title: str
    rebuilt: bool = True
    personal_data: int = 0
    hidden: int = 0
    unread: int = 0


@dataclass(frozen=True)
class TextFacts:
    """Something in the text, or in a name or header of a file, that must not go out: which blocker it is, and where it stands."""

    code: str
    where: str


@dataclass(frozen=True)
class PublicationFacts:
    """
    What the gate must know about the version that is to be published on the day `on`.

    `reviews` are those of the item in the order in which they were made, of earlier versions too; `rounds` are the looks that the organ
    demands besides the secrecy review and the approval.
    """

    on: date
    version_hash: str
    drafted_by: str
    title: str
    attribute: DisclosureAttribute | None
    catalog_entry: str = ""
    withheld_reason: str = ""
    source: str = ""
    produced_on: date | None = None
    is_document: bool = False
    document_number: str = ""
    reviews: tuple[ReviewFacts, ...] = ()
    files: tuple[FileFacts, ...] = ()
    text: tuple[TextFacts, ...] = ()
    rounds: tuple[ReviewRound, ...] = ()


@dataclass(frozen=True)
class Blocker:
    """One reason why a version must not be published; `field` is where to mend it."""

    code: str
    message: str
    field: str
    cites: tuple[Citation, ...]


def blockers(item: PublicationFacts) -> list[Blocker]:
    """Give every reason why this version must not be published; an empty list opens the gate (`ogi:17.2`, `secrecy:35`)."""
    found = [
        *_head(item),
        *_attribute(item),
        *_files(item),
        *_text(item),
        *_proofs(item),
        *_secrecy(item),
        *_approval(item),
    ]
    return [_blocker(code, item, conclusion) for code, conclusion in found]


_Found = Iterator[tuple[str, Conclusion | None]]


def _head(item: PublicationFacts) -> _Found:
    for code, value in (
        ("title_missing", item.title),
        ("catalog_entry_missing", item.catalog_entry),
        ("source_missing", item.source),
    ):
        if not value.strip():
            yield code, None
    if item.produced_on is None:
        yield "produced_on_missing", None
    elif item.produced_on > item.on:
        yield "produced_on_in_future", None
    if item.is_document and not item.document_number.strip():
        yield "document_number_missing", None


def _attribute(item: PublicationFacts) -> _Found:
    if item.attribute is None:
        yield "attribute_missing", None
    elif item.attribute is not DisclosureAttribute.PROACTIVE:
        yield "not_proactive", None
        if not item.withheld_reason.strip():
            yield "withheld_without_reason", None


def _files(item: PublicationFacts) -> _Found:
    for code in _FILE_FAULTS:
        if _faulty(code, item):
            yield code, None


#: What can be wrong with files, by the code of the blocker.
_FILE_FAULTS: Mapping[str, Callable[[FileFacts], bool]] = {
    "file_not_rebuilt": lambda file: not file.rebuilt,
    "file_personal_data": lambda file: file.personal_data > 0,
    "file_hidden_data": lambda file: file.hidden > 0,
    "file_unread": lambda file: file.unread > 0,
}


def _faulty(code: str, item: PublicationFacts) -> list[str]:
    wrong = _FILE_FAULTS.get(code)
    return [file.title for file in item.files if wrong(file)] if wrong else []


def _text(item: PublicationFacts) -> _Found:
    yield from ((code, None) for code in dict.fromkeys(fact.code for fact in item.text))


def _proofs(item: PublicationFacts) -> _Found:
    for wanted in item.rounds:
        of_round, current = _reviews(item, wanted)
        if current is None:
            yield (f"{wanted.value}_stale" if of_round else f"{wanted.value}_missing"), None
        elif current.conclusion is not Conclusion.PASSED:
            yield f"{wanted.value}_missing", None


def _secrecy(item: PublicationFacts) -> _Found:
    of_round, current = _reviews(item, ReviewRound.SECRECY_REVIEW)
    if current is None:
        yield ("secrecy_review_stale" if of_round else "secrecy_review_missing"), None
        return
    if current.conclusion is not Conclusion.MAY_PUBLISH:
        yield "secrecy_review_not_passed", current.conclusion
    if current.by == item.drafted_by:
        yield "secrecy_reviewer_is_drafter", None


def _approval(item: PublicationFacts) -> _Found:
    of_round, current = _reviews(item, ReviewRound.APPROVAL)
    if current is None:
        yield ("approval_stale" if of_round else "approval_missing"), None
        return
    if current.conclusion is not Conclusion.PASSED:
        yield "approval_not_passed", current.conclusion
    if current.by == item.drafted_by:
        yield "approver_is_drafter", None
    _, secrecy = _reviews(item, ReviewRound.SECRECY_REVIEW)
    if secrecy is not None and secrecy.by == current.by:
        yield "approver_is_secrecy_reviewer", None


def _reviews(item: PublicationFacts, wanted: ReviewRound) -> tuple[bool, ReviewFacts | None]:
    """Tell whether there is any review of this round, and give the last one of exactly this version."""
    of_round = [review for review in item.reviews if review.round is wanted]
    current = [review for review in of_round if review.version_hash == item.version_hash]
    return bool(of_round), current[-1] if current else None


def _blocker(code: str, item: PublicationFacts, conclusion: Conclusion | None) -> Blocker:
    entry = load("publication").get(code, on=item.on)
    message = entry.label.format(
        attribute=label(item.attribute) if item.attribute else "",
        conclusion=label(conclusion) if conclusion else "",
        produced_on=item.produced_on,
        on=item.on,
        files="、".join(f"“{title}”" for title in _faulty(code, item)),
        places="、".join(dict.fromkeys(fact.where for fact in item.text if fact.code == code)),
    )
    return Blocker(code=code, message=message, field=entry["field"], cites=entry.cites)


# ---- the form of the secrecy review (`ogi:17`, `secrecy-rules:42`)


@dataclass(frozen=True)
class Question:
    """One question of the secrecy review; `clean` is the answer, `yes` or `no`, with which an item may be published."""

    id: str
    label: str
    clean: str
    cites: tuple[Citation, ...]


def secrecy_questions(*, on: date) -> list[Question]:
    """Give the questions that a secrecy review answers on the day `on`, for each item anew."""
    return [Question(entry.id, entry.label, entry["clean"], entry.cites) for entry in load("secrecy_form").in_force(on)]


# ---- index numbers (`ogi:12.3`, `catalog-guide:1`)


class IndexNumberError(ValueError):
    """A number that cannot be written or read in the pattern of the organ."""


@dataclass(frozen=True)
class IndexNumber:
    """An index number taken apart; `month` is 0 where the pattern has none."""

    prefix: str
    year: int
    month: int
    sequence: int


@dataclass(frozen=True)
class IndexPattern:
    """How an organ writes its index numbers."""

    id: str
    label: str
    pattern: str
    width: int
    cites: tuple[Citation, ...]

    def write(self, *, prefix: str, on: date, sequence: int) -> str:
        """
        Write the index number of the item with this place in the sequence of its year.

        :raises IndexNumberError: the prefix has foreign characters, or the sequence has no room in the pattern.
        """
        if not _PREFIX.fullmatch(prefix):
            raise IndexNumberError(f"索引号前段“{prefix}”不合格，应为4至18位大写字母或数字（如统一社会信用代码）。")
        if not 1 <= sequence < 10**self.width:
            raise IndexNumberError(f"序号{sequence}超出{self.width}位。请改用位数更多的索引号样式。")
        return self.pattern.format(
            prefix=prefix, year=on.year, month=f"{on.month:02}", sequence=f"{sequence:0{self.width}}"
        )

    def read(self, text: str) -> IndexNumber:
        """
        Take an index number apart.

        :raises IndexNumberError: it is not written in this pattern.
        """
        match = _reader(self.pattern, self.width).fullmatch(text)
        if match is None:
            example = self.write(prefix="11640423010000000X", on=date(2026, 11, 24), sequence=1)
            raise IndexNumberError(f"索引号“{text}”不合样式“{self.label}”，应如 {example}。")
        parts = match.groupdict()
        return IndexNumber(
            prefix=parts["prefix"],
            year=int(parts["year"]),
            month=int(parts.get("month") or 0),
            sequence=int(parts["sequence"]),
        )


_PREFIX = re.compile(r"[0-9A-Z]{4,18}")


@cache
def _reader(pattern: str, width: int) -> re.Pattern[str]:
    shapes = {
        "prefix": r"(?P<prefix>[0-9A-Z]{4,18})",
        "year": r"(?P<year>\d{4})",
        "month": r"(?P<month>0[1-9]|1[0-2])",
        "sequence": rf"(?P<sequence>\d{{{width}}})",
    }
    return re.compile(re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}").format(**shapes))


def index_pattern(id: str = "index.yearly", *, on: date) -> IndexPattern:  # noqa: A002 - the key is called id in the data
    """
    Give a pattern of index numbers; the first one is the default (`convention:35`).

    :raises NoRuleInForce: there is no such pattern.
    """
    entry = load("publication").get(id, on=on)
    return IndexPattern(
        id=entry.id, label=entry.label, pattern=entry["pattern"], width=entry["width"], cites=entry.cites
    )
