"""A document between reading and writing: paragraphs, tables and pictures, with the little of their look that goes on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Look:
    """How letters look, as far as it goes on; `size` in half points, `color` as RRGGBB."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    raised: str = ""
    size: int = 0
    color: str = ""
    font: str = ""


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look; `field` is PAGE, NUMPAGES or BREAK (of a page) instead of a text."""

    text: str
    look: Look = field(default_factory=Look)
    field: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture made anew; sizes in EMU (914,400 to the inch)."""

    data: bytes
    extension: str
    width: int
    height: int


@dataclass
class Paragraph:
    """One paragraph: text and pictures in their order, how it stands."""

    parts: list[Run | Picture] = field(default_factory=list)
    heading: int = 0
    align: str = ""
    indent: dict[str, int] = field(default_factory=dict)
    spacing: dict[str, str] = field(default_factory=dict)
    numbered: tuple[str, int] | None = None
    page_break: bool = False

    @property
    def text(self) -> str:
        """Give the text of the paragraph."""
        return "".join(part.text for part in self.parts if isinstance(part, Run))


@dataclass
class TableCell:
    """One cell: what stands in it, over how many columns it goes, how it is joined downwards (restart, continue)."""

    blocks: list["Paragraph | Table"] = field(default_factory=list)
    columns: int = 1
    joined: str = ""
    width: int = 0


@dataclass
class Table:
    """One table."""

    rows: list[list[TableCell]] = field(default_factory=list)
    bordered: bool = True


Block = Paragraph | Table


@dataclass
class Level:
    """One level of a list: how it counts and what stands before the text."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class Document:
    """A document as a person sees it, and what was left out."""

    blocks: list[Block] = field(default_factory=list)
    header: list[Block] = field(default_factory=list)
    footer: list[Block] = field(default_factory=list)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    page: dict[str, int] = field(default_factory=dict)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    concerns: list[tuple[str, str, str]] = field(default_factory=list)

    def drop(self, what: str, count: int = 1, where: str = "文件") -> None:
        """Note that something was left out."""
        if count:
            self.dropped[what, where] += count

    def hide(self, what: str, text: str) -> None:
        """Note a text that was left out."""
        self.dropped[what, "正文"] += 1
        if text.strip() and len(self.hidden) < 50_000:
            self.hidden.append((what, text))


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Walk over all paragraphs, those in tables among them, in the order of reading."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def text_of(blocks: Sequence[Block]) -> str:
    """Write blocks as text: a line for a paragraph, a line for a row of a table, its cells apart by tabs."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += ["\t".join(text_of(cell.blocks).replace("\n", " ") for cell in row) for row in block.rows]
    return "\n".join(lines)
