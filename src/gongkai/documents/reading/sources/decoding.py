"""Turn bytes into text: byte order marks, declared encodings, UTF-8, GB 18030; binary files are refused."""

import re

from gongkai.documents.reading.errors import UnreadableReport

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"})
_KNOWN = ("信息公开", "行政", "申请", "资讯公開", "資訊公開", "信息公開", "國家", "报告")
#: More control characters than one in so many is no text.
_FEWEST_PER_CONTROL = 200
_SAMPLE = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(data: bytes) -> str:
    """Decode text; raises `UnreadableReport` for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"))
    if data[:4096].count(0) > len(data[:4096]) // 8:
        return _checked(_without_mark(data))
    try:
        return _checked(_repaired(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    return _checked(_eastern(data))


def _without_mark(data: bytes) -> str:
    """Decode UTF-16 without a byte order mark: the half with more zero bytes tells which way round it is."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return data.decode("utf-16-le" if odd >= even else "utf-16-be", errors="replace")


def _eastern(data: bytes) -> str:
    """Decode what is no clean UTF-8: GB 18030, unless it is UTF-8 with a few damaged bytes, or Big5."""
    declared = _DECLARED.search(data[:4096])
    named = declared[1].decode("ascii").lower() if declared else ""
    candidates = ["gb18030", "utf-8", "big5"]
    if named and named not in _CHINESE and named not in candidates:
        candidates.append(named)
    texts = []
    for encoding in candidates:
        try:
            texts.append(data.decode(encoding, errors="replace"))
        except LookupError:
            continue
    return max(texts, key=lambda text: (_score(text), -text.count("\ufffd")))


def _score(text: str) -> int:
    return sum(text.count(word) for word in _KNOWN)


def _repaired(text: str) -> str:
    """Undo a UTF-8 text that was once taken for GB 18030 and saved again."""
    if any(word in text for word in _KNOWN) or not re.search("[鏀鍏寮鐢璇锛銆]", text):
        return text
    again = text.encode("gb18030", errors="replace").decode("utf-8", errors="replace")
    return again if _score(again) >= 3 else text


def _checked(text: str) -> str:
    """Refuse what is full of control characters; the few of a real text go unseen later."""
    middle = len(text) // 2
    sample = text[:_SAMPLE] + text[middle : middle + _SAMPLE] if len(text) > 2 * _SAMPLE else text
    if len(_CONTROL.findall(sample)) > max(20, len(sample) // _FEWEST_PER_CONTROL):
        raise UnreadableReport("junk", "文件内容不是文字，也不是 PDF、DOCX、网页或 ZIP，请检查文件。")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
