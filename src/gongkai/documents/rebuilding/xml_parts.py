"""Read XML parts of office files: no document types, no entities, nothing from outside, no bottomless nesting (libxml2 stops at 256)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from gongkai.documents.rebuilding.model import Refused, damaged, too_big

Element = etree._Element  # noqa: SLF001 - lxml gives the class of its elements no public name
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_KNOWN = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_WIDE = re.compile(rb"^(?:\xff\xfe|\xfe\xff|<\x00|\x00<)")


def parse(data: bytes, what: str) -> etree._Element:
    """
    Parse a part into a tree.

    :raises Refused: it is no well-formed XML, declares a document type, or nests too deeply.
    """
    data = _checked(data, what)
    try:
        return etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _refusal(error, what) from error


def walk(data: bytes, tags: tuple[str, ...], what: str) -> Iterator[etree._Element]:
    """
    Walk over the elements with these tags, each complete; what was given out is forgotten on the next step.

    :raises Refused: as `parse`.
    """
    data = _checked(data, what)
    try:
        for count, (_, element) in enumerate(etree.iterparse(BytesIO(data), events=("end",), tag=tags, **_SAFE)):
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            if count % 512 == 511 and parent is not None:
                # Later siblings may already be parsed and wait for their turn.
                del parent[: parent.index(element)]
    except etree.XMLSyntaxError as error:
        raise _refusal(error, what) from error


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace; the strict and the usual dialect differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Give an attribute by its local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def _checked(data: bytes, what: str) -> bytes:
    if _WIDE.match(data):
        data = _narrow(data, what)
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(data[:200])
    if declared and declared[1].lower() not in _KNOWN:
        raise damaged(what)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("damaged", f"{what}中含有外部或递归的实体声明，可能是恶意文件，已拒绝。请用原软件另存后再上传。")
    return data


def _narrow(data: bytes, what: str) -> bytes:
    try:
        text = data.decode(
            "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-16-le" if data[1] == 0 else "utf-16-be")
        )
    except UnicodeDecodeError as error:
        raise damaged(what) from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8")


def _refusal(error: etree.XMLSyntaxError, what: str) -> Refused:
    text = str(error)
    if "depth" in text.lower() or "huge" in text.lower() or "too long" in text.lower():
        return too_big("结构嵌套过深或单个内容过长")
    return damaged(what)
