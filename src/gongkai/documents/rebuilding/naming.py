"""The name of a rebuilt file: what the sender called it, without paths, unseen characters and personal data."""

import re
import unicodedata

from gongkai.documents.personal_data.text import mask_text

_EXTENSIONS = {
    "xlsx": "xlsx",
    "csv": "csv",
    "text": "txt",
    "docx": "docx",
    "pdf": "pdf",
    "jpeg": "jpg",
    "png": "png",
    "zip": "zip",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_ALLOWED = re.compile(r"[^\w\u3400-\u9fff〔〕（）()《》“”、，—·. -]+")
_LONGEST = 80


def masked(name: str) -> str:
    """Give the name of a member for a message: no path, nothing unseen, no personal data."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    return mask_text("".join(c for c in base if unicodedata.category(c)[0] != "C"))[:_LONGEST] or "（无名文件）"


def safe_name(name: str, kind: str) -> str:
    """Give a name that is safe on every system and says nothing about people."""
    text = unicodedata.normalize("NFC", name)
    base = re.split(r"[\\/]", text)[-1]
    stem = base.rpartition(".")[0] or base
    stem = _ALLOWED.sub("", "".join(c for c in stem if unicodedata.category(c)[0] != "C"))
    stem = mask_text(stem).replace("*", "")
    stem = stem.replace("..", "").strip(" .-")[:_LONGEST].strip(" .-")
    if not stem or _RESERVED.fullmatch(stem):
        stem = "附件"
    return f"{stem}.{_EXTENSIONS[kind]}"
