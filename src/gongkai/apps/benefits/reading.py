"""
Read an upload into a list: hidden contents are refused, then rows are judged and masked a block at a time.

Each block is kept in a transaction of its own, so that reading goes on where it ended, whatever happened meanwhile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from gongkai.apps.benefits import operations, parts
from gongkai.apps.benefits.columns import Layout, described, layout_of
from gongkai.apps.benefits.errors import ListRefused
from gongkai.apps.benefits.judging import EXPECTED, NOBODY, Ground, Judged, Problem, judge_rows
from gongkai.apps.benefits.models import BenefitBatch, RegisterEntry
from gongkai.apps.benefits.operations.batches import Block, Wanted
from gongkai.apps.core import files
from gongkai.apps.organs.models import Organ
from gongkai.documents.personal_data.masking import mask_table
from gongkai.documents.rebuilding import Refused
from gongkai.documents.rebuilding.lists import ListRead, ListSheet, read_list
from gongkai.law.benefits import AmountRule, program_kind
from gongkai.law.privacy import kinds, profile

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

#: How long one request reads before it answers with its progress.
SECONDS = 20.0
_NAMED = 3


@dataclass(frozen=True)
class Table:
    """A sheet with its layout; `first` is the place of its first row in the whole file."""

    sheet: ListSheet
    layout: Layout
    first: int


@dataclass(frozen=True)
class Looked:
    """An upload that was looked at: its bytes, what was read of it, its sheets."""

    data: bytes
    read: ListRead
    tables: tuple[Table, ...]


def look(*, data: bytes, name: str, on: date) -> Looked:
    """
    Look at an upload; it takes seconds, so do it outside every transaction.

    :raises ListRefused: a scan, hidden personal data, no headings; the message says where.
    """
    read = _read(data, name)
    _refuse_hidden(read, on)
    return Looked(data, read, tuple(_tables(read, on)))


def begin(*, looked: Looked, organ: Organ, wanted: Wanted, by: "User", at: datetime) -> BenefitBatch:
    """
    Begin a list with what was looked at.

    :raises BenefitError: see `operations.open_batch`.
    """
    on = timezone.localdate(at)
    return operations.open_batch(
        organ=organ,
        wanted=wanted,
        data=looked.data,
        columns=described(looked.tables[0].layout, program_kind(wanted.program.kind, on=on), on=on),
        kind=looked.read.kind,
        total=_total(looked.tables),
        by=by,
        at=at,
    )


def take(
    *, organ: Organ, wanted: Wanted, data: bytes, name: str, by: "User", at: datetime, seconds: float = SECONDS
) -> BenefitBatch:
    """
    Look at an upload, begin a list with it and read as far as a page may take.

    :raises BenefitError: see `look` and `begin`.
    """
    looked = look(data=data, name=name, on=timezone.localdate(at))
    batch = begin(looked=looked, organ=organ, wanted=wanted, by=by, at=at)
    return go_on(batch=batch, looked=looked, by=by, at=at, seconds=seconds)


def go_on(*, batch: BenefitBatch, looked: Looked, by: "User", at: datetime, seconds: float = SECONDS) -> BenefitBatch:
    """Read blocks of an upload that was looked at, as long as a page may take."""
    return _take_blocks(batch, looked.tables, by=by, at=at, seconds=seconds)


def read_on(*, batch: BenefitBatch, by: "User", at: datetime, seconds: float = SECONDS) -> BenefitBatch:
    """Read what is still to be read, as long as a page may take; the last block closes the list."""
    batch = BenefitBatch.objects.select_related("organ", "program", "source", "compares").get(pk=batch.pk)
    if batch.state != BenefitBatch.State.READING:
        return batch
    read = _read(files.read(batch.source), f"list.{batch.source_kind}")
    return _take_blocks(batch, _tables(read, timezone.localdate(at)), by=by, at=at, seconds=seconds)


def _take_blocks(
    batch: BenefitBatch, tables: Sequence[Table], *, by: "User", at: datetime, seconds: float
) -> BenefitBatch:
    end, on = monotonic() + seconds, timezone.localdate(at)
    ground = ground_of(batch, on=on)
    for block in _blocks(batch, tables, ground, on=on):
        batch = operations.take_block(batch=batch, block=block, by=by, at=at)
        if monotonic() > end and batch.rows_read < batch.rows_total:
            return batch
    return operations.finish_reading(batch=batch, by=by, at=at, unpaid=_unpaid(ground, tables[0].layout))


def _read(data: bytes, name: str) -> ListRead:
    try:
        return read_list(data, name)
    except Refused as refusal:
        raise ListRefused(str(refusal), field="file") from refusal


def _refuse_hidden(read: ListRead, on: date) -> None:
    """Stop a file that hides personal data; whoever made it must know that it does."""
    if not read.hidden_findings:
        return
    known = kinds(on)
    places: dict[str, str] = {}
    for finding in read.hidden_findings:
        places.setdefault(finding.where.split("：")[0], known[finding.kind].label)
    named = "；".join(f"{where}里有{label}" for where, label in list(places.items())[:_NAMED])
    more = f"等{len(places)}处" if len(places) > _NAMED else ""
    raise ListRefused(
        f"文件中有看不见的个人信息：{named}{more}。请取消隐藏、删去后重新保存，再上传；名单只需要模板中的各列。",
        field="file",
        cites=["ogi:15", "pipl:28.1"],
    )


def _tables(read: ListRead, on: date) -> list[Table]:
    """
    Give the sheets that hold a list, all with the columns of the first.

    :raises ListRefused: no sheet with headings, or sheets with different columns.
    """
    filled = [sheet for sheet in read.sheets if sheet.blocks and any(map(any, sheet.block(0)))]
    if not filled:
        raise ListRefused("文件里没有内容。请核对后重新上传。", field="file")
    tables: list[Table] = []
    first = 0
    for sheet in filled:
        layout = layout_of(sheet.name, sheet.block(0), on=on)
        if tables and layout.heads != tables[0].layout.heads:
            raise ListRefused(
                f"工作表“{sheet.name}”的表头与“{tables[0].layout.sheet}”不同。请把各表的列排成一样，或分别上传。",
                field="file",
            )
        tables.append(Table(sheet, layout, first))
        first += _rows_in(sheet)
    return tables


def _rows_in(sheet: ListSheet) -> int:
    from gongkai.documents.rebuilding.sheets.listing import BLOCK

    return (len(sheet.blocks) - 1) * BLOCK + len(sheet.block(len(sheet.blocks) - 1))


def _total(tables: Sequence[Table]) -> int:
    return tables[-1].first + _rows_in(tables[-1].sheet)


def _blocks(batch: BenefitBatch, tables: Sequence[Table], ground: Ground, *, on: date) -> Iterator[Block]:
    """Judge and mask what lies behind the rows read so far."""
    kind = program_kind(batch.program.kind, on=on)
    online, board = profile(kind.online, on=on), profile(kind.board, on=on)
    for table in tables:
        at = table.first
        for number in range(len(table.sheet.blocks)):
            rows = table.sheet.block(number)
            end = at + len(rows)
            if end > batch.rows_read:
                body = rows[table.layout.heading + 1 :] if number == 0 else rows
                first = end - table.first - len(body) + 1
                judged = judge_rows(table.layout, body, first, ground, on=on)
                yield _block(table.layout, judged, online, board, end, on)
            at = end


def _block(layout: Layout, judged: Judged, online: Any, board: Any, read: int, on: date) -> Block:
    rows = [list(layout.heads), *(person.cells for person in judged.people)]
    known = layout.known(judged.young)
    return Block(
        judged=judged,
        online=mask_table(rows, online, on=on, known=known).rows[1:],
        board=mask_table(rows, board, on=on, known=known).rows[1:],
        read=read,
    )


def ground_of(batch: BenefitBatch, *, on: date) -> Ground:
    """Put together what rows are judged against: villages, the amount rule, the dead, other programmes, the list on notice."""
    organ, program = batch.organ, batch.program
    kind = program_kind(program.kind, on=on)
    months = (batch.period_to.year - batch.period_from.year) * 12 + batch.period_to.month - batch.period_from.month + 1
    ground = Ground(
        places=_places(organ),
        home=organ.short_name if organ.kind == Organ.Kind.VILLAGE else "",
        area=organ.area_code,
        rule=AmountRule(standard=program.standard, unit=kind.unit, ceiling=program.ceiling),
        months=1 if kind.unit == "quantity" else months,
        needs_amount=batch.purpose != BenefitBatch.Purpose.NOTICE,
        dead=_dead(organ),
        elsewhere=_elsewhere(batch),
        noticed=_amounts(batch.compares) if batch.compares else None,
    )
    for print_, row in parts.rows_of(batch):
        if print_ != NOBODY:
            ground.seen.setdefault(print_, row[0])
    return ground


def _places(organ: Organ) -> dict[str, str]:
    """Give every spelling of a village within reach with its short name."""
    villages = (
        [organ]
        if organ.kind == Organ.Kind.VILLAGE
        else list(Organ.objects.filter(path__startswith=organ.path, kind=Organ.Kind.VILLAGE, abolished_on=None))
    )
    found: dict[str, str] = {}
    for village in villages:
        bare = village.short_name.removesuffix("村")
        found |= {village.short_name: village.short_name, bare: village.short_name, f"{bare}村": village.short_name}
    return found


def _dead(organ: Organ) -> frozenset[bytes]:
    codes = organ.path.strip("/").split("/")
    prints = RegisterEntry.objects.filter(organ__code__in=codes).values_list("print", flat=True)
    return frozenset(bytes.fromhex(print_) for print_ in prints)


def _elsewhere(batch: BenefitBatch) -> dict[bytes, str]:
    """Give everybody in a list of a programme that excludes this one, for an overlapping period."""
    excluded = Q(program__in=batch.program.excludes.all())
    overlapping = Q(period_from__lte=batch.period_to, period_to__gte=batch.period_from)
    root = batch.organ.path.split("/")[0]
    found: dict[bytes, str] = {}
    others = BenefitBatch.objects.filter(excluded, overlapping, organ__path__startswith=root)
    for other in others.exclude(state__in=["reading", "replaced"]).select_related("program"):
        found |= dict.fromkeys(parts.all_prints(other), f"{other.program.name}（{other.period_from:%Y-%m}）")
    return found


def _amounts(batch: BenefitBatch) -> dict[bytes, Decimal]:
    return {
        print_: Decimal(amount or 0)
        for print_, (_number, _group, amount, _cells) in parts.rows_of(batch)
        if print_ != NOBODY
    }


def _unpaid(ground: Ground, layout: Layout) -> list[dict[str, Any]]:
    """Name those who were on notice and are not in the list of payments (`onecard2020:1`)."""
    if ground.noticed is None:
        return []
    missing = [print_ for print_ in ground.noticed if print_ not in ground.seen]
    at = layout.fields.get("id_number", -1)
    heading = layout.heads[at] if at >= 0 else ""
    return [
        Problem(
            "row.unpaid", layout.sheet, 0, "", heading, f"公示{ground.noticed[print_]}元",
            EXPECTED.get("row.unpaid", "说明未发放的原因"),
        ).as_json()
        for print_ in missing
    ]  # fmt: skip
