"""
Open a file of any kind as text in reading order.

The kind is told by the content, not by the name. For some kinds there are several ways in, the quick one first.
"""

from collections.abc import Callable, Sequence

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.stream import Stream

MOST_BYTES = 50 * 2**20

Ways = Sequence[Callable[[], Stream]]

_REFUSED = (
    (b"{\\rtf", "这是 RTF 文档，请用文字处理软件另存为 DOCX 后重试。"),
    (b"\x89PNG", "这是图片，请提供带文字的 PDF、DOCX 或网页；或安装文字识别组件后以 PDF 提交。"),
    (b"\xff\xd8\xff", "这是图片，请提供带文字的 PDF、DOCX 或网页；或安装文字识别组件后以 PDF 提交。"),
    (b"GIF8", "这是图片，请提供带文字的 PDF、DOCX 或网页。"),
    (b"II*\x00", "这是图片，请提供带文字的 PDF、DOCX 或网页。"),
    (b"Rar!", "这是 RAR 压缩包，请解压后逐个读取，或改用 ZIP。"),
    (b"7z\xbc\xaf", "这是 7z 压缩包，请解压后逐个读取，或改用 ZIP。"),
    (b"\x1f\x8b", "这是 GZIP 压缩文件，请解压后重试。"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of the stream that holds an encrypted Office document, as it stands in the directory of the file.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def open_source(data: bytes, name: str, *, scans: bool = True) -> Ways:
    """
    Give the ways to read a file, the quickest first; without `scans` pages that are pictures are put off (`PutOff`).

    Raises `UnreadableReport` for a file that is empty, too large, of a kind that holds no report, or encrypted.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableReport("empty", "文件是空的，请重新取得后再试。")
    if len(data) > MOST_BYTES:
        raise UnreadableReport("too_large", f"文件超过{MOST_BYTES // 2**20}MB，年度报告不会这么大，请检查文件。")
    for magic, message in _REFUSED:
        if data.startswith(magic):
            raise UnreadableReport("wrong_type", message)
    if data.startswith(_OLE):
        raise _ole(data)
    if b"%PDF-" in data[:1024]:
        from gongkai.documents.reading.sources import pdf

        return pdf.ways(data, scans=scans)
    if data.startswith(b"PK"):
        from gongkai.documents.reading.sources import archive

        return archive.ways(data, scans=scans)
    from gongkai.documents.reading.sources import written

    return written.ways(data)


def _ole(data: bytes) -> UnreadableReport:
    if _ENCRYPTED_PACKAGE in data:
        return UnreadableReport("encrypted", "文档设有打开密码，请去掉密码后重试。")
    return UnreadableReport("wrong_type", "这是旧版 Office 文件（.doc/.xls/.wps），请另存为 DOCX 后重试。")
