"""Second reader of workbooks: plain pattern matching on the parts, no XML library, no spreadsheet library."""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from gongkai.documents.rebuilding.audit.shapes import Audited, odd_values, squeezed, unescape, words_of
from gongkai.documents.rebuilding.sheets.number_formats import BUILT_IN, display
from gongkai.documents.rebuilding.sheets.references import column_number

_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet[0-9]{1,3}\.xml"
)
_HEAD = re.compile(
    r'<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n<worksheet xmlns="[^"<>]{1,80}" xmlns:r="[^"<>]{1,90}">'
    r'<dimension ref="[A-Z0-9:]{1,24}"/><sheetViews><sheetView (?:tabSelected="1" )?workbookViewId="0"/></sheetViews>'
    r'<sheetFormatPr defaultRowHeight="15"/>(?:<cols>(?:<col min="[0-9]+" max="[0-9]+" width="[0-9.]+"(?: style="[0-9]+")?(?: customWidth="1")?/>)+</cols>)?'
)
_TAIL = re.compile(
    r'(?:<mergeCells count="[0-9]+">(?:<mergeCell ref="[A-Z0-9:]{4,24}"/>)+</mergeCells>)?<pageMargins(?: [a-z]+="[0-9.]+"){6}/></worksheet>'
)
_ROW = re.compile(
    r'<row r="([0-9]{1,7})"(?: spans="[0-9]+:[0-9]+")?(?: ht="[0-9.]+" customHeight="1")?(?:/>|>(.*?)</row>)', re.DOTALL
)
_CELL = re.compile(r'(<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]+)")?(?: t="([sb])")?(?:/>|><v>([^<]*)</v></c>))')
_STRING = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
_SHARED = re.compile(r'<\?xml[^>]*\?>\n<sst xmlns="[^"]*" count="[0-9]+" uniqueCount="[0-9]+">(.*)</sst>', re.DOTALL)
_TEXT = re.compile(r">([^<]+)<")
_CORE_TEXT = ("", "2000-01-01T00:00:00Z")
_APP_TEXT = ("Microsoft Excel", "0", "false", "Worksheets", "12.0000")


def audit_workbook(data: bytes, visible: str, names: Sequence[str], formats: Sequence[str]) -> Audited:
    """
    Read a workbook of ours again.

    :param visible: the text that a person sees, cells apart by tabs and lines.
    :param names: the names of the sheets.
    :param formats: the number formats that may occur.
    """
    seen = Audited()
    words = words_of(visible)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info).decode("utf-8") for info in archive.infolist()}
        if archive.comment or not data.startswith(b"PK\x03\x04") or not _ends_clean(data):
            seen.leak("容器首尾有多余内容")
    for name in parts:
        if not _PART.fullmatch(name):
            seen.leak(f"多余部件 {name}")
    strings = _strings(parts.get("xl/sharedStrings.xml", ""), words, seen)
    codes = _codes(parts.get("xl/styles.xml", ""), formats, seen)
    _small_parts(parts, names, seen)
    for number, name in enumerate(names, 1):
        rows = _sheet(parts.get(f"xl/worksheets/sheet{number}.xml", ""), strings, codes, words, name, seen)
        seen.tables.append((name, rows))
    return seen


def _ends_clean(data: bytes) -> bool:
    return data[-22:-18] == b"PK\x05\x06"


def _strings(xml: str, words: frozenset[str], seen: Audited) -> list[str]:
    if not xml:
        return []
    body = _SHARED.fullmatch(xml)
    found = _STRING.findall(body[1]) if body else []
    if body is None or _STRING.sub("", body[1]):
        seen.leak("字符串表结构异常")
    strings = [unescape(text) for text in found]
    for text in strings:
        if text not in words and squeezed(text) not in words:
            seen.leak("字符串表中有不可见的文字")
    return strings


def _codes(xml: str, formats: Sequence[str], seen: Audited) -> list[str]:
    own = {
        int(number): unescape(code)
        for number, code in re.findall(r'<numFmt numFmtId="([0-9]+)" formatCode="([^"]*)"/>', xml)
    }
    for code in own.values():
        if code not in formats:
            seen.leak("数字格式中有不可见的文字")
    rest = re.sub(r'formatCode="[^"]*"', "", xml)
    for value in odd_values(rest):
        seen.leak(f"样式中有多余内容（{len(value)}字）")
    cells = re.search(r"<cellXfs.*?</cellXfs>", xml, re.DOTALL)
    numbers = re.findall(r'<xf numFmtId="([0-9]+)"', cells[0]) if cells else []
    return [own.get(int(number)) or BUILT_IN.get(int(number), "General") for number in numbers]


def _small_parts(parts: dict[str, str], names: Sequence[str], seen: Audited) -> None:
    workbook = parts.get("xl/workbook.xml", "")
    listed = [unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', workbook)]
    if listed != list(names) or "state=" in workbook or "definedName" in workbook:
        seen.leak("工作簿中有隐藏的工作表或名称")
    for part, allowed in (
        ("docProps/core.xml", _CORE_TEXT),
        ("docProps/app.xml", (*_APP_TEXT, str(len(names)), *names)),
    ):
        for text in _TEXT.findall(parts.get(part, "")):
            if text.strip() and unescape(text) not in allowed:
                seen.leak("文档属性中有内容")
    for part in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        xml = parts.get(part, "")
        if "TargetMode" in xml or any(odd_values(xml)) or any(text.strip() for text in _TEXT.findall(xml)):
            seen.leak(f"{part} 中有多余内容")


def _sheet(
    xml: str, strings: list[str], codes: list[str], words: frozenset[str], name: str, seen: Audited
) -> list[list[str]]:
    head, opened, rest = xml.partition("<sheetData")
    body, _, tail = (
        rest.removeprefix(">").partition("</sheetData>") if rest.startswith(">") else ("", "", rest.removeprefix("/>"))
    )
    if not (opened and _HEAD.fullmatch(head) and _TAIL.fullmatch(tail)):
        seen.leak(f"工作表“{name}”结构异常")
    rows: list[list[str]] = []
    length = 0
    for match in _ROW.finditer(body):
        length += match.end() - match.start()
        number = int(match[1])
        rows.extend([] for _ in range(min(number - 1 - len(rows), 1_048_576)))
        rows.append(_cells(match[2] or "", strings, codes, words, name, seen))
    if length != len(body):
        seen.leak(f"工作表“{name}”中有多余内容")
    return rows


def _cells(
    xml: str, strings: list[str], codes: list[str], words: frozenset[str], name: str, seen: Audited
) -> list[str]:
    cells: list[str] = []
    length = 0
    for whole, letters, style, kind, value in _CELL.findall(xml):
        length += len(whole)
        column = column_number(letters)
        if column > len(cells):
            cells += [""] * (column - len(cells))
        if kind == "s":
            cells.append(strings[int(value)])
            continue
        text = _number(value, kind, codes[int(style)] if style else "General")
        if text and text not in words:
            seen.leak(f"工作表“{name}”中有不可见的数值")
        cells.append(text)
    if length != len(xml):
        seen.leak(f"工作表“{name}”的行中有多余内容")
    return cells


def _number(value: str, kind: str, code: str) -> str:
    if not value:
        return ""
    if kind == "b":
        return display(value == "1", code)
    return display(float(value), code)
