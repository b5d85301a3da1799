"""Find lists on a page: lines whose words stand in columns under headings, so that column logic can look at them."""

from collections import defaultdict

from gongkai.documents.personal_data.columns import Role, role_of_heading
from gongkai.documents.rebuilding.pdf.pages import Letter

_FEWEST = 3


class Word:
    """Letters of one line that stand close together."""

    def __init__(self, letter: Letter) -> None:
        self.text = letter.character
        self.left, self.top, self.right, self.bottom = letter.box

    def takes(self, letter: Letter) -> bool:
        """Tell whether a letter belongs to the word: close behind it on the same line."""
        left, top, _, bottom = letter.box
        middle = (top + bottom) / 2
        gap = 0.6 * max(bottom - top, self.bottom - self.top)
        return self.top <= middle <= self.bottom and -gap <= left - self.right <= gap

    def add(self, letter: Letter) -> None:
        """Take the letter in."""
        self.text += letter.character
        self.right = max(self.right, letter.box[2])
        self.top, self.bottom = min(self.top, letter.box[1]), max(self.bottom, letter.box[3])


def rows_of(letters: list[Letter]) -> list[list[str]]:
    """Give the rows of the list on a page, each word under the heading it stands beneath; no rows when there is no list."""
    words: list[Word] = []
    for letter in letters:
        if not letter.seen or not letter.character.strip():
            continue
        if words and words[-1].takes(letter):
            words[-1].add(letter)
        else:
            words.append(Word(letter))
    lines = _lines(words)
    heading = next((line for line in lines if len(line) >= 2 and _known(line) >= 2), None)
    if heading is None:
        return []
    below = [line for line in lines if line[0].top >= heading[0].top]
    rows = [_under(line, heading) for line in below]
    return rows if len(rows) >= _FEWEST else []


def _lines(words: list[Word]) -> list[list[Word]]:
    lines: dict[int, list[Word]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        middle = round((word.top + word.bottom) / 2)
        near = next((at for at in range(middle - 4, middle + 5) if at in lines), middle)
        lines[near].append(word)
    return [sorted(lines[at], key=lambda word: word.left) for at in sorted(lines)]


def _known(line: list[Word]) -> int:
    return sum(role_of_heading(word.text) is not Role.PLAIN for word in line)


def _under(line: list[Word], heading: list[Word]) -> list[str]:
    cells = [""] * len(heading)
    for word in line:
        middle = (word.left + word.right) / 2
        column = min(range(len(heading)), key=lambda at: abs((heading[at].left + heading[at].right) / 2 - middle))
        cells[column] += word.text
    return cells
