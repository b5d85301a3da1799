"""Word files: words are taken out of their runs; a paragraph taken whole loses its pictures too; the package is rebuilt afterwards."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from gongkai.documents.rebuilding import rebuild
from gongkai.documents.redaction.model import Passage, RedactionFailed
from gongkai.documents.redaction.stretches import GAP, merged

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def paragraphs_of(data: bytes) -> list[str]:
    """Give the text of every paragraph, in the order of the file: body with tables, headers and footers, notes."""
    return [_text(paragraph) for _part, paragraph in _paragraphs(_trees(data))]


def redact_docx(data: bytes, passages: Sequence[Passage]) -> tuple[bytes, str, list[str]]:
    """
    Take passages out of a Word file and rebuild it.

    :raises RedactionFailed: a passage is not there, or the result still has it.
    """
    trees = _trees(data)
    found = [paragraph for _part, paragraph in _paragraphs(trees)]
    texts = [_text(paragraph) for paragraph in found]
    stretches = merged(passages, [len(text) for text in texts])
    withheld = [texts[number][start:end] for number, wanted in stretches.items() for start, end in wanted]
    for number, wanted in stretches.items():
        whole = wanted == [(0, len(texts[number]))]
        (_empty(found[number]) if whole else _cut(found[number], wanted))
    made = rebuild(_packed(data, trees), "released.docx")
    left = [_text(paragraph) for _part, paragraph in _paragraphs(_trees(made.data))]
    _prove(texts, stretches, left)
    return made.data, "\n".join(left), withheld


def _trees(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        beside = sorted(
            name for name in names if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
        )
        wanted = [name for name in (_PARTS[0], *beside, *_PARTS[1:]) if name in names]
        return {name: etree.fromstring(package.read(name), _PARSER) for name in wanted}


def _paragraphs(trees: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, tree in trees.items():
        for paragraph in tree.iter(f"{_W}p"):
            yield name, paragraph


def _pieces(paragraph: Any) -> list[Any]:
    """Give the text elements of a paragraph itself; paragraphs inside a box of it are offered on their own."""
    return [piece for piece in paragraph.iter(f"{_W}t") if next(piece.iterancestors(f"{_W}p")) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _cut(paragraph: Any, stretches: Sequence[tuple[int, int]]) -> None:
    """Take stretches out from the end to the beginning, so that places stay true; the first piece of each gets the gap."""
    for start, end in reversed(stretches):
        place, first = 0, True
        for piece in _pieces(paragraph):
            text = piece.text or ""
            begin, finish = max(start - place, 0), min(end - place, len(text))
            place += len(text)
            if begin < finish:
                piece.text = text[:begin] + (GAP if first else "") + text[finish:]
                piece.set(_SPACE, "preserve")
                first = False


def _empty(paragraph: Any) -> None:
    """Leave of a paragraph its form and a gap; everything in it goes, pictures too."""
    for child in list(paragraph):
        if child.tag != f"{_W}pPr":
            paragraph.remove(child)
    run = etree.SubElement(paragraph, f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = GAP


def _packed(data: bytes, trees: dict[str, Any]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            tree = trees.get(entry.filename)
            body = old.read(entry) if tree is None else etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
            new.writestr(entry.filename, body)
    return out.getvalue()


def _prove(texts: Sequence[str], stretches: dict[int, list[tuple[int, int]]], left: Sequence[str]) -> None:
    """
    See that each paragraph that lost words is not in the result any more as it was.

    :raises RedactionFailed: one is, and no other paragraph says the same.
    """
    for number in stretches:
        elsewhere = sum(text == texts[number] for place, text in enumerate(texts) if place not in stretches)
        if texts[number].strip() and left.count(texts[number]) > elsewhere:
            raise RedactionFailed(
                "处理后的文件里仍有不予公开的段落，没有生成可提供的文件。请另存为 PDF 后重新收存，再标注。"
            )
