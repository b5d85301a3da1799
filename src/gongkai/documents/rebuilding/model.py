"""What goes in and out of a rebuild: the limits, the result, what was dropped, the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The children that only rebuild need not load the finder.
    from gongkai.documents.personal_data.findings import Finding

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How big a file may be and how much work it may cause; sizes in bytes, times in seconds."""

    size: int = 50 * MEGABYTE
    text: int = 20 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    ratio: int = 100
    parts: int = 2_000
    members: int = 50
    sheets: int = 200
    cells: int = 3_000_000
    pixels: int = 50_000_000
    pages: int = 1_000
    memory: int = 256 * MEGABYTE
    picture_memory: int = 512 * MEGABYTE
    output: int = 200 * MEGABYTE
    cpu: int = 10
    wall: int = 40

    def for_size(self, size: int) -> "Limits":
        """Give more time and memory to a big file, in proportion; a bomb is small and gets none."""
        extra = max(0, size - 2 * MEGABYTE) // MEGABYTE
        if not extra:
            return self
        changed = {**vars(self), "cpu": self.cpu + 3 * extra, "wall": self.wall + 6 * extra}
        changed["memory"] = min(self.memory + 16 * extra * MEGABYTE, 1024 * MEGABYTE)
        return Limits(**changed)


@dataclass(frozen=True)
class Dropped:
    """Something of the upload that is not in the result: what, where, how many."""

    what: str
    where: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """Give the public form."""
        return {"what": self.what, "where": self.where, "count": self.count}


@dataclass(frozen=True)
class Grid:
    """The first rows of a sheet as a person sees them; `merges` are (row, column, last row, last column)."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    total_rows: int = 0


@dataclass(frozen=True)
class Mark:
    """A place on the picture of a page that looks like personal data; in shares of its width and height."""

    kind: str
    severity: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Preview:
    """
    What will be published: grids of sheets and tables, paragraphs of documents, PNG pictures of pages.

    `marks` has an entry for each picture; `layout` holds the blocks of a Word document, from which `writing.preview` sets pages.
    """

    grids: tuple[Grid, ...] = ()
    paragraphs: tuple[str, ...] = ()
    pages: tuple[bytes, ...] = ()
    marks: tuple[tuple[Mark, ...], ...] = ()
    layout: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Usage:
    """What the work cost: seconds by the clock, seconds of processor, bytes of memory at the peak."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0


@dataclass(frozen=True)
class Rebuilt:
    """
    A file made anew from what was visible in the upload.

    `findings` are in the result; `hidden_findings` were in what was dropped; `unread` names places that nobody could read by machine,
    for example a scanned page without text recognition, which a person must look at.
    """

    kind: str
    data: bytes
    name: str
    dropped: tuple[Dropped, ...] = ()
    text: str = ""
    preview: Preview = field(default_factory=Preview)
    findings: "tuple[Finding, ...]" = ()
    hidden_findings: "tuple[Finding, ...]" = ()
    unread: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)

    @property
    def blocking(self) -> bool:
        """Tell whether a finding of the result stops a publication."""
        return any(finding.severity == "block" for finding in self.findings)


class Refused(ValueError):
    """
    A file that is not rebuilt; the message is one Chinese line for the person who sent it.

    `code` is stable: encrypted, damaged, too_big, too_slow, unsupported, needs_office, nested, hidden_left.
    """

    def __init__(self, code: str, message: str, *, detail: str = "", usage: Usage | None = None) -> None:
        self.code, self.detail, self.usage = code, detail, usage or Usage()
        super().__init__(message)


def damaged(what: str) -> Refused:
    """Make the refusal of a file that cannot be read as what it claims to be."""
    return Refused("damaged", f"文件已损坏或不是有效的{what}，无法读取。请用原软件打开后另存一份，再上传。")


def too_big(what: str) -> Refused:
    """Make the refusal of a file that goes over a limit."""
    return Refused("too_big", f"文件内容超过限制（{what}），已停止处理。请拆分或精简后再上传。")


def encrypted(what: str) -> Refused:
    """Make the refusal of a file with a password."""
    return Refused("encrypted", f"{what}设置了打开密码，无法读取。请取消密码后再上传。")


def limits_from(record: Mapping[str, int]) -> Limits:
    """Read limits that came over the wire."""
    return Limits(**record)
