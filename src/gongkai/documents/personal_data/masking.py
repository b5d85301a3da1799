"""Make the public form of a list under a profile: columns kept, masked or left out, minors without a name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.documents.personal_data.columns import KIND_OF, Column, Role, classify, find_heading
from gongkai.documents.personal_data.findings import Kind
from gongkai.documents.personal_data.table import Value, as_text, scan_table
from gongkai.documents.personal_data.text import mask_text
from gongkai.law.citations import Citation
from gongkai.law.privacy import Mask, Profile, kinds, public_fields

_MINOR = "（未成年人）"


@dataclass(frozen=True)
class ColumnDecision:
    """What became of one column: `shown` as it is, `masked`, or `left_out`, and by which rule."""

    column: int
    heading: str
    action: str
    reason: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class MaskedTable:
    """The public form of a list; `rows` begins with what stood above the headings."""

    rows: tuple[tuple[Value, ...], ...]
    columns: tuple[ColumnDecision, ...]
    minors: int
    cells_masked: int


@dataclass(frozen=True)
class Known:
    """What the caller knows of a table already: the row of headings, what each column is, the rows of people under age."""

    heading: int
    columns: Sequence[Column]
    young: Collection[int]


def mask_table(
    rows: Sequence[Sequence[Value]], profile: Profile, *, on: date, known: Known | None = None
) -> MaskedTable:
    """
    Make the public form of a list: a column without a rule is left out, a number that slipped into another column is struck.

    :param on: the day of publication; ages and rules are taken on that day.
    :param known: what was found in the table before, so that one block of a long list is judged like all others.
    :raises ValueError: no row with headings, so nobody can tell what the columns are.
    """
    known = known or know(rows, on=on)
    heads = [as_text(value) for value in rows[known.heading]]
    columns, young, heading = known.columns, known.young, known.heading
    decisions = [_decide(at, column, heads, profile, on) for at, column in enumerate(columns)]
    kept = [decision for decision in decisions if decision.action != "left_out"]
    masked = 0
    body: list[tuple[Value, ...]] = []
    for at, row in enumerate(rows):
        cells = [row[decision.column] if decision.column < len(row) else None for decision in kept]
        if at > heading:
            shown = [
                _show(value, columns[decision.column], profile, minor=at in young)
                for value, decision in zip(cells, kept, strict=True)
            ]
            masked += sum(before != after for before, after in zip(cells, shown, strict=True))
            cells = shown
        body.append(tuple(cells))
    return MaskedTable(tuple(body), tuple(decisions), len(young), masked)


def know(rows: Sequence[Sequence[Value]], *, on: date) -> Known:
    """
    Find the headings of a table, what its columns are, and who is under age.

    :raises ValueError: no row with headings, so nobody can tell what the columns are.
    """
    texts = [[as_text(value) for value in row] for row in rows]
    heading = find_heading(texts, also=public_fields(on))
    if heading < 0:
        raise ValueError("表中没有找到表头（如“姓名”“身份证号”），无法判断各列内容。请在第一行写明各列名称。")
    columns = classify(texts, heading, max(map(len, texts)))
    young = {finding.row for finding in scan_table(rows, on=on) if finding.kind is Kind.MINOR}
    return Known(heading, columns, young)


def _decide(at: int, column: Column, headings: Sequence[str], profile: Profile, on: date) -> ColumnDecision:
    heading = "".join((headings[at] if at < len(headings) else "").split())
    kind = KIND_OF.get(column.role)
    if kind is not None:
        label, cites = kinds(on)[kind].label, kinds(on)[kind].cites
        mask = _mask(column, profile)
        if mask is None or (mask.style == "characters" and not mask.first + mask.last):
            return ColumnDecision(at, heading, "left_out", f"{label}不公开", cites)
        return ColumnDecision(at, heading, "masked", mask.label, mask.cites)
    fields = public_fields(on)
    if heading in fields or heading.split("（")[0].split("(")[0] in fields:
        return ColumnDecision(at, heading, "shown", "可以公开的内容", profile.cites)
    return ColumnDecision(at, heading, "left_out", "没有规则允许公开这一列", profile.cites)


def _mask(column: Column, profile: Profile) -> Mask | None:
    if column.role is Role.YOUNG_NAME:
        return profile.mask_for(Kind.NAME_IN_LIST)
    kind = KIND_OF.get(column.role)
    return profile.mask_for(kind) if kind else None


def _show(value: Value, column: Column, profile: Profile, *, minor: bool) -> Value:
    mask = _mask(column, profile)
    if column.role in (Role.NAME, Role.YOUNG_NAME) and (minor or column.role is Role.YOUNG_NAME):
        return _MINOR if as_text(value).strip() else value
    if mask is not None:
        return mask.apply(as_text(value))
    if isinstance(value, str):
        return _masked_text(value)
    return value


@lru_cache(maxsize=4096)
def _masked_text(value: str) -> str:
    """Mask a text; the names of villages and groups come again in every row."""
    return mask_text(value)


def fields_shown(table: MaskedTable) -> Mapping[str, str]:
    """Give heading and action of every column of the public form."""
    return {decision.heading: decision.action for decision in table.columns if decision.action != "left_out"}
