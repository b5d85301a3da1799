"""Write a new DOCX: own parts only, each with nothing in it but the text and the few settings of `blocks`."""

import zipfile
from io import BytesIO

from gongkai.documents.rebuilding.words.blocks import Document
from gongkai.documents.rebuilding.words.body import Body
from gongkai.documents.rebuilding.words.fixed import (
    CONTENT_TYPES,
    NAMESPACES,
    OFFICE,
    RELATIONS,
    ROOT_RELATIONS,
    STYLES,
    XML,
)

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAGE = {
    "pgSz.w": 11906,
    "pgSz.h": 16838,
    "pgMar.top": 2098,
    "pgMar.right": 1474,
    "pgMar.bottom": 1985,
    "pgMar.left": 1588,
    "pgMar.header": 851,
    "pgMar.footer": 992,
}


def write_docx(document: Document) -> bytes:
    """Write the blocks of a document."""
    body = Body(document)
    parts: dict[str, bytes] = {}
    references = ""
    for name, blocks in (("header", document.header), ("footer", document.footer)):
        if blocks:
            tag = "hdr" if name == "header" else "ftr"
            parts[f"word/{name}1.xml"] = f"{XML}<w:{tag} {NAMESPACES}>{body.blocks(blocks)}</w:{tag}>".encode()
            references += f'<w:{name}Reference w:type="default" r:id="{name}1"/>'
    inner = body.blocks(document.blocks, closed=False)
    page = {**_PAGE, **document.page}
    section = (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{page["pgSz.w"]}" w:h="{page["pgSz.h"]}"/>'
        f'<w:pgMar {" ".join(_margin(side, page) for side in ("top", "right", "bottom", "left", "header", "footer"))} w:gutter="0"/></w:sectPr>'
    )
    parts["word/document.xml"] = (
        f"{XML}<w:document {NAMESPACES}><w:body>{inner}{section}</w:body></w:document>".encode()
    )
    parts["word/styles.xml"] = STYLES.encode()
    parts["word/numbering.xml"] = body.numbering().encode()
    relations = _relations(body, parts)
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        if part in parts:
            parts[f"word/_rels/{part.removeprefix('word/')}.rels"] = relations
    parts |= {f"word/media/{name}": data for name, data in body.media.items()}
    parts["[Content_Types].xml"] = _types(parts).encode()
    parts["_rels/.rels"] = ROOT_RELATIONS.encode()
    return _pack(parts)


def _margin(side: str, page: dict[str, int]) -> str:
    return f'w:{side}="{page[f"pgMar.{side}"]}"'


def _relations(body: Body, parts: dict[str, bytes]) -> bytes:
    lines = [f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/>']
    lines.append(f'<Relationship Id="numbering" Type="{OFFICE}/numbering" Target="numbering.xml"/>')
    lines += [
        f'<Relationship Id="{name}1" Type="{OFFICE}/{name}" Target="{name}1.xml"/>'
        for name in ("header", "footer")
        if f"word/{name}1.xml" in parts
    ]
    lines += [
        f'<Relationship Id="{name.partition(".")[0]}" Type="{OFFICE}/image" Target="media/{name}"/>'
        for name in body.media
    ]
    return f"{XML}{RELATIONS}{''.join(lines)}</Relationships>".encode()


def _types(parts: dict[str, bytes]) -> str:
    overrides = {
        "word/document.xml": "document.main",
        "word/styles.xml": "styles",
        "word/numbering.xml": "numbering",
        "word/header1.xml": "header",
        "word/footer1.xml": "footer",
    }
    lines = [
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in overrides.items()
        if part in parts
    ]
    return CONTENT_TYPES.replace("</Types>", "".join(lines) + "</Types>")


def _pack(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
