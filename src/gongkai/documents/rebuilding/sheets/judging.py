"""Put a value into a sheet when it is seen, among what is hidden when not: the same for every kind of workbook."""

from gongkai.documents.rebuilding.sheets.colors import can_be_read
from gongkai.documents.rebuilding.sheets.grid import Book, Look, Value
from gongkai.documents.rebuilding.sheets.number_formats import FROM_1904, is_date, shown
from gongkai.documents.rebuilding.sheets.xlsx_styles import Style

#: Formats that show a value as it is.
NEUTRAL = ("General", "@")
SAME_COLOR = "与底色相同的文字"
BY_FORMAT = "数字格式隐藏的内容"


class Looks:
    """The looks of a book, each style and number format once; remembers the style behind each."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[int, str], int] = {}
        self.style_of: list[Style] = []

    def number(self, style: Style, code: str) -> int:
        """Give the number of a look."""
        key = (id(style), code)
        if key not in self._known:
            self._known[key] = len(self._book.looks)
            self._book.looks.append(Look(code, *style.look[1:]))
            self.style_of.append(style)
        return self._known[key]


def judge(value: Value, style: Style, *, date_1904: bool) -> tuple[Value, str, str]:
    """Give what is seen of a value, the format that shows it, and why it is not seen at all (an empty text when it is)."""
    code = style.look.code
    if code in NEUTRAL or isinstance(value, bool):
        return value, code, style.unseen
    if date_1904 and isinstance(value, float) and is_date(code):
        value += FROM_1904
    seen = shown(value, code)
    if seen.value is None:
        return value, code, style.unseen or BY_FORMAT
    if seen.color is not None:
        return seen.value, seen.code, "" if can_be_read(seen.color, style.ground) else SAME_COLOR
    return seen.value, seen.code, style.unseen
