"""XLS: fifteen ways to hide a word in an old workbook."""

import struct
from collections.abc import Callable

from tests.documents.rebuilding.corpus.old_excel import OldBook, OldSheet, compound, record, stream, text16

_NAMES = ("马演示", "王演示", "李演示", "张演示")
_WHITE, _BLACK = 9, 8


def plain(variant: int) -> OldBook:
    sheet = OldSheet(name=f"公示{variant + 1}")
    for column, heading in enumerate(("序号", "姓名", "金额")):
        sheet.cells[0, column] = (heading, 0)
    for at in range(4 + variant):
        sheet.cells[at + 1, 0] = (float(at + 1), 0)
        sheet.cells[at + 1, 1] = (_NAMES[at % 4], 0)
        sheet.cells[at + 1, 2] = (100.5 + at, 0)
    return OldBook([sheet])


def saved(book: OldBook, **streams: bytes) -> bytes:
    return compound({"Workbook": stream(book), **streams})


def by_book(hide: Callable[[OldBook, OldSheet, str, int], None]) -> Callable[[str, int], bytes]:
    def make(canary: str, variant: int) -> bytes:
        book = plain(variant)
        hide(book, book.sheets[0], canary, variant)
        return saved(book)

    return make


def hidden_column(book, sheet, canary, variant):
    sheet.cells[1, 4] = (canary, 0)
    sheet.columns.append((4, 4, 2340, 1))


def zero_width(book, sheet, canary, variant):
    sheet.cells[1, 4] = (canary, 0)
    sheet.columns.append((4, 4, 10 * variant, 0))


def hidden_row(book, sheet, canary, variant):
    sheet.cells[2, 1] = (canary, 0)
    sheet.rows[2] = 0x20


def hidden_sheet(book, sheet, canary, variant):
    book.sheets.append(OldSheet("底稿", state=1 + variant % 2, cells={(0, 0): (canary, 0)}))


def white_text(book, sheet, canary, variant):
    book.fonts.append((220, (_WHITE, 1, 65)[variant % 3]))
    book.styles.append((6, 0, 0, 0))
    sheet.cells[1, 3] = (canary, 1)


def black_on_black(book, sheet, canary, variant):
    book.fonts.append((220, _BLACK))
    book.styles.append((6, 0, 1, _BLACK))
    sheet.cells[1, 3] = (canary, 1)


def tiny_text(book, sheet, canary, variant):
    book.fonts.append((20 + 10 * (variant % 3), 0x7FFF))
    book.styles.append((6, 0, 0, 0))
    sheet.cells[1, 3] = (canary, 1)


def three_semicolons(book, sheet, canary, variant):
    book.formats[200] = ";;;"
    book.styles.append((0, 200, 0, 0))
    sheet.cells[1, 3] = (canary, 1)


def note(book, sheet, canary, variant):
    sheet.extra.append(record(0x1C, struct.pack("<HHHH", 1, 1, 0, 1) + text16(canary)))


def unused_string(book, sheet, canary, variant):
    book.more_strings.append(canary)


def white_run(book, sheet, canary, variant):
    book.fonts.append((220, _WHITE))
    text = f"可见{canary}"
    book.runs[text] = [(2, 6)]
    sheet.cells[1, 3] = (text, 0)


def under_merge(book, sheet, canary, variant):
    sheet.cells[1, 5] = ("合并", 0)
    sheet.cells[2, 6] = (canary, 0)
    sheet.merges.append((1, 5, 3, 6))


def far_away(book, sheet, canary, variant):
    sheet.cells[3000 + variant, 1] = (canary, 0)


def defined_name(book, sheet, canary, variant):
    book.extra.append(
        record(0x18, struct.pack("<HBBHHHBBBB", 0, 0, len(canary), 0, 0, 0, 0, 0, 0, 0) + b"\x00" + canary.encode())
    )


def format_name(book, sheet, canary, variant):
    book.formats[201] = f'0;"{canary}";0'
    book.styles.append((0, 201, 0, 0))
    sheet.cells[1, 3] = (7.0, 1)


def under_picture(book, sheet, canary, variant):
    sheet.cells[10, 3] = (canary, 0)
    anchor = struct.pack("<HHL9H", 0, 0xF010, 18, 0, 2, 0, 9, 0, 5, 10, 12, 10)
    sheet.extra += [record(0xEC, anchor), record(0x5D, struct.pack("<HHHHH", 0x15, 18, 8, 1, 0).ljust(22, b"\0"))]


def after_end(book, sheet, canary, variant):
    sheet.extra.append(record(0x5555, canary.encode()))


def properties(canary: str, variant: int) -> bytes:
    name = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")[variant % 2]
    return saved(plain(variant), **{name: canary.encode()})


def macro(canary: str, variant: int) -> bytes:
    return saved(plain(variant), _VBA_PROJECT=canary.encode())


def slack(canary: str, variant: int) -> bytes:
    data = bytearray(saved(plain(variant)))
    at = 512 + 4096 - 40
    data[at : at + len(canary)] = canary.encode()
    return bytes(data)


_BOOKS = (
    *(
        hidden_column,
        zero_width,
        hidden_row,
        hidden_sheet,
        white_text,
        black_on_black,
        tiny_text,
        three_semicolons,
        note,
    ),
    *(unused_string, white_run, under_merge, far_away, defined_name, format_name, under_picture, after_end),
)
TECHNIQUES = {
    **{function.__name__: by_book(function) for function in _BOOKS},
    "properties": properties,
    "macro": macro,
    "slack": slack,
}
