"""
The one panel of findings about a version: what stops it and what asks for a look, each with its place in the text.

Text faults that stop an item (marks of secrecy, personal data, words of the organ's list) are facts of the gate as well, so that nothing
that is red here can be published by any way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from gongkai.apps.core import uploads
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, WatchWord
from gongkai.apps.publication.origins import import_of
from gongkai.documents.personal_data import Severity, scan_text
from gongkai.law import text_checks
from gongkai.law.annual_report.text.lexicon import with_terms
from gongkai.law.annual_report.text.near_miss import near_misses
from gongkai.law.citations import Citation
from gongkai.law.privacy import Kind, kinds
from gongkai.law.publication import TextFacts
from gongkai.law.text_checks import Spot, check

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

BLOCK = "block"
_IMAGE = re.compile(r"<img\b(?:[^\">]|\"[^\"]*\")*>")
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.S)
_OWN_ITEM = re.compile(r"/item/([a-z0-9]{12})/")
_PRIVATE = re.compile(
    r"https?://(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[^/.]+(?:[:/]|$))", re.I
)
_BLANK = re.compile(r"[\s\u3000]")


@dataclass(frozen=True)
class Finding:
    """
    One finding. `line` is the line of the plain text it stands in, from 1; 0 when it is about the head field `field` or the whole item.

    `found` is what stands there, masked where it is personal data; `expected` what should.
    """

    id: str
    severity: str
    message: str
    cites: tuple[Citation, ...]
    line: int = 0
    field: str = ""
    found: str = ""
    expected: str = ""


def text_facts(item: DisclosureItem, version: ItemVersion, *, on: date) -> tuple[TextFacts, ...]:
    """Give what the gate must know about the text of a version."""
    found = [
        *(TextFacts("secrecy_mark", spot_place) for spot_place, _spot in _marks(item, version, on=on)),
        *(
            TextFacts("text_personal_data", _place(finding.line))
            for finding in personal_data(version, on=on)
            if finding.severity == BLOCK
        ),
        *(TextFacts("forbidden_word", _place(line)) for line, _word in _words(item.organ, version)),
    ]
    return tuple(dict.fromkeys(found))


def text_findings(item: DisclosureItem, version: ItemVersion, *, on: date) -> list[Finding]:
    """Give everything that the text itself, its file names and headers give reason to look at, what stops it first."""
    found = [
        *_mark_findings(item, version, on=on),
        *personal_data(version, on=on),
        *_word_findings(item.organ, version, on=on),
        *_terms(item.organ, version, on=on),
        *_dates(version, on=on),
        *_links(version, on=on),
        *_pictures(version, on=on),
    ]
    return sorted(found, key=lambda finding: (finding.severity != BLOCK, finding.line))


def told(
    code: str, *, on: date, line: int = 0, field: str = "", found: str = "", expected: str = "", **words: object
) -> Finding:
    """Make a finding in the words of the data."""
    rule = check(code, on=on)
    message = rule.label.format(where=_place(line), found=found, expected=expected, **words)
    return Finding(code, rule.severity, message, rule.cites, line, field, found, expected)


def _place(line: int) -> str:
    return f"第{line}段" if line else "名称"


# ---- what stops


def _marks(item: DisclosureItem, version: ItemVersion, *, on: date) -> Iterator[tuple[str, Spot]]:
    """Look for marks of secrecy in the text, the title, the names and texts of files, and the headers of the file it was made from."""
    yield from ((_place(spot.line), spot) for spot in text_checks.secrecy_marks(version.body_text, on=on))
    heads = heads_of(version)
    for name, text in (("名称", heads.title), ("内容概述", heads.abstract)):
        yield from ((name, spot) for spot in text_checks.secrecy_marks(text, on=on))
    made_from = import_of(item)
    if made_from is not None:
        head = "\n".join((made_from.file, *made_from.edges))
        yield from (
            (f"“{made_from.file}”的文件名或者页眉页脚", spot) for spot in text_checks.secrecy_marks(head, on=on)
        )
    for attachment in version.attachments.select_related("file"):
        yield from (
            (f"附件“{attachment.title}”的名称", spot) for spot in text_checks.secrecy_marks(attachment.title, on=on)
        )
        upload = uploads.upload_of(attachment.file)
        if upload is not None:
            text = uploads.text_of(upload)
            yield from ((f"附件“{attachment.title}”", spot) for spot in text_checks.secrecy_marks(text, on=on))


def _mark_findings(item: DisclosureItem, version: ItemVersion, *, on: date) -> Iterator[Finding]:
    rule = check("text.secrecy_mark", on=on)
    for place, spot in _marks(item, version, on=on):
        message = rule.label.format(where=place, mark=spot.expected, found=spot.found)
        line = spot.line if place == _place(spot.line) else 0
        yield Finding(rule.id, rule.severity, message, rule.cites, line, "", spot.found)


def personal_data(version: ItemVersion, *, on: date) -> list[Finding]:
    """Find personal data in the text; what the law lets pass in running text asks for a look only."""
    rule, known = check("text.personal_data", on=on), kinds(on)
    title = version.heads["title"]
    found = [(0, hit) for hit in scan_text(title)]
    lines = version.body_text.split("\n")
    found += [(version.body_text.count("\n", 0, hit.start) + 1, hit) for hit in scan_text("\n".join(lines))]
    return [
        Finding(
            id=rule.id,
            severity=BLOCK if hit.severity is Severity.BLOCK else "advise",
            message=rule.label.format(
                where=_place(line), kind=_kind(known, hit.kind.value, hit.reason), found=hit.masked
            ),
            cites=rule.cites,
            line=line,
            found=hit.masked,
        )
        for line, hit in found
    ]


def _kind(known: Mapping[str, Kind], kind: str, reason: str) -> str:
    return reason or (known[kind].label if kind in known else "")


def _words(organ: "Organ", version: ItemVersion) -> list[tuple[int, WatchWord]]:
    """Find the words of the organ's list and of those above it; a term is right and is looked for by its near misses only."""
    text = [version.heads["title"], *version.body_text.split("\n")]
    words = watch_words(organ).exclude(kind=WatchWord.Kind.TERM)
    return [(number, word) for word in words for number, line in enumerate(text) if word.word in line]


def _word_findings(organ: "Organ", version: ItemVersion, *, on: date) -> Iterator[Finding]:
    for line, word in _words(organ, version):
        instead = f"，应写作“{word.instead}”" if word.instead else ""
        yield told(
            "text.forbidden_word",
            on=on,
            line=line,
            found=word.word,
            expected=word.instead,
            instead=instead,
            note=word.note,
        )


def watch_words(organ: "Organ") -> QuerySet[WatchWord]:
    """Give the words that hold for an organ: its own and those of the organs above it."""
    codes = organ.path.strip("/").split("/")
    return WatchWord.objects.filter(organ__code__in=codes, retired_on__isnull=True).order_by("word")


# ---- what asks for a look


def _terms(organ: "Organ", version: ItemVersion, *, on: date) -> Iterator[Finding]:
    own = [word.word for word in watch_words(organ).filter(kind=WatchWord.Kind.TERM)]
    lexicon = with_terms(own)
    for number, line in enumerate((version.heads["title"], *version.body_text.split("\n"))):
        text = _BLANK.sub("", line)
        for miss in near_misses(text, lexicon):
            yield told("text.term", on=on, line=number, found=miss.found(text), expected=miss.term)


def _dates(version: ItemVersion, *, on: date) -> Iterator[Finding]:
    for spot in text_checks.date_faults(version.body_text):
        yield told(spot.code, on=on, line=spot.line, found=spot.found, expected=spot.expected)


def _links(version: ItemVersion, *, on: date) -> Iterator[Finding]:
    for href, words in _LINK.findall(version.body_html):
        plain = re.sub(r"<[^>]*>", "", words)
        if fault := _link_fault(href):
            yield told("text.link", on=on, line=_line_of(version, plain), found=href[:80], fault=fault)


def _link_fault(href: str) -> str:
    if own := _OWN_ITEM.search(href):
        item = DisclosureItem.objects.filter(public_key=own[1]).first()
        if item is None or item.published_at is None:
            return "指向的信息没有公开"
        return "指向的信息已经撤回" if item.withdrawn_at else ""
    return "指向内部网络，公众打不开" if _PRIVATE.match(href) else ""


def _line_of(version: ItemVersion, words: str) -> int:
    lines = version.body_text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if words.strip() and words.strip() in line), 0)


def _pictures(version: ItemVersion, *, on: date) -> Iterator[Finding]:
    mute = sum(not re.search(r'\balt="[^"]*\S[^"]*"', image) for image in _IMAGE.findall(version.body_html))
    if mute:
        yield told("text.picture_without_words", on=on, count=mute, field="body")
