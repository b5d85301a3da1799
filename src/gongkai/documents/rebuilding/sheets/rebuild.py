"""Rebuild a workbook: read what is visible, write a new XLSX."""

from collections.abc import Callable, Mapping

from gongkai.documents.rebuilding.made import Made
from gongkai.documents.rebuilding.model import Limits, Refused
from gongkai.documents.rebuilding.sheets.grid import Book
from gongkai.documents.rebuilding.sheets.ods import read_ods
from gongkai.documents.rebuilding.sheets.plain import read_csv, read_text, write_csv
from gongkai.documents.rebuilding.sheets.present import PREVIEW_ROWS, preview, rows_as_text
from gongkai.documents.rebuilding.sheets.write_xlsx import sheet_names, write_xlsx
from gongkai.documents.rebuilding.sheets.xls import read_xls
from gongkai.documents.rebuilding.sheets.xlsx import read_xlsx

Reader = Callable[[bytes, Limits], Book]
READERS: Mapping[str, Reader] = {"xlsx": read_xlsx, "xls": read_xls, "ods": read_ods}


def rebuild_workbook(data: bytes, kind: str, limits: Limits) -> Made:
    """
    Rebuild an XLSX, XLS or ODS workbook as XLSX.

    :raises Refused: damaged, over a limit, or nothing in it can be seen.
    """
    book = READERS[kind](data, limits)
    if not book.sheets:
        raise Refused("damaged", "工作簿里没有可见的内容（全部为空或被隐藏）。请核对后再上传。")
    names = sheet_names(book)
    texts = [rows_as_text(sheet, book) for sheet in book.sheets]
    return Made(
        kind="xlsx",
        data=write_xlsx(book),
        text="\n".join("\t".join(row) for rows in texts for row in rows),
        dropped=book.dropped,
        hidden=book.hidden,
        grids=[preview(name, rows, sheet.merges) for sheet, rows, name in zip(book.sheets, texts, names, strict=True)],
        facts={"names": names, "formats": sorted({look.code for look in book.looks})},
    )


def rebuild_csv(data: bytes, _kind: str, limits: Limits) -> Made:
    """
    Rebuild a CSV text as UTF-8 CSV.

    :raises Refused: no text, or over a limit.
    """
    text, unseen = read_text(data)
    rows = read_csv(text, limits)
    made = Made(kind="csv", data=write_csv(rows))
    made.text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    made.grids = [preview("表格", rows, [])]
    if unseen:
        made.dropped["看不见的字符", "文件"] += unseen
    return made


def rebuild_text(data: bytes, _kind: str, _limits: Limits) -> Made:
    """
    Rebuild plain text as UTF-8.

    :raises Refused: no text.
    """
    text, unseen = read_text(data)
    made = Made(kind="text", data=text.encode("utf-8"), text=text, paragraphs=text.split("\n")[: 10 * PREVIEW_ROWS])
    if unseen:
        made.dropped["看不见的字符", "文件"] += unseen
    return made
