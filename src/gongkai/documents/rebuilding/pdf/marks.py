"""Where personal data stand on a page: for the eye of the clerk, and for the black boxes over them."""

from collections.abc import Sequence
from datetime import date

from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.table import scan_table
from gongkai.documents.personal_data.text import find
from gongkai.documents.rebuilding.pdf.pages import Letter
from gongkai.documents.rebuilding.pdf.tables import rows_of

Box = tuple[int, int, int, int]
#: Letters of personal data: their places among the letters of the page, the kind, what it does to a publication.
Place = tuple[list[int], Kind, Severity]
_MARGIN = 2


def places(letters: Sequence[Letter], on: date | None) -> list[Place]:
    """Give the letters of everything on a page that looks like personal data; the layer of a scan is read too."""
    shown = [at for at, letter in enumerate(letters) if letter.seen or letter.under_scan]
    text, owner = "", []
    for at in shown:
        text += letters[at].character
        owner += [at] * len(letters[at].character)
    found: list[Place] = [(owner[hit.start : hit.end], hit.kind, hit.severity) for hit in find(text)]
    rows = rows_of([letters[at] for at in shown if letters[at].seen])
    taken = {at for place, _, _ in found for at in place}
    for finding in scan_table(rows, on=on) if rows else ():
        occurrences = _occurrences(text, owner, rows[finding.row][finding.column])
        new = [place for place in occurrences if not taken.issuperset(place)]
        found += [(place, finding.kind, finding.severity) for place in new]
        taken.update(at for place in new for at in place)
    return found


def _occurrences(text: str, owner: Sequence[int], wanted: str) -> list[list[int]]:
    """Find every place of a cell's text on the page, blanks aside."""
    solid = [at for at, character in enumerate(text) if character.strip()]
    bare, wanted = "".join(text[at] for at in solid), "".join(wanted.split())
    found: list[list[int]] = []
    start = bare.find(wanted) if wanted else -1
    while start >= 0:
        found.append([owner[at] for at in solid[start : start + len(wanted)]])
        start = bare.find(wanted, start + len(wanted))
    return found


def boxes(letters: Sequence[Letter], place: Sequence[int]) -> list[Box]:
    """Give one box for every line that the letters stand on, in pixels of the picture in which they were looked at."""
    lines: list[Box] = []
    for at in place:
        box = letters[at].box
        if box == (0, 0, 0, 0):
            continue
        if lines and _same_line(lines[-1], box):
            last = lines.pop()
            box = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        lines.append(box)
    return [(left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN) for left, top, right, bottom in lines]


def _same_line(one: Box, other: Box) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3] and other[0] - one[2] <= 3 * max(other[3] - other[1], 4)
