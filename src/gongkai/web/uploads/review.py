"""What people see of one upload: what will be published, with findings marked; what was dropped; what is in the way."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.apps.core import uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.core.uploads import Standing
from gongkai.documents.personal_data import Kind, veil
from gongkai.documents.rebuilding import Grid, Preview
from gongkai.law.privacy import kinds, profile, profiles
from gongkai.web.workbench.words import say

ROWS, COLUMNS, PARAGRAPHS, LISTED = 60, 24, 200, 60
#: Kinds of files that a program can mask.
MASKABLE = frozenset(("xlsx", "csv", "docx", "text", "pdf"))
SHEETS = frozenset(("xlsx", "csv"))
PICTURES = frozenset(("png", "jpeg"))


@dataclass(frozen=True)
class Piece:
    """A stretch of text or a cell over `span` columns; `label` names the kind, `severity` is empty where nothing is wrong."""

    text: str
    severity: str = ""
    label: str = ""
    span: int = 1


@dataclass(frozen=True)
class SheetView:
    """The beginning of a sheet: letters of the columns, rows of (number, cells)."""

    name: str
    letters: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Piece]]]
    total_rows: int

    @property
    def shortened(self) -> bool:
        """Tell whether there are more rows than shown."""
        return self.total_rows > len(self.rows)


@dataclass(frozen=True)
class Box:
    """A mark on the picture of a page, in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float
    severity: str
    label: str


@dataclass(frozen=True)
class PageView:
    """The picture of a page and the marks on it."""

    number: int
    url: str
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Told:
    """One line of findings or of what was dropped: what, where, how often."""

    what: str
    where: str
    count: int = 1
    severity: str = ""
    masked: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Review:
    """Everything about one upload that its page shows."""

    upload: Upload
    standing: Standing
    dropped: Sequence[Told]
    found: Sequence[Told]
    found_total: int
    by_kind: Sequence[tuple[str, int]]
    hidden: Sequence[Told]
    sheets: Sequence[SheetView]
    paragraphs: Sequence[Sequence[Piece]]
    pages: Sequence[PageView]
    picture_url: str
    file_url: str
    can_mask: bool
    masks: Sequence[tuple[str, str]]

    @property
    def must_confirm(self) -> bool:
        """Tell whether a person has to say that they have looked."""
        return any(obstacle.code in ("hidden", "unread") for obstacle in self.standing.obstacles)

    @property
    def shows_text(self) -> bool:
        """Tell whether text and tables are shown by themselves: pictures of pages show them already, except in an archive."""
        return not self.pages or self.upload.kind == "zip"

    @property
    def has_preview(self) -> bool:
        """Tell whether there is anything to look at."""
        return bool(self.sheets or self.paragraphs or self.pages or self.picture_url)


def review_of(upload: Upload, *, on: date, page_url: Callable[[int], str], file_url: str) -> Review:
    """
    Put together what the page of an upload shows.

    :param page_url: gives the address of the picture of a page.
    :param file_url: the address of the derivative itself.
    """
    preview = uploads.preview_of(upload)
    known = {kind: say(entry.label) for kind, entry in kinds(on).items()}
    return Review(
        upload=upload,
        standing=uploads.standing(upload, on=on),
        dropped=[Told(say(item["what"]), item["where"], item["count"]) for item in upload.dropped],
        found=_found(upload.findings, on),
        found_total=sum(upload.counts.get("findings", {}).values()),
        by_kind=[(known[kind], count) for kind, count in upload.counts.get("findings", {}).items()],
        hidden=_found(upload.hidden_findings, on),
        sheets=[_sheet(grid, upload.findings, known) for grid in preview.grids],
        paragraphs=list(_paragraphs(preview, upload.findings, known)),
        pages=[_page(number, marks, page_url, known) for number, marks in enumerate(preview.marks, 1)],
        picture_url=file_url if upload.kind in PICTURES else "",
        file_url=file_url,
        can_mask=upload.kind in MASKABLE and upload.masked_from_id is None and bool(upload.blocking or upload.findings),
        masks=_masks(on) if upload.kind in SHEETS else (),
    )


def _masks(on: date) -> list[tuple[str, str]]:
    return [(name, profile(name, on=on).label) for name in profiles(on)]


def _found(findings: Iterable[Mapping[str, Any]], on: date) -> list[Told]:
    """Write findings as lines, blocking ones first; the same kind in the same column is one line."""
    known = kinds(on)
    groups: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for finding in findings:
        key = (finding["severity"], finding["kind"], _column(finding["where"]))
        groups[key] += 1
        first.setdefault(key, finding)
    lines = [
        Told(
            say(known[kind].label),
            first[key]["where"] if count == 1 else place,
            count,
            severity,
            first[key]["masked"],
            known[kind].advice,
        )
        for key, count in groups.items()
        for severity, kind, place in (key,)
    ]
    return sorted(lines, key=lambda line: line.severity != "block")[:LISTED]


def _column(where: str) -> str:
    """Name the column that a cell stands in, or the dropped part that a paragraph belongs to; other places are left as they are."""
    hidden, colon, _paragraph = where.rpartition("：第")
    if colon and where.endswith("段"):
        return hidden
    sheet, mark, cell = where.rpartition("!")
    letters = cell.rstrip("0123456789")
    return _("%(sheet)s %(column)s列") % {"sheet": sheet, "column": letters} if mark and letters.isascii() else where


def _sheet(grid: Grid, findings: Iterable[Mapping[str, Any]], known: Mapping[str, str]) -> SheetView:
    head = f"{grid.name}!"
    at = {
        (finding["row"], finding["column"]): finding
        for finding in reversed(list(findings))
        if finding["where"].startswith(head) and finding["row"] >= 0
    }
    width = min(COLUMNS, max(map(len, grid.rows), default=0))
    rows = [
        (number + 1, list(_cells(row, number, width, grid, at, known))) for number, row in enumerate(grid.rows[:ROWS])
    ]
    return SheetView(grid.name, [_letters(column) for column in range(width)], rows, grid.total_rows)


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else _letters(column // 26 - 1) + chr(65 + column % 26)


def _cells(
    row: Sequence[str],
    number: int,
    width: int,
    grid: Grid,
    at: Mapping[tuple[int, int], Mapping[str, Any]],
    known: Mapping[str, str],
) -> Iterator[Piece]:
    """Give the cells of a row, those joined over columns as one."""
    joined = {left: right for top, left, _bottom, right in grid.merges if top == number}
    column = 0
    while column < width:
        text, finding = row[column] if column < len(row) else "", at.get((number, column))
        span = min(joined.get(column, column), width - 1) - column + 1
        if finding and text:
            yield Piece(text, finding["severity"], known[finding["kind"]], span)
        else:
            yield Piece(text, span=span)
        column += span


def _paragraphs(
    preview: Preview, findings: Iterable[Mapping[str, Any]], known: Mapping[str, str]
) -> Iterator[list[Piece]]:
    """Cut paragraphs at the findings; a finding whose place does not hold what it says is of another part and left out."""
    text = "\n".join(preview.paragraphs)
    spans = [
        finding
        for finding in findings
        if finding["start"] >= 0
        and "!" not in finding["where"]
        and veil(Kind(finding["kind"]), text[finding["start"] : finding["end"]]) == finding["masked"]
    ]
    start = 0
    for paragraph in preview.paragraphs[:PARAGRAPHS]:
        end = start + len(paragraph)
        if paragraph.strip():
            yield list(_pieces(text, start, end, spans, known))
        start = end + 1


def _pieces(
    text: str, start: int, end: int, spans: Iterable[Mapping[str, Any]], known: Mapping[str, str]
) -> Iterator[Piece]:
    at = start
    for finding in spans:
        first, last = max(at, finding["start"]), min(end, finding["end"])
        if first < last:
            yield Piece(text[at:first])
            yield Piece(text[first:last], finding["severity"], known[finding["kind"]])
            at = last
    yield Piece(text[at:end])


def _page(number: int, marks: Iterable[Any], page_url: Callable[[int], str], known: Mapping[str, str]) -> PageView:
    boxes = [
        Box(
            left=_hundredths(mark.left),
            top=_hundredths(mark.top),
            width=_hundredths(mark.width),
            height=_hundredths(mark.height),
            severity=mark.severity,
            label=known[mark.kind],
        )
        for mark in marks
    ]
    return PageView(number, page_url(number), boxes)


def _hundredths(share: float) -> float:
    return round(100 * share, 2)
