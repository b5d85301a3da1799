"""Archives and plain text: ways to hide a word in them."""

import zipfile
from io import BytesIO

from tests.documents.rebuilding.corpus import docx, pdf, pictures, xlsx


def packed(members: dict[str, bytes], *, comment: bytes = b"", extra: bytes = b"") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.extra = extra
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return out.getvalue()


def _text(variant: int) -> bytes:
    return f"演示乡公示第{variant + 1}期\n内容见附件。\n".encode()


def inside_workbook(canary: str, variant: int) -> bytes:
    return packed({"名单.xlsx": xlsx.TECHNIQUES["hidden_column"](canary, variant), "说明.txt": _text(variant)})


def inside_document(canary: str, variant: int) -> bytes:
    return packed({"公示.docx": docx.TECHNIQUES["deletion"](canary, variant)})


def inside_pdf(canary: str, variant: int) -> bytes:
    return packed({"公示.pdf": pdf.TECHNIQUES["under_box"](canary, variant)})


def inside_picture(canary: str, variant: int) -> bytes:
    return packed({"照片.jpg": pictures.TECHNIQUES["jpg"]["exif"](canary, variant)})


def archive_comment(canary: str, variant: int) -> bytes:
    return packed({"说明.txt": _text(variant)}, comment=canary.encode())


def extra_field(canary: str, variant: int) -> bytes:
    body = canary.encode()
    return packed({"说明.txt": _text(variant)}, extra=b"\xfe\xca" + len(body).to_bytes(2, "little") + body)


def junk_member(canary: str, variant: int) -> bytes:
    return packed({"说明.txt": _text(variant), "__MACOSX/._说明.txt": canary.encode(), ".DS_Store": canary.encode()})


def folder_name(canary: str, variant: int) -> bytes:
    return packed({f"{canary}/说明.txt": _text(variant)})


def before_archive(canary: str, variant: int) -> bytes:
    """Bytes between the members that no directory names."""
    data = packed({"说明.txt": _text(variant)})
    at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    offset = int.from_bytes(data[end + 16 : end + 20], "little") + len(canary)
    return (
        data[:at]
        + canary.encode()
        + data[at:end]
        + data[end : end + 16]
        + offset.to_bytes(4, "little")
        + data[end + 20 :]
    )


def unseen_characters(canary: str, variant: int) -> bytes:
    """Every bit of the word as one of two characters without width."""
    bits = "".join(f"{code:08b}" for code in canary.encode())
    hidden = bits.replace("0", "\u200b").replace("1", "\u200c")
    return f"演示乡公示{hidden}第{variant + 1}期，内容见附件。\n".encode()


TECHNIQUES = {
    "zip": {
        function.__name__: function
        for function in (
            *(inside_workbook, inside_document, inside_pdf, inside_picture, archive_comment, extra_field, junk_member),
            *(folder_name, before_archive),
        )
    },
}
