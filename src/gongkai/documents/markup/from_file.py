"""A rebuilt file as the text of a page: Word with its structure, workbooks as tables, PDF as paragraphs, a picture as itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from statistics import quantiles

from gongkai.documents.rebuilding import sandbox
from gongkai.documents.rebuilding.model import Dropped, Grid, Limits

#: More rows than this are no text of a page; the workbook belongs beside it.
MOST_ROWS = 200
_PAGE_NUMBER = re.compile(r"^[\s—–-]*\d{1,4}[\s—–-]*$")
_ENDS = "。！？；：”）!?;:"
_STARTS = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\(?\d{1,3}[.\uff0e、)]|第[一二三四五六七八九十百]+[章节条]|附件|\u3000\u3000)"
)


@dataclass(frozen=True)
class Picture:
    """A picture of the text; `picture:<place>` names it in the markup."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class Body:
    """
    What an uploaded file says, as markup; `dropped` is what could not be brought over into the page.

    `edges` is what headers and footers said, which is not in the text but may hold a mark of secrecy.
    """

    blocks: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    edges: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        """Give the whole markup."""
        return "".join(self.blocks)


def body_of(*, kind: str, data: bytes, text: str, grids: Sequence[Grid]) -> Body:
    """
    Give the text of a rebuilt file.

    :param data: the rebuilt file, never the one that was sent.
    :param grids: what people see of its sheets.
    :raises Refused: the rebuilt document cannot be read again.
    """
    if kind == "docx":
        return _from_words(data)
    if kind in ("xlsx", "csv"):
        return _from_grids(grids)
    if kind == "pdf":
        return _from_pdf(text)
    if kind == "text":
        return Body(tuple(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.split("\n") if line.strip()))
    if kind in ("jpeg", "png"):
        return Body(('<figure><img src="picture:0" alt=""></figure>',), (Picture(data, f"image/{kind}"),))
    return Body((), dropped=(Dropped("不能转为正文的文件", "文件", 1),))


def _from_words(data: bytes) -> Body:
    limits = Limits().for_size(len(data))
    header, blobs, _ = sandbox.run({"task": "body", "limits": vars(limits)}, [data], limits)
    types = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
    pictures = tuple(
        Picture(picture, types.get(extension, "image/png"))
        for picture, extension in zip(blobs, header["extensions"], strict=True)
    )
    return Body(tuple(map(str, header["blocks"])), pictures, edges=tuple(filter(None, map(str, header["edges"]))))


def _from_grids(grids: Sequence[Grid]) -> Body:
    blocks, dropped = [], []
    for grid in grids:
        if grid.total_rows > min(len(grid.rows), MOST_ROWS) or len(grid.rows) > MOST_ROWS:
            dropped.append(Dropped(f"超过{MOST_ROWS}行的表格", grid.name, 1))
            continue
        if any(cell.strip() for row in grid.rows for cell in row):
            blocks.append(_table(grid, caption=grid.name if len(grids) > 1 else ""))
    return Body(tuple(blocks), dropped=tuple(dropped))


def _table(grid: Grid, *, caption: str) -> str:
    rows = [list(row) for row in grid.rows]
    width = max(map(len, rows))
    while width and all(not (row[width - 1] if len(row) >= width else "").strip() for row in rows):
        width -= 1
    covered, spans = set(), {}
    for top, left, last_row, last_column in grid.merges:
        bottom, right = min(last_row, len(rows) - 1), min(last_column, width - 1)
        covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} - {
            (top, left)
        }
        spans[top, left] = (bottom - top + 1, right - left + 1)
    head = _head_row(rows, width, spans)
    inner = ""
    for number, row in enumerate(rows):
        if not any(cell.strip() for cell in row) and not any((number, column) in covered for column in range(width)):
            continue
        cells = ""
        for column in range(width):
            if (number, column) in covered:
                continue
            high, wide = spans.get((number, column), (1, 1))
            tag, scope = ("th", ' scope="col"') if number == head else ("td", "")
            more = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
            text = escape((row[column] if column < len(row) else "").strip(), quote=False).replace("\n", "<br>")
            cells += f"<{tag}{more}{scope}>{text}</{tag}>"
        inner += f"<tr>{cells}</tr>"
    return f"<table>{f'<caption>{escape(caption, quote=False)}</caption>' if caption else ''}<tbody>{inner}</tbody></table>"


def _head_row(rows: Sequence[Sequence[str]], width: int, spans: dict[tuple[int, int], tuple[int, int]]) -> int:
    """Give the first row whose cells are all filled with short words and not joined; -1 for none among the first four."""
    for number, row in enumerate(rows[:4]):
        joined = any((number, column) in spans for column in range(width))
        if len(row) >= width > 1 and not joined and all(0 < len(cell.strip()) <= 20 for cell in row[:width]):
            return number if number + 1 < len(rows) else -1
    return -1


def _from_pdf(text: str) -> Body:
    lines = [
        line.rstrip()
        for page in text.split("\f")
        for line in page.splitlines()
        if not _PAGE_NUMBER.match(line) and line.strip()
    ]
    told = (Dropped("PDF 中的版式、表格线和图片", "文件", 1),) if lines else (Dropped("没有文字层的页面", "文件", 1),)
    return Body(tuple(f"<p>{escape(text, quote=False)}</p>" for text in _paragraphs(lines)), dropped=told)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Put the lines of a printed page together again: a line that is clearly shorter than a full one ends its paragraph."""
    if not lines:
        return
    lengths = [len(line.strip()) for line in lines]
    full = quantiles(lengths, n=10)[8] if len(lengths) > 3 else max(lengths)
    running = ""
    for line in lines:
        text = line.strip("\u3000 \t")
        if running and (_STARTS.match(line.strip(" ")) or _STARTS.match(text)):
            yield running
            running = ""
        running += text
        if len(line.strip()) < 0.85 * full or (text.endswith(tuple(_ENDS)) and len(line.strip()) < full - 1):
            yield running
            running = ""
    if running:
        yield running
