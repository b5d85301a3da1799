"""Strike what blocks a publication out of a text or a cell."""

from collections.abc import Iterator, Sequence

from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.people import is_name
from gongkai.documents.personal_data.table import scan_table
from gongkai.documents.personal_data.text import find
from gongkai.documents.rebuilding.masking.plan import Plan
from gongkai.law.privacy import kinds

STROKE = "****"
_YOUNG = "（未成年人）"


def spans(text: str) -> list[tuple[int, int, Kind]]:
    """Give every stretch of a text that blocks a publication, in order."""
    return [(hit.start, hit.end, hit.kind) for hit in find(text) if hit.severity is Severity.BLOCK]


def struck_cell(text: str, kind: Kind, plan: Plan) -> str:
    """Strike a cell: the stretch that is at fault, or, where the column says so, the whole cell by the county's mask."""
    if kind is Kind.MINOR:
        return _YOUNG if is_name("".join(text.split()), strict=False) else STROKE
    found = spans(text)
    if found and any(text[:start].strip() or text[end:].strip() for start, end, _ in found):
        for start, end, _ in reversed(found):
            text = f"{text[:start]}{STROKE}{text[end:]}"
        return text
    mask = plan.mask_for(kind)
    return (mask.apply(text) if mask else "") or STROKE


def blocked_cells(rows: Sequence[Sequence[str]], plan: Plan) -> Iterator[tuple[int, int, Kind]]:
    """Give every cell of a table that blocks a publication."""
    for finding in scan_table(rows, on=plan.on):
        if finding.severity is Severity.BLOCK:
            yield finding.row, finding.column, finding.kind


def doing(kind: Kind, plan: Plan) -> str:
    """Say in words what is done to a kind."""
    return f"遮盖{kinds(plan.on)[kind].label}"
