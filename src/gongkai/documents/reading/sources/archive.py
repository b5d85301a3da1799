"""ZIP archives: a DOCX is one, and so is a set of reports. Size, number and depth are bounded whatever the archive claims of itself."""

import zipfile
import zlib
from collections.abc import Callable, Iterator

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.sources.docx import open_zip, read_docx
from gongkai.documents.reading.stream import Stream

MOST_MEMBERS = 3_000
MOST_MEMBER_BYTES = 50 * 2**20
MOST_TOTAL_BYTES = 600 * 2**20
_READ_AT_ONCE = 2**20
_READABLE = (".pdf", ".docx", ".html", ".htm", ".md", ".txt", ".json", ".js")
_OTHER_OFFICE = (
    ("xl/workbook.xml", "Excel 工作簿"),
    ("ppt/presentation.xml", "演示文稿"),
    ("content.xml", "OpenDocument 文档"),
)


def ways(data: bytes, *, scans: bool = True) -> list[Callable[[], Stream]]:
    """Give the ways to read a DOCX, or an archive with a single report in it."""
    archive = open_zip(data)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return [lambda: read_docx(archive)]
    for part, kind in _OTHER_OFFICE:
        if part in names:
            raise UnreadableReport("wrong_type", f"这是{kind}，不是年度报告文档，请提供 DOCX、PDF、网页或文本。")
    found = [name for name, _ in _reports(archive)]
    if not found:
        raise UnreadableReport("wrong_type", "压缩包里没有可读的报告（PDF、DOCX、网页、文本），请检查。")
    if len(found) > 1:
        raise UnreadableReport("many_reports", f"压缩包里有{len(found)}个文件，请按多个文件读取。")
    from gongkai.documents.reading.sources import open_source

    return list(open_source(member(archive, archive.getinfo(found[0])), found[0], scans=scans))


def members(data: bytes) -> Iterator[tuple[str, bytes | UnreadableReport]]:
    """
    Give the files in an archive that may be reports, by name; a file that is too large or damaged gives the reason instead.

    Raises `UnreadableReport` if the archive itself cannot be read.
    """
    archive = open_zip(data)
    total = 0
    for name, info in _reports(archive):
        try:
            content = member(archive, info)
        except UnreadableReport as error:
            yield name, error.named(name)
            continue
        total += len(content)
        if total > MOST_TOTAL_BYTES:
            raise UnreadableReport("too_large", "压缩包解开后过大，请分批读取。")
        yield name, content


def number_of_members(data: bytes) -> int:
    """Count the files in an archive that may be reports; raises `UnreadableReport` if the archive cannot be read."""
    return sum(1 for _ in _reports(open_zip(data)))


def is_set(data: bytes) -> bool:
    """Tell whether bytes are an archive of files rather than a document."""
    if not data.startswith(b"PK"):
        return False
    names = set(open_zip(data).namelist())
    return "word/document.xml" not in names and not any(part in names for part, _ in _OTHER_OFFICE)


def _reports(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise UnreadableReport("too_large", f"压缩包里超过{MOST_MEMBERS}个文件，请分批读取。")
    for info in infos:
        name = info.filename if info.flag_bits & 0x800 else _chinese(info.filename)
        base = name.rsplit("/", 1)[-1]
        if (
            not info.is_dir()
            and base.lower().endswith(_READABLE)
            and not base.startswith(("~$", "."))
            and "__MACOSX" not in name
        ):
            yield name, info


def _chinese(name: str) -> str:
    """Give a name in the encoding that Chinese systems write; archives without the UTF-8 flag come as code page 437."""
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack one file in pieces, and stop where it grows beyond the limit whatever its entry claims."""
    if info.flag_bits & 1:
        raise UnreadableReport("encrypted", "压缩包设有密码，请解压后重试。")
    try:
        content = _bounded(archive, info)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise UnreadableReport("damaged", "压缩包中的这个文件已损坏，请重新取得后再试。") from error
    if content is None:
        raise UnreadableReport("too_large", f"解开后超过{MOST_MEMBER_BYTES // 2**20}MB，请检查文件。")
    return content


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """Unpack in pieces; None once it is too much."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(info) as file:
        while piece := file.read(_READ_AT_ONCE):
            size += len(piece)
            if size > MOST_MEMBER_BYTES:
                return None
            pieces.append(piece)
    return b"".join(pieces)
