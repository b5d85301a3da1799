"""Find earlier applications for the same information: by the same applicant (`ogi:36(6)`), or by others (`ogi:44.2`)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from gongkai.apps.core.sealing import blind_index
from gongkai.apps.core.search.words import number_key, runs
from gongkai.apps.foi.models import FoiRequest

#: Alike from this likeness on, of 100. Two wordings of one wish lie above it, two wishes for the same kind of thing mostly below.
ALIKE = 70.0
#: One year back (`screens.md` 5.10); a leap day more does no harm.
BACK = timedelta(days=366)
#: How many earlier applications are shown, and how many of other people are looked at.
SHOWN, LOOKED_AT = 5, 3_000
#: How many are compared closely.
CANDIDATES = 60
_NUMBER = re.compile(r"\d+")
#: What nearly every application says and no application means.
_COMMON = re.compile(
    r"(?:我|本人|本公司|本单位)?(?:现|特|拟)?(?:依法|依据|根据)?(?:申请|请求|要求|希望|需要)?(?:贵单位|贵机关|贵局|贵乡|贵镇)?"
    r"(?:予以)?(?:公开|提供|获取|查询|查阅)|政府信息(?:公开)?|有关|相关|关于|情况|信息|材料|资料|年度|的|年|等"
)


@dataclass(frozen=True)
class Alike:
    """An earlier application and how alike it is, from 0 to 100."""

    foi: FoiRequest
    likeness: float


def essence(title: str, document_number: str = "", description: str = "") -> str:
    """Give what an application asks for without the words that all of them use."""
    text = title if not description or description in title else f"{title} {description}"
    told = "".join(runs(f"{text} {document_number}"))
    return _COMMON.sub("", told) or told


def of_same_applicant(
    known: QuerySet[FoiRequest], *, name: str, id_number: str, wanted: str, document_number: str, on: date
) -> list[Alike]:
    """
    Find what the same applicant asked for before, within a year, in the same or similar words.

    :param known: the applications that the person at the desk may know of.
    :param wanted: what `essence` gives for the new one.
    """
    same = Q(applicant__name_index=blind_index(name)) if name.strip() else Q()
    if id_number.strip():
        same |= Q(applicant__id_number_index=blind_index(id_number))
    return _alike(known.filter(same), wanted, document_number, on) if same else []


def of_others(known: QuerySet[FoiRequest], *, name: str, wanted: str, document_number: str, on: date) -> list[Alike]:
    """Find the same wish of other applicants: three of them are a reason to publish (`ogi:44.2`)."""
    others = known.exclude(applicant__name_index=blind_index(name)).order_by("-pk")
    return _alike(others, wanted, document_number, on, limit=LOOKED_AT)


def _alike(
    found: QuerySet[FoiRequest], wanted: str, document_number: str, on: date, *, limit: int | None = None
) -> list[Alike]:
    within = found.filter(counted=True, submitted_at__date__gt=on - BACK)
    rows = list(within.values_list("pk", "title", "document_number", "description")[:limit])
    best = ranked(wanted, document_number, [row[1:] for row in rows])
    likeness = {rows[place][0]: score for place, score in best}
    listed = FoiRequest.objects.filter(pk__in=likeness).select_related("organ", "applicant")
    return sorted((Alike(foi, likeness[foi.pk]) for foi in listed), key=lambda each: -each.likeness)


def ranked(wanted: str, document_number: str, texts: Sequence[tuple[str, str, str]]) -> list[tuple[int, float]]:
    """Give the places of the texts that are alike, with their likeness, the most alike first."""
    key = number_key(document_number)
    by_number = {place: 100.0 for place, text in enumerate(texts) if key and number_key(text[1]) == key}
    by_text = dict(_by_text(wanted, [essence(*text) for text in texts]))
    scores = {**by_text, **by_number}
    return sorted(scores.items(), key=lambda each: -each[1])[:SHOWN]


def _by_text(wanted: str, texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """
    Compare without regard to the order of the words, then weigh the order of the best.

    Two wishes that name different years or numbers are different wishes, however alike the rest is.
    """
    if not wanted:
        return
    found = process.extract(
        _unordered(wanted), map(_unordered, texts), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=CANDIDATES
    )
    numbers = _numbers(wanted)
    for _text, score, place in found:
        if _agree(numbers, _numbers(texts[place])):
            yield place, (2 * score + fuzz.ratio(wanted, texts[place])) / 3


def _unordered(text: str) -> str:
    return "".join(sorted(text))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _agree(these: set[str], those: set[str]) -> bool:
    return not these or not those or bool(these & those)
