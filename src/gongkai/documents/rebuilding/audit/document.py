"""Second reader of Word documents: an event parser of the standard library, no tree, no Word library."""

import re
import zipfile
from io import BytesIO
from typing import Any
from xml.parsers import expat

from gongkai.documents.rebuilding.audit.picture import odd_in_jpeg, odd_in_png
from gongkai.documents.rebuilding.audit.shapes import LONG_NUMBER, PLAIN_VALUE, Audited

_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document|styles|numbering|header1|footer1)\.xml"
    r"|word/_rels/(?:document|header1|footer1)\.xml\.rels|word/media/image[0-9]{1,4}\.(?:png|jpg)"
)
_TAG_NAMES = (
    "document body p pPr pStyle pageBreakBefore numPr ilvl numId spacing ind jc r rPr rFonts b i strike color sz szCs u vertAlign t br tab "
    "fldSimple drawing inline extent docPr graphic graphicData pic nvPicPr cNvPr cNvPicPr blipFill blip stretch fillRect spPr xfrm off ext "
    "prstGeom avLst tbl tblPr tblW tblBorders top left bottom right insideH insideV tblGrid gridCol tr tc tcPr tcW gridSpan vMerge sectPr "
    "headerReference footerReference pgSz pgMar hdr ftr numbering abstractNum multiLevelType lvl start numFmt lvlText lvlJc num abstractNumId "
    "styles docDefaults rPrDefault kern lang style name basedOn next qFormat keepNext outlineLvl tblCellMar Types Default Override "
    "Relationships Relationship"
)
_TAGS = frozenset(_TAG_NAMES.split())
_FIELDS = ("PAGE", "NUMPAGES")
_FACES = re.compile(r"[\u4e00-\u9fffA-Za-z_0-9 ]{1,24}")


class _Part:
    """Reads one part: its letters, its tables, and whatever has no business there."""

    def __init__(self, seen: Audited, name: str, lists: list[str]) -> None:
        self._seen, self._name, self._lists = seen, name, lists
        self._path: list[str] = []
        self._field = 0
        self.letters: list[str] = []
        self.paragraphs: list[str] = []
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = lambda *_: self._seen.leak(f"{self._name} 中有文档类型声明")
        parser.CommentHandler = lambda *_: self._seen.leak(f"{self._name} 中有注释")
        parser.ProcessingInstructionHandler = lambda *_: self._seen.leak(f"{self._name} 中有处理指令")
        parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._path.append(name)
        if name not in _TAGS:
            self._seen.leak(f"{self._name} 中有多余元素 {name[:40]}")
        for key, value in attributes.items():
            self._attribute(name, key.rpartition(" ")[2], value)
        if name == "fldSimple":
            self._field += 1
        elif name == "tbl":
            self._open.append([])
        elif name == "tr":
            self._open[-1].append([])
        elif name == "tc":
            self._open[-1][-1].append("")
        elif name == "p" and not self._open:
            self.paragraphs.append("")
        elif name in ("br", "tab"):
            self._put("\n" if name == "br" else "\t")

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if name == "fldSimple":
            self._field -= 1
        elif name == "tbl":
            self.tables.append(self._open.pop())
        elif name == "p" and self._open:
            self._put("\n")

    def _text(self, text: str) -> None:
        if self._path[-1] == "t":
            if not self._field:
                self.letters.append(text)
                self._put(text)
        elif text.strip():
            self._seen.leak(f"{self._name} 中有标记之外的文字")

    def _put(self, text: str) -> None:
        if self._open and self._open[-1] and self._open[-1][-1]:
            self._open[-1][-1][-1] += text
        elif self.paragraphs and not self._open:
            self.paragraphs[-1] += text

    def _attribute(self, tag: str, key: str, value: str) -> None:
        if tag == "fldSimple":
            fits = value in _FIELDS
        elif tag == "lvlText":
            fits = value in self._lists
        elif tag == "rFonts":
            fits = _FACES.fullmatch(value) is not None
        else:
            fits = PLAIN_VALUE.fullmatch(value) is not None and not LONG_NUMBER.search(value) and key != "TargetMode"
        if not fits:
            self._seen.leak(f"{self._name} 的属性中有多余内容")


def audit_document(data: bytes, visible: str, facts: dict[str, Any]) -> Audited:
    """Read a document of ours again and compare its letters with the visible text."""
    seen = Audited()
    letters: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.comment or data[-22:-18] != b"PK\x05\x06" or not data.startswith(b"PK\x03\x04"):
            seen.leak("容器首尾有多余内容")
        names = sorted(archive.namelist(), key=lambda name: ("header" not in name, "document" not in name, name))
        for name in names:
            if not _PART.fullmatch(name):
                seen.leak(f"多余部件 {name[:60]}")
            elif name.startswith("word/media/"):
                _picture(archive.read(name), seen)
            else:
                part = _Part(seen, name, facts["lists"])
                part.read(archive.read(name))
                letters += part.letters
                _take_text(part, name, seen)
    if _bare("".join(letters)) != _bare(visible):
        seen.leak("文档文字与可见内容不一致")
    return seen


def _take_text(part: _Part, name: str, seen: Audited) -> None:
    if name == "word/document.xml":
        seen.texts.append(("", "\n".join(part.paragraphs)))
        seen.tables += [(f"表{number}", rows) for number, rows in enumerate(part.tables, 1)]
    elif part.paragraphs:
        seen.tables.append(("页眉页脚", [[text] for text in part.paragraphs]))


def _picture(data: bytes, seen: Audited) -> None:
    leak = odd_in_jpeg(data) if data.startswith(b"\xff\xd8") else odd_in_png(data)
    if leak:
        seen.leak(leak)


def _bare(text: str) -> str:
    return "".join(character for character in text if character > " " and character not in "\ufffe\uffff")
