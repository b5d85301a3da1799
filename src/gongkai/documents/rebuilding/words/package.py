"""The container of a DOCX: its parts, its relations, and everything that is left behind."""

import posixpath
import re

from lxml import etree

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import Limits, Refused, damaged
from gongkai.documents.rebuilding.words.blocks import Document
from gongkai.documents.rebuilding.xml_parts import parse

WHAT = "Word 文件"
_PARTS: tuple[tuple[re.Pattern[str], str | None], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), label)
    for shape, label in (
        (
            r"^\[Content_Types\]|_rels/|^word/(?:document|styles|numbering|settings|fontTable|webSettings|stylesWithEffects)",
            None,
        ),
        (r"^word/(?:theme|header|footer|footnotes|endnotes|media)", None),
        (r"^docProps/thumbnail", "缩略图"),
        (r"^docProps/", "文档属性（作者、单位、时间等）"),
        (r"^word/(?:comments|people)", "批注"),
        (r"^word/embeddings", "嵌入的文件"),
        (r"^word/(?:charts|diagrams)", "图表"),
        (r"vba|^word/activeX|^customUI|userCustomization", "宏和控件"),
        (r"^word/glossary", "自动图文集"),
        (r"^customXml", "自定义数据"),
        (r"^word/(?:printerSettings|afchunk|subDocuments)|\.(?:html?|mht|rtf)$", "嵌入的文件"),
        (r"^_xmlsignatures", "数字签名"),
        (r"", "其他内部部件"),
    )
)
_READ = re.compile(r"comments|docProps|customXml|glossary|people", re.IGNORECASE)
_MOST_READ = 4 * 1024 * 1024
_SETTINGS = ("docVars", "attachedTemplate", "mailMerge", "documentProtection")


class Package:
    """The parts of one document."""

    def __init__(self, data: bytes, limits: Limits, document: Document) -> None:
        self._archive = Archive(data, limits, what=WHAT)
        self._document = document
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.main = next((part for kind, part in self.relations("").values() if kind == "officeDocument"), "")
        if self.main not in self._archive:
            raise damaged(WHAT)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Give kind and part of every relation of a part, by its id; what points outside is left out."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            where = posixpath.join(folder, "_rels", f"{name}.rels")
            found: dict[str, tuple[str, str]] = {}
            if where in self._archive:
                for child in parse(self._archive.read(where), WHAT):
                    self._relation(child, folder, found)
            self._relations[part] = found
        return self._relations[part]

    def _relation(self, child: etree._Element, folder: str, found: dict[str, tuple[str, str]]) -> None:
        kind = (child.get("Type") or "").rpartition("/")[2]
        target = child.get("Target") or ""
        if child.get("TargetMode") == "External":
            self._document.drop("超链接地址" if kind == "hyperlink" else "指向外部的链接")
            self._document.hidden.append(("链接地址", target))
            return
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[child.get("Id") or ""] = (kind, whole)

    def of_kind(self, kind: str) -> str:
        """Give the part of a kind beside the main part, or an empty text."""
        return next((part for found, part in self.relations(self.main).values() if found == kind), "")

    def tree(self, part: str) -> etree._Element | None:
        """Give the tree of a part, or None when there is no such part."""
        return parse(self._archive.read(part), WHAT) if part and part in self._archive else None

    def target(self, owner: str, relation: str) -> str:
        """Give the part that a relation of a part points to, or an empty text when there is none."""
        _, part = self.relations(owner).get(relation, ("", ""))
        return part if part in self._archive else ""

    def read(self, part: str) -> bytes:
        """Give the bytes of a part."""
        return self._archive.read(part)

    def take_stock(self, settings: etree._Element | None) -> None:
        """Note every part that is left behind and the words in it."""
        for name in self._archive.names:
            label = next(label for shape, label in _PARTS if shape.search(name))
            if label is None:
                continue
            self._document.drop(label)
            if name.endswith(".xml") and _READ.search(name):
                self._document.hidden += [(label, words) for words in self._words(name)]
        for child in settings if settings is not None else ():
            if str(child.tag).rpartition("}")[2] in _SETTINGS:
                self._document.drop("文档变量、模板、合并数据等设置")
                values = [str(value) for element in child.iter() for value in element.attrib.values()]
                self._document.hidden.append(("文档设置", " ".join(values)))

    def _words(self, name: str) -> list[str]:
        data = self._archive.read(name)
        if len(data) > _MOST_READ:
            return []
        try:
            root = parse(data, WHAT)
        except Refused:
            return []
        return [text.strip() for text in map(str, root.itertext()) if text.strip()]
