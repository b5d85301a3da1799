"""Take a list in, a block at a time; finish it; explain what needs a person's word; hand it in."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.apps.benefits import parts
from gongkai.apps.benefits.errors import BenefitError, ListBlocked
from gongkai.apps.benefits.gate import blockers_of_draft
from gongkai.apps.benefits.judging import Judged
from gongkai.apps.benefits.keys import new_key
from gongkai.apps.benefits.models import BatchPart, BenefitBatch, BenefitProgram
from gongkai.apps.benefits.reach import permit
from gongkai.apps.core import files
from gongkai.apps.core.operations import append_event
from gongkai.law.benefits import row_checks

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

State = BenefitBatch.State
#: So many problems are kept one by one; all are counted.
MOST_PROBLEMS = 3_000


@dataclass(frozen=True)
class Wanted:
    """What a list is: for which programme and period, what for, which list it corrects or is compared with."""

    program: BenefitProgram
    period_from: date
    period_to: date
    purpose: str = BenefitBatch.Purpose.NOTICE
    corrects: BenefitBatch | None = None
    compares: BenefitBatch | None = None
    reason: str = ""


@dataclass(frozen=True)
class Block:
    """What became of a block of rows: judged, and both masked forms, row by row in the order of `judged.people`."""

    judged: Judged
    online: Sequence[Sequence[Any]]
    board: Sequence[Sequence[Any]]
    read: int


@dataclass
class _Place:
    rows: list[Any] = field(default_factory=list)
    online: list[Any] = field(default_factory=list)
    board: list[Any] = field(default_factory=list)
    prints: list[bytes] = field(default_factory=list)


@transaction.atomic
def open_batch(
    *,
    organ: "Organ",
    wanted: Wanted,
    data: bytes,
    columns: Sequence[dict[str, Any]],
    kind: str,
    total: int,
    by: "User",
    at: datetime,
) -> BenefitBatch:
    """
    Begin a list: the upload is kept sealed, nothing of it is public.

    :param columns: what each column was taken for.
    :param total: rows of the file, headings among them.
    :raises BenefitError: the programme is closed or out of reach, the period or the correction does not fit.
    """
    on = timezone.localdate(at)
    permit(by, "benefit.write", organ, on=on)
    program = wanted.program
    if program.closed_on is not None and program.closed_on <= on:
        raise BenefitError(f"“{program.name}”已于{program.closed_on}停用，不能再上传名单。", field="program")
    if not organ.path.startswith(program.organ.path):
        raise BenefitError("这个补贴项目不属于本机关。请从列表中选择。", field="program")
    if wanted.period_to < wanted.period_from:
        raise BenefitError("补贴期间的截止早于开始。请核对。", field="period_to")
    _check_related(organ, wanted)
    source = files.store(
        organ=organ, name=f"{program.name}-{wanted.period_from:%Y%m}", data=data,
        media_type="application/octet-stream", at=at, sealed=True,
    )  # fmt: skip
    batch = BenefitBatch.objects.create(
        organ=organ,
        program=program,
        public_key=new_key(),
        purpose=wanted.purpose,
        period_from=wanted.period_from,
        period_to=wanted.period_to,
        corrects=wanted.corrects,
        compares=wanted.compares,
        reason=wanted.reason.strip(),
        source=source,
        source_kind=kind,
        columns=list(columns),
        rows_total=total,
        uploaded_by=by,
        uploaded_at=at,
    )
    facts = {"program": program.name, "purpose": wanted.purpose, "sha256": source.sha256, "rows": total}
    append_event(organ=organ, kind="list.uploaded", subject=batch, by=by, on=on, at=at, facts=facts)
    return batch


def _check_related(organ: "Organ", wanted: Wanted) -> None:
    if wanted.corrects is not None:
        if wanted.corrects.organ_id != organ.pk or wanted.corrects.program_id != wanted.program.pk:
            raise BenefitError("更正的名单与原名单不是同一机关、同一项目。", field="corrects")
        if BenefitBatch.objects.filter(corrects=wanted.corrects).exists():
            raise BenefitError("原名单已经有更正的名单。请在更正的名单上继续。", field="corrects")
        if not wanted.reason.strip():
            raise BenefitError("请写明更正原因。", field="reason")
    if wanted.purpose == BenefitBatch.Purpose.PAID and wanted.compares is None:
        raise BenefitError(
            "发放名单须与公示名单核对。请选择对应的公示名单。", field="compares", cites=["onecard2020:1"]
        )
    if wanted.compares is not None and wanted.compares.program_id != wanted.program.pk:
        raise BenefitError("对应的公示名单不是同一个补贴项目。", field="compares")


@transaction.atomic
def take_block(*, batch: BenefitBatch, block: Block, by: "User", at: datetime) -> BenefitBatch:
    """
    Keep a block of rows, sealed and by village, with both masked forms; a list goes on where its last block ended.

    :raises BenefitError: the list is not being read any more.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    permit(by, "benefit.write", batch.organ, on=timezone.localdate(at))
    if batch.state != State.READING:
        raise BenefitError("这份名单已经读完。")
    number = (batch.parts.aggregate(last=Max("number"))["last"] or 0) + 1
    made = [_part(batch, number + at_, place, held) for at_, (place, held) in enumerate(_slices(_by_place(block)))]
    BatchPart.objects.bulk_create(made)
    people = block.judged.people
    batch.rows_read = block.read
    batch.people += sum(person.count for person in people)
    batch.amount += sum((person.amount or Decimal(0) for person in people), Decimal(0))
    batch.minors += len(set(block.judged.young))
    batch.places = _add_places(batch.places, people)
    room = max(0, MOST_PROBLEMS - len(batch.problems))
    batch.problems = [*batch.problems, *(problem.as_json() for problem in block.judged.problems[:room])]
    batch.problem_counts = dict(Counter(batch.problem_counts) + block.judged.counts)
    batch.save(update_fields=["rows_read", "people", "amount", "minors", "places", "problems", "problem_counts"])
    return batch


def _by_place(block: Block) -> dict[str, _Place]:
    held: dict[str, _Place] = defaultdict(_Place)
    for person, online, board in zip(block.judged.people, block.online, block.board, strict=True):
        place = held[person.place]
        amount = str(person.amount) if person.amount is not None else ""
        place.rows.append([person.number, person.group, amount, person.cells])
        place.online.append([person.group, *online])
        place.board.append([person.group, *board])
        place.prints.append(person.print)
    return held


def _slices(held: dict[str, _Place]) -> list[tuple[str, _Place]]:
    size = parts.SIZE
    return [
        (name, _Place(*(values[at : at + size] for values in (place.rows, place.online, place.board, place.prints))))
        for name, place in held.items()
        for at in range(0, len(place.rows), size)
    ]


def _part(batch: BenefitBatch, number: int, place: str, held: _Place) -> BatchPart:
    return BatchPart(
        batch=batch,
        number=number,
        place=place,
        count=len(held.rows),
        rows=parts.packed(held.rows),
        online=parts.packed(held.online),
        board=parts.packed(held.board),
        prints=b"".join(held.prints),
        digest=parts.digest(held.rows, held.online, held.board),
    )


def _add_places(kept: list[list[Any]], people: Sequence[Any]) -> list[list[Any]]:
    """Add up per village: name, rows, people, amount as text."""
    found = {name: [rows, count, Decimal(amount)] for name, rows, count, amount in kept}
    for person in people:
        place = found.setdefault(person.place, [0, 0, Decimal(0)])
        place[0] += 1
        place[1] += person.count
        place[2] += person.amount or Decimal(0)
    return [[name, rows, count, str(amount)] for name, (rows, count, amount) in found.items()]


@transaction.atomic
def finish_reading(
    *, batch: BenefitBatch, by: "User", at: datetime, unpaid: Sequence[dict[str, Any]] = ()
) -> BenefitBatch:
    """
    Close the reading: from now on one hash binds programme, period, columns, rows and both masked forms.

    :param unpaid: problems that only the whole list shows.
    :raises BenefitError: rows are still to be read, or there is nobody in the list.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    permit(by, "benefit.write", batch.organ, on=timezone.localdate(at))
    if batch.state != State.READING or batch.rows_read < batch.rows_total:
        raise BenefitError("这份名单还没有读完，请继续读取。")
    if not batch.parts.exists():
        raise BenefitError("表头下面没有一行人员。请核对文件。")
    for problem in unpaid:
        batch.problems.append(problem)
        batch.problem_counts[problem["check"]] = batch.problem_counts.get(problem["check"], 0) + 1
    batch.state, batch.hash = State.DRAFT, hash_of(batch)
    batch.save(update_fields=["state", "hash", "problems", "problem_counts"])
    facts = {"hash": batch.hash, "people": batch.people, "amount": str(batch.amount), "problems": batch.problem_counts}
    append_event(
        organ=batch.organ, kind="list.read", subject=batch, by=by, on=timezone.localdate(at), at=at, facts=facts
    )
    return batch


def hash_of(batch: BenefitBatch) -> str:
    """Give the SHA-256 over everything that is looked at when a list is reviewed."""
    program = batch.program
    body = [
        batch.organ.code, program.name, program.kind, program.basis, batch.purpose,
        batch.period_from.isoformat(), batch.period_to.isoformat(), batch.columns,
        list(batch.parts.values_list("number", "place", "digest")),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def explain(*, batch: BenefitBatch, text: str, by: "User", at: datetime) -> BenefitBatch:
    """
    Write down what was found out about the problems that need a person's word.

    :raises BenefitError: the list is no draft, or the text is empty.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    permit(by, "benefit.write", batch.organ, on=timezone.localdate(at))
    if batch.state != State.DRAFT:
        raise BenefitError("名单已经提交，不能再改处理意见。")
    if not text.strip():
        raise BenefitError("请写明核实情况和处理意见。", field="text")
    batch.explanation = text.strip()
    batch.save(update_fields=["explanation"])
    append_event(
        organ=batch.organ, kind="list.explained", subject=batch, by=by, on=timezone.localdate(at), at=at,
        facts={"counts": batch.problem_counts},
    )  # fmt: skip
    return batch


@transaction.atomic
def submit(*, batch: BenefitBatch, by: "User", at: datetime) -> BenefitBatch:
    """
    Hand a list in for review.

    :raises ListBlocked: it has problems that must be mended or explained, or the programme has no approved assessment.
    :raises BenefitError: it is no draft.
    """
    batch = BenefitBatch.objects.select_for_update().get(pk=batch.pk)
    on = timezone.localdate(at)
    permit(by, "benefit.write", batch.organ, on=on)
    if batch.state != State.DRAFT:
        raise BenefitError(f"名单现为“{batch.get_state_display()}”，不能提交。")
    if shut := blockers_of_draft(batch, on=on):
        raise ListBlocked(shut)
    batch.state, batch.submitted_at = State.SUBMITTED, at
    batch.save(update_fields=["state", "submitted_at"])
    append_event(
        organ=batch.organ, kind="list.submitted", subject=batch, by=by, on=on, at=at, facts={"hash": batch.hash}
    )
    return batch


def blocking_count(batch: BenefitBatch, *, on: date) -> int:
    """Count the problems that must be mended."""
    return sum(n for check, n in batch.problem_counts.items() if row_checks(on)[check].blocks)
