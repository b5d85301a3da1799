"""Everything in an XLSX container that is no visible cell: named for the report, read for personal data, then left behind."""

import re

from lxml import etree

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import Refused
from gongkai.documents.rebuilding.sheets.grid import Book, Range
from gongkai.documents.rebuilding.sheets.references import MOST_COLUMNS
from gongkai.documents.rebuilding.xml_parts import local, parse

# The first shape that fits the name of a part says what it is; None is nothing to report.
_PARTS: tuple[tuple[re.Pattern[str], str | None], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), label)
    for shape, label in (
        (
            r"^\[Content_Types\]|_rels/|^xl/(?:workbook\.xml|styles\.xml|sharedStrings\.xml|calcChain|metadata|theme/)",
            None,
        ),
        (r"^xl/worksheets/sheet[^/]*\.xml$", None),
        (r"^docProps/thumbnail", "缩略图"),
        (r"^docProps/", "文档属性（作者、单位、时间等）"),
        (r"^xl/(?:threadedComments|comments|persons)|^xl/comments", "批注"),
        (r"^xl/pivot", "数据透视表及其缓存"),
        (r"^xl/externalLinks", "外部链接及其缓存数据"),
        (r"^xl/(?:connections|queryTables)", "数据连接"),
        (r"^xl/embeddings", "嵌入的文件"),
        (r"vbaProject|^xl/vba|^xl/macrosheets", "宏"),
        (r"^xl/(?:activeX|ctrlProps)", "控件"),
        (r"^xl/(?:dialogsheets|chartsheets)", "图表工作表"),
        (r"^xl/charts|^xl/chartStyle", "图表"),
        (r"^xl/drawings", "图形"),
        (r"^xl/media", "图片"),
        (r"^xl/printerSettings", "打印机设置"),
        (r"^xl/tables", "表格样式定义"),
        (r"^xl/(?:slicer|timeline)", "切片器"),
        (r"^xl/model", "数据模型"),
        (r"^xl/revisions", "修订记录"),
        (r"^customXml|^xl/customProperty|^xl/customXml", "自定义数据"),
        (r"", "其他内部部件"),
    )
)
_READ = re.compile(
    r"comment|pivot|externalLink|connections|queryTable|drawing|docProps|customXml|table|chart", re.IGNORECASE
)
_MOST_READ = 4 * 1024 * 1024
_ROW_HEIGHT, _COLUMN_WIDTH = 190_500, 609_600


def label_of(part: str) -> str | None:
    """Say what a part is, in words for the report; None for the parts that every workbook has."""
    return next(label for shape, label in _PARTS if shape.search(part))


def take_stock(archive: Archive, book: Book) -> None:
    """Note every part that is left behind and the words in it."""
    for name in archive.names:
        label = label_of(name)
        if label is None:
            continue
        book.drop(label, "文件")
        if name.endswith((".xml", ".vml")) and _READ.search(name):
            for words in words_of(archive, name):
                book.hidden.append((label, words))


def words_of(archive: Archive, name: str) -> list[str]:
    """Give the texts and values of a part; one that cannot be read gives none, for it is left behind anyway."""
    data = archive.read(name)
    if len(data) > _MOST_READ:
        data = b""
    try:
        root = parse(data, "Excel 文件") if data else None
    except Refused:
        return []
    if root is None:
        return []
    words = [text.strip() for text in map(str, root.itertext()) if len(text.strip()) > 1]
    return words + [
        str(value)
        for element in root.iter()
        for key, value in element.attrib.items()
        if key in ("v", "name") and len(value) > 3
    ]


def covered_by_drawings(root: etree._Element) -> list[Range]:
    """Give the areas of cells that pictures, charts and filled shapes lie over."""
    return [area for anchor in root if local(anchor).endswith("Anchor") and _covers(anchor) for area in _area(anchor)]


def _covers(anchor: etree._Element) -> bool:
    kinds = {local(child) for child in anchor}
    if kinds & {"pic", "graphicFrame", "grpSp"}:
        return True
    if "sp" not in kinds:
        return False
    properties = [child for child in anchor.iter() if local(child) == "spPr"]
    return not any(local(child) == "noFill" for part in properties for child in part)


def _area(anchor: etree._Element) -> list[Range]:
    parts = {local(child): child for child in anchor}
    if "from" not in parts:
        return []
    top, left, _, _ = _corner(parts["from"])
    if "to" in parts:
        bottom, right, down, across = _corner(parts["to"])
        return [(top, left, bottom - (not down), right - (not across))]
    size = parts.get("ext")
    high = int(size.get("cy") or 0) if size is not None else 0
    wide = int(size.get("cx") or 0) if size is not None else 0
    return [
        (
            top,
            left,
            top + max(0, (high - 1) // _ROW_HEIGHT),
            min(MOST_COLUMNS, left + max(0, (wide - 1) // _COLUMN_WIDTH)),
        )
    ]


def _corner(element: etree._Element) -> tuple[int, int, int, int]:
    values = {local(child): int(float(child.text or 0)) for child in element}
    return values.get("row", 0), values.get("col", 0), values.get("rowOff", 0), values.get("colOff", 0)
