"""Read table 三: 25 rows of seven figures, by their labels, proved by their sums."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from gongkai.documents.reading.align import aligned
from gongkai.documents.reading.cutting import Budget, TooManyWays
from gongkai.documents.reading.detached import detached
from gongkai.documents.reading.labels import Hit, resembling, scan, settle
from gongkai.documents.reading.payload import Found, Options, Payload, beside, options, payload
from gongkai.documents.reading.result import STANDINGS, Confidence, Proof, Standing, TableReading, Trace
from gongkai.documents.reading.solver import Solution, solve
from gongkai.documents.reading.stream import CELL, Stream
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, Cell, FormVersion

WIDTH = len(TABLE3_COLUMNS)
#: Fewer labels than this are prose that happens to use the words.
FEWEST_LABELS = 2
_UNDIVIDED = frozenset({"o1", "o2"})
MOST_CANDIDATES = 20
MOST_NAMED = 4
_HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
#: Among so few ways to cut a row, one that satisfies its sum by chance is not to be expected.
MOST_PLAIN_CUTS = 12


@cache
def _ordinal(row: str) -> str:
    return row[1] if row[1:].isdigit() else ""


def read_table3(stream: Stream, begin: int, end: int) -> TableReading | None:
    """Read table 三 between two offsets; None if it is not there."""
    hits = settle(stream, scan(stream, "table3", begin, end), begin)
    hits = _with_total(stream, resembling(stream, "table3", hits, end, _expected(hits)), end)
    rows = [hit for hit in hits if hit.kind == "row"]
    if len({hit.code for hit in rows}) < FEWEST_LABELS:
        return None
    return _Reader(stream, hits, end).read()


def _expected(hits: Sequence[Hit]) -> list[str]:
    undivided = any(hit.code == "o3" for hit in hits) and not any(hit.code in _UNDIVIDED for hit in hits)
    return [row for row in TABLE3_ROWS if not (undivided and row in _UNDIVIDED)]


def _with_total(stream: Stream, hits: Sequence[Hit], end: int) -> list[Hit]:
    """Take 总计 without its ordinal as the row 七 where no other total is, and where it stands behind the results with figures of its own."""
    if any(hit.code == "tot" for hit in hits):
        return list(hits)
    seen = False
    found = list(hits)
    for index, hit in enumerate(hits):
        seen = seen or (hit.kind == "row" and hit.code not in ("new", "carry"))
        stop = hits[index + 1].begin if index + 1 < len(hits) else end
        if hit.kind == "total" and seen and payload(stream, hit.end, stop).has_figures:
            found[index] = hit.as_row("tot")
    return found


class _Reader:
    """Reads the rows of one table 三; holds what its steps share."""

    def __init__(self, stream: Stream, hits: Sequence[Hit], end: int) -> None:
        self.stream, self.hits, self.end = stream, hits, end
        self.budget = Budget()
        self.reading = TableReading(dict.fromkeys(TABLE3_ROWS))
        self.placed: set[str] = set()
        self.loose = False  # figures stand behind a heading that has none
        self.crowded = False  # a label has figures of several rows

    def read(self) -> TableReading:
        """Read by label; where the labels stand apart from the figures, by the order of the form."""
        found = self._by_label()
        present = frozenset(found)
        absent = _UNDIVIDED if "o3" in found and not present & _UNDIVIDED else frozenset[str]()
        aligned(self.stream, self.hits, found, WIDTH)
        if any(way.how in ("none", "many") for way in found.values()) or self.loose or self.crowded:
            found = self._by_order(found, absent)
        solution = self._solve(found, absent)
        self._take(found, absent, solution)
        return self.reading

    def _by_label(self) -> dict[str, Options]:
        found: dict[str, Options] = {}
        rivals: dict[str, list[Options]] = {}
        for index, hit in enumerate(self.hits):
            following = self.hits[index + 1] if index + 1 < len(self.hits) else None
            stop = following.begin if following else self.end
            if hit.kind != "row":
                self.loose = self.loose or self._has_loose_figures(hit.end, stop)
                continue
            here = payload(self.stream, hit.end, stop)
            if not here.has_figures and not here.cells:
                here = self._below(index) or here
            self.crowded = self.crowded or here.more or len(here.figures) > WIDTH + 1
            way = options(here, WIDTH, self.budget, ordinal=self._open_ordinal(following))
            way.label = hit.begin
            rivals.setdefault(hit.code, []).append(way)
            self._split(here, index, rivals)
        for row in TABLE3_ROWS:
            if row in rivals:
                found[row] = self._strongest(row, rivals[row])
        return found

    def _below(self, index: int) -> Payload | None:
        """Find the figures of a label that has a table of its own below it: seven in a row under the heads, or one beside each head."""
        single: dict[str, Found] = {}
        for at in range(index + 1, len(self.hits)):
            head = self.hits[at]
            if head.kind not in ("head", "total"):
                break
            stop = self.hits[at + 1].begin if at + 1 < len(self.hits) else self.end
            here = payload(self.stream, head.end, stop)
            if len(here.filled) == WIDTH or len(here.cells) == WIDTH or len(here.figures) == WIDTH:
                return here
            if head.code in _HEADS and (len(here.cells) == 1 or len(here.filled) == 1):
                single[head.code] = (here.filled or here.cells)[0]
        if set(single) != set(_HEADS):
            return None
        cells = [single[head] for head in _HEADS]
        return Payload(cells[0].begin, cells[-1].end, cells)

    def _has_loose_figures(self, begin: int, end: int) -> bool:
        """Tell whether figures without cells stand behind a heading."""
        return self.stream.text.find(CELL, begin, end) < 0 and bool(payload(self.stream, begin, end).figures)

    def _open_ordinal(self, following: Hit | None) -> str:
        """Give the ordinal of the next label where it is not marked off from the figures before it."""
        if following is None or following.kind != "row":
            return ""
        first = self.stream.normal[following.begin]
        return "" if first.isdigit() or first in "(（" else _ordinal(following.code)

    def _split(self, here: Payload, index: int, rivals: dict[str, list[Options]]) -> None:
        """Give the figures of rows whose labels are lost to those rows: twice the figures, and one label missing right behind."""
        groups = here.figures or here.filled
        if len(groups) <= WIDTH or len(groups) % WIDTH:
            return
        code = self.hits[index].code
        known = {hit.code for hit in self.hits}
        rows = _expected(self.hits)
        at = rows.index(code)
        lost = rows[at + 1 : at + len(groups) // WIDTH]
        if known & set(lost) or len(lost) + 1 != len(groups) // WIDTH:
            return
        for number, row in enumerate((code, *lost)):
            low, high = number * WIDTH, (number + 1) * WIDTH
            part = Payload(here.begin, here.end, here.filled[low:high], here.figures[low:high])
            rivals[row] = [options(part, WIDTH, self.budget)]
            self.placed |= {row} if number else set()

    def _strongest(self, row: str, ways: Sequence[Options]) -> Options:
        """Of several places with one label take the one with figures; where two differ, keep both as possible."""
        filled = [way for way in ways if way.how not in ("blank",)]
        if not filled:
            return ways[0]
        good = [way for way in filled if way.choices]
        if len({tuple(way.choices) for way in good}) > 1:
            self.reading.notes.append(
                f"表三“{form(FormVersion.F2021).row(row).words}”在原文中出现多次且数字不同，请核对。"
            )
            choices = list(dict.fromkeys(choice for way in good for choice in way.choices))
            return Options("cut", choices, good[0].begin, good[0].end)
        return (good or filled)[0]

    def _by_order(self, found: dict[str, Options], absent: frozenset[str]) -> dict[str, Options]:
        """Read figures that stand apart from their labels by the order of the form; only where every sum then holds."""
        rows = [row for row in TABLE3_ROWS if row not in absent]
        placed = detached(self.stream, self.hits, self.end, rows, len(found))
        if placed is None:
            return self._doubted(found)
        self.placed |= set(rows)
        self.reading.notes.append("表三的标签与数字分离，按表格固定顺序对应，并经全部勾稽关系验证。")
        return placed

    def _doubted(self, found: dict[str, Options]) -> dict[str, Options]:
        """Refuse the whole table where some labels have no figures and others too many: then no label can be trusted to own its figures."""
        starved = any(way.how == "blank" and len(way.values or ()) < WIDTH for way in found.values())
        if not (starved and (self.loose or self.crowded)):
            return found
        self.reading.notes.append("表三的标签与数字分离，且勾稽关系不成立，无法确定哪个数字属于哪一行。")
        return {row: Options("none", [], way.begin, way.end) for row, way in found.items()}

    def _solve(self, found: Mapping[str, Options], absent: frozenset[str]) -> Solution:
        choices = {row: ways.choices for row, ways in found.items() if ways.choices}
        short = any(way.how in ("blank", "none") and len(way.values or ()) < WIDTH for way in found.values())
        try:
            solution = solve(choices, absent)
        except TooManyWays:
            self.reading.notes.append("表三可能的切分过多，无法唯一确定。")
            solution = Solution({row: ways[0] for row, ways in choices.items() if len(ways) == 1}, 0, proved=False)
        return solution if solution.proved else replace(solution, rows=self._sure(found, solution, short=short))

    def _sure(self, found: Mapping[str, Options], solution: Solution, *, short: bool) -> dict[str, tuple[Cell, ...]]:
        """
        Without proof by the columns keep a cut row only where hardly any other cut was possible.

        A row without figures, or with too few, shows that blank cells have vanished; then no cut can be trusted.
        """
        return {
            row: cells
            for row, cells in solution.rows.items()
            if found[row].how != "cut" or found[row].values or (found[row].plain <= MOST_PLAIN_CUTS and not short)
        }

    def _take(self, found: Mapping[str, Options], absent: frozenset[str], solution: Solution) -> None:
        refused: dict[str, tuple[tuple[Cell, ...], ...]] = {}
        complete = len(found) == len(TABLE3_ROWS) - len(absent)
        for row, way in found.items():
            cells = solution.rows.get(row)
            self._trace(row, way, cells)
            if cells is None:
                refused[f"table3.{row}"] = tuple(way.choices[:MOST_CANDIDATES])
                cells = (None,) * WIDTH
            complete = complete and None not in cells
            self.reading.rows[row] = cells
        self.reading.proof = self._proof(refused, solution, complete=complete)
        begins, ends = [hit.begin for hit in self.hits], [way.end for way in found.values()]
        self.reading.span = min(begins), max([*ends, *(hit.end for hit in self.hits)])

    def _proof(self, refused: dict[str, tuple[tuple[Cell, ...], ...]], solution: Solution, *, complete: bool) -> Proof:
        if refused:
            words = _named(refused)
            self.reading.notes.append(f"表三{words}，未取值，请对照原文填写。")
            return Proof(Standing.REFUSED, f"{STANDINGS[Standing.REFUSED]}：{words}", refused)
        rows = [cells for cells in self.reading.rows.values() if cells is not None]
        summed = all(None not in cells and sum(map(int, cells[:-1])) == cells[-1] for cells in rows)  # type: ignore[arg-type]  # None is excluded before
        if complete and solution.proved and summed:
            return Proof(Standing.PROVED, STANDINGS[Standing.PROVED])
        return Proof(Standing.READ, STANDINGS[Standing.READ])

    def _trace(self, row: str, way: Options, cells: tuple[Cell, ...] | None) -> None:
        confidence = _confidence(row, way, self.placed, refused=cells is None)
        trace = Trace(TABLE3_COLUMNS, (way.begin, way.end), way.spans if cells else None, confidence)
        self.reading.trace(f"table3.{row}", trace, cells or (), beside(self.stream, way))


def _named(refused: Mapping[str, tuple[tuple[Cell, ...], ...]]) -> str:
    """Name the rows that are refused and why; many of them are counted."""
    if len(refused) > MOST_NAMED:
        return f"有{len(refused)}行无法唯一确定"
    return "；".join(
        f"“{form(FormVersion.F2021).row(key.split('.')[1]).words}”{f'有{len(ways)}种切法' if ways else '无法按7格解读'}"
        for key, ways in refused.items()
    )


def _confidence(row: str, way: Options, placed: set[str], *, refused: bool) -> Confidence:
    if refused:
        return Confidence.REFUSED
    if way.how == "cut":
        return Confidence.SOLVED
    return Confidence.PLACED if row in placed else Confidence.READ
