"""Tell what a file is by its content; the name is not asked, except between two kinds of plain text."""

import re

from gongkai.documents.rebuilding.archive import Archive
from gongkai.documents.rebuilding.model import MEGABYTE, Limits, Refused, damaged, encrypted, too_big

_PICTURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_OTHER_ARCHIVES = (
    b"Rar!",
    b"7z\xbc\xaf'\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"ustar",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE | re.DOTALL
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

#: Kinds that are understood but not rebuilt, and what the sender can do.
_ADVICE = {
    "ofd": "OFD 版式文件暂不支持自动处理。请用 OFD 阅读器导出为 PDF 后再上传。",
    "pptx": "演示文稿不直接公开。请导出为 PDF 后再上传。",
    "ppt": "演示文稿不直接公开。请导出为 PDF 后再上传。",
    "xlsb": "二进制工作簿（xlsb）无法核查。请在表格软件中另存为 xlsx 后再上传。",
    "xls5": "这是很旧的表格格式（Excel 5.0/95），无法核查。请在表格软件中另存为 xlsx 后再上传。",
    "html": "这是网页文件（有的系统把它命名为 xls、doc），无法核查。请用表格或文字软件打开，另存为 xlsx、docx 后再上传。",
    "rtf": "RTF 文件可能带有隐藏内容，无法核查。请用文字软件打开，另存为 docx 后再上传。",
    "xml": "XML 文件不直接公开。请用表格或文字软件打开，另存为 xlsx、docx 后再上传。",
    "odt": "ODT 文件暂不支持自动处理。请用文字软件打开，另存为 docx 后再上传。",
    "mhtml": "网页存档无法核查。请用文字软件打开，另存为 docx 后再上传。",
    "archive": "只能打开 ZIP 压缩文件。请解压后逐个上传，或改用 ZIP 压缩。",
    "program": "程序文件不能上传。",
    "unknown": "认不出这个文件的类型。可以上传 xlsx、xls、ods、csv、docx、pdf、jpg、png、txt 和 zip 文件。",
}


def unsupported(kind: str) -> Refused:
    """Make the refusal of a kind that is not rebuilt."""
    return Refused("unsupported", _ADVICE[kind])


def detect(data: bytes, name: str, limits: Limits) -> str:
    """
    Give the kind: xlsx, docx, ods, xls, doc, pdf, a picture kind, csv, text, zip.

    :raises Refused: a kind that is not rebuilt, an encrypted or a damaged file.
    """
    if not data:
        raise Refused("damaged", "文件是空的。请核对后重新上传。")
    picture = _picture(data)
    if picture:
        return picture
    if data.startswith(b"PK"):
        return _in_zip(data, limits)
    if data.startswith(_OLE):
        return _in_ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    _refuse_others(data)
    if len(data) > limits.text:
        raise too_big(f"纯文本和 CSV 文件超过{limits.text // MEGABYTE}MB")
    return _plain(data, name)


def _picture(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _PICTURES if data.startswith(start)), None)


def _refuse_others(data: bytes) -> None:
    for start, kind in ((b"{\\rtf", "rtf"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"MIME-Version:", "mhtml")):
        if data.startswith(start):
            raise unsupported(kind)
    if data.startswith(_OTHER_ARCHIVES) or data[257:262] == b"ustar":
        raise unsupported("archive")
    if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        raise unsupported("html")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"<?xml":
        raise unsupported("xml")


def decode(data: bytes) -> str | None:
    """Read plain text in the encodings that offices use; None when it is no text."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _in_zip(data: bytes, limits: Limits) -> str:
    archive = Archive(data, limits)
    if "[Content_Types].xml" in archive:
        if "xl/workbook.bin" in archive:
            raise unsupported("xlsb")
        for folder, kind in (("xl/", "xlsx"), ("word/", "docx")):
            if archive.under(folder):
                return kind
        raise unsupported("pptx" if archive.under("ppt/") else "unknown")
    if "mimetype" in archive:
        kind = archive.read("mimetype")[:80].decode("ascii", "replace")
        if "opendocument.spreadsheet" in kind:
            return "ods"
        raise unsupported("odt" if "opendocument" in kind else "unknown")
    if "OFD.xml" in archive:
        raise unsupported("ofd")
    return "zip"


def _in_ole(data: bytes) -> str:
    from gongkai.documents.rebuilding.sheets.ole import Compound

    streams = {name.casefold() for name in Compound(data).names}
    if "encryptedpackage" in streams:
        raise encrypted("文件")
    for stream, kind in (("workbook", "xls"), ("worddocument", "doc")):
        if stream in streams:
            return kind
    if "book" in streams:
        raise unsupported("xls5")
    if "powerpoint document" in streams:
        raise unsupported("ppt")
    raise unsupported("unknown")


def _plain(data: bytes, name: str) -> str:
    text = decode(data)
    if text is None:
        raise unsupported("unknown")
    if not text.strip():
        raise damaged("文本文件")
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    for mark in (",", "\t", ";"):
        counts = {line.count(mark) for line in lines}
        if min(counts) >= 1 and (len(counts) == 1 or name.casefold().endswith((".csv", ".tsv"))):
            return "csv"
    return "csv" if name.casefold().endswith(".csv") else "text"
