"""What goes into a redaction and what comes out of it."""

from dataclasses import dataclass, field


class RedactionFailed(ValueError):
    """A file that cannot be redacted, or whose result could not be proven clean; there is no result. The message is for the clerk."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page (from 1); the sides are parts of the page's width and height, from 0 to 1, seen from the upper left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1 and self.page >= 1):
            raise RedactionFailed("方框的位置无效：左边应小于右边，上边应小于下边，都在页面之内。请重新标注。")

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes of one page share any of it."""
        return (
            self.page == other.page
            and self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @property
    def words(self) -> str:
        """Say where it is, for the map of what was withheld."""
        return f"第{self.page}页，上起{self.top:.0%}至{self.bottom:.0%}、左起{self.left:.0%}至{self.right:.0%}处"


@dataclass(frozen=True)
class Passage:
    """A paragraph (from 0, in the order in which it is offered), or the characters `start` to `end` of it; no end is its whole."""

    number: int
    start: int = 0
    end: int | None = None

    @property
    def words(self) -> str:
        """Say where it is, for the map of what was withheld."""
        return f"第{self.number + 1}段" + ("" if self.end is None else f"第{self.start + 1}至{self.end}字")


@dataclass(frozen=True)
class Mark:
    """What is withheld, and by which clause (`ogi:15`)."""

    place: Box | Passage
    clause: str


@dataclass(frozen=True)
class Line:
    """A line of text on a page, to be marked as a whole without drawing."""

    text: str
    box: Box


@dataclass(frozen=True)
class Page:
    """A page as it is seen: its size in pixels of its picture, and the lines of text that were found on it."""

    number: int
    width: int
    height: int
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What can be marked: paragraphs of texts and Word files, or pages of PDF files and pictures."""

    paragraphs: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Redacted:
    """
    The released file and the map of what it lacks.

    `withheld` are the words that were taken out, for checks in memory only; `echoes` are those of them that stand elsewhere in the
    released file, unmarked: a person has to decide whether they must go too.
    """

    data: bytes
    kind: str
    map: tuple[tuple[str, str], ...]
    withheld: tuple[str, ...] = field(default=(), repr=False)
    echoes: tuple[str, ...] = field(default=(), repr=False)
