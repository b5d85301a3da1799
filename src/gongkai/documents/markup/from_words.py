"""The blocks of a Word document as markup of a page; runs inside the child that reads it."""

from collections.abc import Iterator, Sequence
from html import escape

from gongkai.documents.rebuilding.words.blocks import (
    Block,
    Document,
    Level,
    Look,
    Paragraph,
    Picture,
    Run,
    Table,
    TableCell,
    text_of,
)
from gongkai.law.numerals import chinese_number

_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
)


class Writer:
    """Writes one document; `pictures` holds its pictures in the order in which `picture:0`, `picture:1` … name them."""

    def __init__(self, document: Document) -> None:
        self.pictures: list[Picture] = []
        self._levels = document.levels
        self._counts: dict[str, list[int]] = {}

    def write(self, blocks: Sequence[Block]) -> list[str]:
        """Give the blocks one by one."""
        found: list[str] = []
        items: list[str] = []
        kind = ""

        def flush() -> None:
            if items:
                found.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>")
            items.clear()

        for block in blocks:
            if isinstance(block, Table):
                flush()
                found += filter(None, [self._table(block)])
                continue
            listed, label = self._list_of(block)
            if listed:
                if listed != kind:
                    flush()
                kind = listed
                items.append(self._inline(block))
            else:
                flush()
                found += self._paragraph(block, label)
        flush()
        return found

    def _list_of(self, paragraph: Paragraph) -> tuple[str, str]:
        """Tell as which list a page can show the paragraph (`ul`, `ol`, or none), and the mark to write before it otherwise."""
        if paragraph.numbered is None or not paragraph.text.strip():
            return "", ""
        list_id, depth = paragraph.numbered
        level = self._levels.get((list_id, depth), Level())
        if level.form == "bullet":
            return "ul", ""
        label = self._label(list_id, depth, level)
        plain = (
            depth == 0
            and level.form == "decimal"
            and level.start == 1
            and level.text in ("%1.", "%1、", "%1\uff0e", "%1")
        )
        return ("ol" if plain and not paragraph.heading else ""), label

    def _label(self, list_id: str, depth: int, level: Level) -> str:
        counts = self._counts.setdefault(list_id, [0] * 9)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (8 - depth)
        text = level.text
        for place in range(9):
            if f"%{place + 1}" in text:
                form = self._levels.get((list_id, place), level).form
                text = text.replace(f"%{place + 1}", _count(max(1, counts[place]), form))
        return text

    def _paragraph(self, paragraph: Paragraph, label: str) -> Iterator[str]:
        pictures = [part for part in paragraph.parts if isinstance(part, Picture)]
        if pictures and not paragraph.text.strip():
            yield from (f"<figure>{self._picture(picture)}</figure>" for picture in pictures)
            return
        text = _trim(self._inline(paragraph))
        if text:
            tag = f"h{min(4, paragraph.heading + 1)}" if paragraph.heading and not pictures else "p"
            yield f"<{tag}>{escape(label, quote=False)}{text}</{tag}>"

    def _inline(self, paragraph: Paragraph) -> str:
        whole = _common_look(paragraph)
        written = []
        for part in paragraph.parts:
            if isinstance(part, Picture):
                written.append(self._picture(part))
            elif not part.field:
                written.append(_run(part, plain=bool(paragraph.heading), whole=whole))
        return "".join(written)

    def _picture(self, picture: Picture) -> str:
        self.pictures.append(picture)
        return f'<img src="picture:{len(self.pictures) - 1}" alt="">'

    def _table(self, table: Table) -> str:
        rows = [row for row in table.rows if row]
        if not rows:
            return ""
        head = len(rows) > 1 and all(
            0 < len(text_of(cell.blocks).strip()) <= 20 and cell.joined != "continue" for cell in rows[0]
        )
        written = "".join(
            f"<tr>{''.join(self._cell(rows, row, place, head=head and row == 0) for place in range(len(rows[row])))}</tr>"
            for row in range(len(rows))
        )
        return f"<table><tbody>{written}</tbody></table>"

    def _cell(self, rows: Sequence[Sequence[TableCell]], row: int, place: int, *, head: bool) -> str:
        cell = rows[row][place]
        if cell.joined == "continue":
            return ""
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        height = _height(rows, row, place) if cell.joined == "restart" else 1
        spans += f' rowspan="{height}"' if height > 1 else ""
        lines = [_trim(self._inline(block)) if isinstance(block, Paragraph) else _flat(block) for block in cell.blocks]
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        return f"<{tag}{spans}{scope}>{'<br>'.join(line for line in lines if line)}</{tag}>"


def _height(rows: Sequence[Sequence[TableCell]], row: int, place: int) -> int:
    """Count the rows over which a cell is joined downwards."""
    column = sum(cell.columns for cell in rows[row][:place])
    height = 1
    for below in rows[row + 1 :]:
        at = 0
        for cell in below:
            if at == column and cell.joined == "continue":
                height += 1
                break
            at += cell.columns
        else:
            break
    return height


def _flat(table: Table) -> str:
    return escape(text_of([table]).replace("\t", " "), quote=False).replace("\n", "<br>")


def _common_look(paragraph: Paragraph) -> Look:
    """Give what all letters of the paragraph share, which is the paragraph's own look and no emphasis."""
    looks = [part.look for part in paragraph.parts if isinstance(part, Run) and part.text.strip()]
    return Look(
        bold=bool(looks) and all(look.bold for look in looks), italic=bool(looks) and all(look.italic for look in looks)
    )


def _run(run: Run, *, plain: bool, whole: Look) -> str:
    text = escape(run.text.replace("\t", " "), quote=False).replace("\n", "<br>")
    if plain or not run.text.strip():
        return text
    look = run.look
    for tag, on in (
        ("strong", look.bold and not whole.bold),
        ("em", look.italic and not whole.italic),
        ("u", look.underline),
        ("s", look.strike),
        ("sup", look.raised == "superscript"),
        ("sub", look.raised == "subscript"),
    ):
        text = f"<{tag}>{text}</{tag}>" if on else text
    return text


def _count(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_number(min(number, 9999))
    if form in ("upperLetter", "lowerLetter") and number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return str(number)


def _trim(text: str) -> str:
    return text.strip(" \t\u3000\xa0")
