"""Kinds of files: told by content, refused with what to do, never half treated; names, archives, old Word files."""

import random
import stat
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from gongkai.documents.rebuilding import Rebuilt, Refused, office, rebuild
from gongkai.documents.rebuilding.naming import safe_name
from tests.documents.rebuilding.corpus import docx, ods, old_excel, others, pdf, pictures, xls, xlsx
from tests.documents.rebuilding.corpus.packing import patched, write_parts
from tests.documents.rebuilding.local import in_process

__all__ = ["in_process"]

OLE_DOC = old_excel.compound({"WordDocument": b"x"})
GOOD: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx.saved(xlsx.plain(0)[0]),
    "xls": lambda: xls.saved(xls.plain(0)),
    "ods": partial(ods.book, 0),
    "docx": partial(docx.plain, 0),
    "pdf": lambda: pdf.saved(pdf.plain(0)[0]),
    "jpeg": partial(pictures.saved, pictures.picture(0), "JPEG"),
    "png": lambda: pictures.saved(pictures.picture(0), "PNG"),
    "csv": partial(str.encode, "序号,姓名\n1,马演示\n"),
    "text": partial(str.encode, "演示乡公告\n"),
    "zip": lambda: others.packed({"说明.txt": "演示".encode(), "名单.csv": b"a,b\n1,2\n"}),
}
MADE = {"xls": "xlsx", "ods": "xlsx"}


def encrypted_pdf() -> bytes:
    out = BytesIO()
    pdf.plain(0)[0].save(out, encryption=pikepdf.Encryption(user="秘", owner="密", R=6))
    return out.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(GOOD["zip"]())
    for at in (i for i in range(len(data) - 4) if data[i : i + 4] == b"PK\x01\x02"):
        data[at + 8] |= 1
    return bytes(data)


def locked_xls() -> bytes:
    book = xls.plain(0)
    book.extra.insert(0, old_excel.record(0x2F, b"\0\0\0\0\0\0"))
    return xls.saved(book)


def _all_hidden() -> bytes:
    book, sheet = xlsx.plain(0)
    for row in range(1, 9):
        sheet.row_dimensions[row].hidden = True
    return xlsx.saved(book)


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "damaged", "空的"),
    "noise": (lambda: random.Random(1).randbytes(4000), "unsupported", "认不出"),
    "blank text": (lambda: b"  \n \n", "damaged", "损坏"),
    "program": (lambda: b"MZ" + bytes(100), "unsupported", "程序文件"),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(50), "unsupported", "ZIP"),
    "7z": (lambda: b"7z\xbc\xaf'\x1c" + bytes(50), "unsupported", "ZIP"),
    "rtf": (lambda: b"{\\rtf1 x}", "unsupported", "docx"),
    "html called xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "unsupported", "另存为 xlsx"),
    "xml": (lambda: b'<?xml version="1.0"?><Workbook/>', "unsupported", "另存为 xlsx"),
    "ofd": (lambda: write_parts({"OFD.xml": b"<ofd/>"}), "unsupported", "导出为 PDF"),
    "pptx": (
        lambda: write_parts({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
        "unsupported",
        "导出为 PDF",
    ),
    "xlsb": (lambda: write_parts({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "unsupported", "另存为 xlsx"),
    "odt": (lambda: write_parts({"mimetype": b"application/vnd.oasis.opendocument.text"}), "unsupported", "docx"),
    "old ppt": (lambda: old_excel.compound({"PowerPoint Document": b""}), "unsupported", "PDF"),
    "excel 5": (lambda: old_excel.compound({"Book": b""}), "unsupported", "另存为 xlsx"),
    "unknown compound": (lambda: old_excel.compound({"Other": b""}), "unsupported", "认不出"),
    "encrypted xlsx": (lambda: old_excel.compound({"EncryptedPackage": b""}), "encrypted", "打开密码"),
    "encrypted pdf": (encrypted_pdf, "encrypted", "打开密码"),
    "encrypted zip": (encrypted_zip, "encrypted", "打开密码"),
    "locked xls": (locked_xls, "encrypted", "打开密码"),
    "zip in zip": (lambda: others.packed({"a.zip": GOOD["zip"]()}), "nested", "只能打开一层"),
    "bad file in zip": (lambda: others.packed({"a.txt": b"x", "b.exe": b"MZ\0\0"}), "unsupported", "b.exe"),
    "empty zip": (lambda: others.packed({"__MACOSX/x": b""}), "damaged", "空的"),
    "all hidden": (_all_hidden, "damaged", "没有可见的内容"),
    "empty document": (
        lambda: patched(docx.plain(0), {"word/document.xml": "<document/>"}),
        "damaged",
        "没有可见的内容",
    ),
    "half a workbook": (lambda: GOOD["xlsx"]()[:3000], "damaged", "损坏"),
    "half a pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<<", "damaged", "损坏"),
    "half a picture": (lambda: GOOD["jpeg"]()[:400], "damaged", "损坏"),
    "half a compound": (lambda: GOOD["xls"]()[:600], "damaged", "损坏"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_the_kind_is_told_by_content_not_by_name(kind: str, in_process: None) -> None:
    named = "名单.exe" if kind not in ("csv", "text") else "名单.txt"
    result = rebuild(GOOD[kind](), named)
    assert result.kind == MADE.get(kind, kind)
    assert result.name.startswith("名单.")
    assert not result.name.endswith("exe")


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_rebuilt_is_refused_with_what_to_do(case: str, in_process: None) -> None:
    make, code, words = REFUSED[case]
    with pytest.raises(Refused) as refusal:
        refused_here(make())
    assert refusal.value.code == code
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def refused_here(data: bytes) -> Rebuilt:
    """Rebuild in this process; what only the child turns into a refusal becomes one here."""
    try:
        return rebuild(data, "a.bin")
    except Refused:
        raise
    except Exception as error:
        raise Refused("damaged", "文件已损坏。") from error


def test_an_archive_is_opened_one_level_and_packed_anew(in_process: None) -> None:
    members = {
        "甲/名单.xlsx": xlsx.TECHNIQUES["hidden_column"]("CANARY", 0),
        "乙/名单.xlsx": GOOD["xlsx"](),
        "说明.txt": "演示".encode(),
    }
    result = rebuild(others.packed(members), "附件.zip")
    with zipfile.ZipFile(BytesIO(result.data)) as archive:
        assert sorted(archive.namelist()) == ["名单.xlsx", "名单（2）.xlsx", "说明.txt"]
    assert any(item.where.startswith("名单.xlsx：") and item.what == "隐藏列" for item in result.dropped)
    assert all(finding.where.startswith(("名单.xlsx：", "说明.txt：")) for finding in result.findings)


def test_names_of_members_in_an_old_code_are_read(in_process: None) -> None:
    data = others.packed({"x" * 8: "演示".encode()})
    name = "说明.t".encode("gb18030").ljust(8, b"x")
    result = rebuild(data.replace(b"x" * 8, name), "a.zip")
    assert zipfile.ZipFile(BytesIO(result.data)).namelist() == ["说明.txt"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("名单.xlsx", "名单.pdf"),
        ("..\\..\\etc\\名单.doc", "名单.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\u202ecod.exe", "acod.pdf"),
        ("CON.docx", "附件.pdf"),
        ("张三640423198001011230.pdf", "张三.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("....", "附件.pdf"),
        ("a\0b\nc.pdf", "abc.pdf"),
        ("关于〔2026〕3号“通知”（一）.docx", "关于〔2026〕3号“通知”（一）.pdf"),
        ("<script>.pdf", "script.pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


def test_old_word_files_without_a_converter_are_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, in_process: None
) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="另存为 docx") as refusal:
        rebuild(OLE_DOC, "通知.wps")
    assert refusal.value.code == "needs_office"


def converter(tmp_path: Path, body: str) -> Path:
    """A program that stands in for LibreOffice."""
    program = tmp_path / "soffice"
    program.write_text(
        f"#!{sys.executable} -I\nimport sys, pathlib, time\nfolder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n{body}\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_old_word_files_are_converted_where_there_is_a_converter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_process: None
) -> None:
    source = tmp_path / "converted.docx"
    source.write_bytes(docx.TECHNIQUES["deletion"]("CANARY", 0))
    program = converter(tmp_path, f"(folder / 'upload.docx').write_bytes(pathlib.Path({str(source)!r}).read_bytes())")
    monkeypatch.setattr(office.shutil, "which", lambda name: str(program))
    result = rebuild(OLE_DOC, "通知.doc")
    assert result.kind == "docx"
    assert result.name == "通知.docx"
    assert "CANARY" not in result.text
    assert any("删除" in item.what for item in result.dropped)


def test_a_converter_that_fails_or_hangs_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_process: None
) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: str(converter(tmp_path, "sys.exit(1)")))
    with pytest.raises(Refused, match="损坏"):
        rebuild(OLE_DOC, "通知.doc")
    monkeypatch.setattr(office, "_SECONDS", 1)
    monkeypatch.setattr(office.shutil, "which", lambda name: str(converter(tmp_path, "time.sleep(30)")))
    with pytest.raises(Refused, match="时间过长"):
        rebuild(OLE_DOC, "通知.doc")


@pytest.mark.skipif(office.shutil.which("soffice") is None, reason="没有安装 LibreOffice")
def test_the_true_converter_opens_what_we_write(tmp_path: Path) -> None:
    result = rebuild(docx.plain(0), "公告.docx")
    source = tmp_path / "upload.doc"
    source.write_bytes(result.data)
    assert office.to_docx(result.data, office.Limits())


def mutated(data: bytes, seed: int) -> bytes:
    """Flip, cut, double or fill a stretch of bytes."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(changed) + 1)
        length = rng.choice((1, 4, 40, 400))
        kind = rng.randrange(4)
        if kind == 0:
            changed[at : at + length] = rng.randbytes(length)
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = changed[at : at + length]
        else:
            changed[at : at + length] = bytes([rng.choice((0, 255))]) * length
    return bytes(changed)


def check_mutant(kind: str, seed: int) -> None:
    code, message = "", "。"
    try:
        rebuild(mutated(GOOD[kind](), seed), f"a.{kind}")
    except Refused as refusal:
        code, message = refusal.code, str(refusal)
    assert code in ("", "damaged", "unsupported", "encrypted", "too_big", "nested", "needs_office")
    assert message.endswith("。")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "docx", "pdf", "png"])
def test_damaged_files_are_rebuilt_or_refused_never_anything_else(kind: str) -> None:
    for seed in range(3):
        check_mutant(kind, seed)


@pytest.mark.drill
@pytest.mark.parametrize("kind", GOOD)
def test_sixty_damaged_files_of_each_kind(kind: str) -> None:
    for seed in range(100, 160):
        check_mutant(kind, seed)
