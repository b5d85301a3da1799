"""Files as they are handed over: archives unpacked, limits kept, what cannot be taken said in one line."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.documents.reading import UnreadableReport
from gongkai.documents.reading.sources import MOST_BYTES
from gongkai.documents.reading.sources.archive import is_set, members

#: Files in one hand-over, those in archives counted one by one; and all their bytes together.
MOST_FILES = 2_000
MOST_TOTAL_BYTES = 200 * 2**20


@dataclass(frozen=True)
class Incoming:
    """A file by its name (below that of its archive), with its bytes, or the reason why it cannot be taken."""

    name: str
    data: bytes = b""
    refusal: UnreadableReport | None = None

    @property
    def sha256(self) -> str:
        """Give the hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def unpack(files: Iterable[tuple[str, bytes]]) -> Iterator[Incoming]:
    """Give every file, those of an archive one by one; what is beyond the limits comes with its refusal."""
    taken = size = 0
    for file in _each(files):
        taken, size = taken + 1, size + len(file.data)
        if taken > MOST_FILES or size > MOST_TOTAL_BYTES:
            reason = f"一次最多读取{MOST_FILES}个文件、共{MOST_TOTAL_BYTES // 2**20}MB，其余没有接收，请分批提交。"
            yield Incoming(file.name, refusal=UnreadableReport("too_large", reason, name=file.name))
            return
        yield file


def _each(files: Iterable[tuple[str, bytes]]) -> Iterator[Incoming]:
    for name, data in files:
        try:
            if not is_set(data):
                yield _taken(name, data)
                continue
            empty = True
            for member, content in members(data):
                empty = False
                yield _taken(f"{name}/{member}", content)
            if empty:
                reason = "压缩包里没有可读的报告（PDF、DOCX、网页、文本），请检查。"
                yield Incoming(name, refusal=UnreadableReport("wrong_type", reason, name=name))
        except UnreadableReport as refusal:
            yield Incoming(name, refusal=refusal)


def _taken(name: str, content: bytes | UnreadableReport) -> Incoming:
    if isinstance(content, UnreadableReport):
        return Incoming(name, refusal=content)
    if len(content) > MOST_BYTES:
        reason = f"文件超过{MOST_BYTES // 2**20}MB，年度报告不会这么大，没有接收，请检查文件。"
        return Incoming(name, refusal=UnreadableReport("too_large", reason, name=name))
    return Incoming(name, content)
