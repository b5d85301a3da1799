"""Orders to sections and villages: given with a day before the legal one, chased, answered by a link of their own, taken back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import blind_index, seal
from gongkai.apps.foi.models import CaseNote, FoiRequest, SearchOrder
from gongkai.apps.foi.operations.flow import FoiError, locked
from gongkai.apps.foi.operations.papers import Paper, kept
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import calendar_of
from gongkai.law.calendar import WorkingDays

TOKEN_BYTES = 24
#: An order is chased from the working day before its day on, once a day.
CHASE_BEFORE = WorkingDays(1)


@dataclass(frozen=True)
class Asked:
    """What is asked of whom: `person` has an account, everybody else answers by the link."""

    kind: SearchOrder.Kind
    addressee: str
    question: str
    due_on: date
    person: User | None = None


@dataclass(frozen=True)
class Found:
    """The record of a search, as the person who searched signs it by name."""

    found: bool | None
    searched: str
    keywords: str
    words: str
    answered_by: str


@transaction.atomic
def give_order(*, foi: FoiRequest, by: User | None, on: date, asked: Asked) -> SearchOrder:
    """
    Ask a section or a village for a record, an opinion or help, by a day before the reply is due.

    :raises FoiError: the case is closed, nobody or nothing is named, or the day leaves no time for the reply.
    """
    foi = locked(foi, "foi.handle", by=by, on=on)
    if foi.closed_on is not None:
        raise FoiError("申请已经办结，不能再交办。")
    if not asked.addressee.strip() or not asked.question.strip():
        raise FoiError("请写明交给谁、要查什么或者要办什么。")
    if asked.due_on < on:
        raise FoiError(f"完成期限不能早于今天{on:%Y-%m-%d}。")
    if foi.due_on is not None and asked.due_on >= foi.due_on >= on:
        raise FoiError(
            f"完成期限应当早于答复期限{foi.due_on:%Y-%m-%d}，给起草和审批留出时间。（依据：《条例》第三十三条）"
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    order = SearchOrder.objects.create(
        foi=foi,
        kind=asked.kind,
        addressee=asked.addressee.strip(),
        person=asked.person,
        question=asked.question.strip(),
        asked_on=on,
        due_on=asked.due_on,
        asked_by=by,
        token_sealed=seal(token),
        token_index=blind_index(token),
    )
    facts = {"order": order.pk, "kind": order.kind, "addressee": order.addressee, "due_on": order.due_on.isoformat()}
    append_event(organ=foi.organ, kind="foi.order_given", subject=foi, by=by, on=on, facts=facts)
    return order


@transaction.atomic
def answer_order(
    *, order: SearchOrder, by: User | None, at: datetime, answer: Found, papers: Sequence[Paper] = ()
) -> SearchOrder:
    """
    Put the answer on file; with it the link is used up. Whoever holds the link may answer, so no permission is asked for.

    :raises FoiError: it was answered or taken back, or the record lacks what makes it one.
    """
    on = timezone.localdate(at)
    order = SearchOrder.objects.select_for_update().select_related("foi__organ").get(pk=order.pk)
    if order.state != SearchOrder.State.OPEN:
        raise FoiError(f"这项任务{order.get_state_display()}，不能再回复。")
    if order.kind == SearchOrder.Kind.SEARCH and (not answer.searched.strip() or answer.found is None):
        raise FoiError("检索记录应写明检索了哪些系统和档案、是否查到。（依据：《条例》第三十六条）")
    if not answer.answered_by.strip():
        raise FoiError("请写上检索人（经办人）的姓名。")
    order.state, order.answered_on = SearchOrder.State.ANSWERED, on
    order.found, order.searched, order.keywords = answer.found, answer.searched.strip(), answer.keywords.strip()
    order.words, order.answered_by = answer.words.strip(), answer.answered_by.strip()
    order.save()
    for paper in papers:
        kept(order.foi, paper, by=by, at=at, note=f"{order.addressee}：{order.answered_by}")
    facts = {"order": order.pk, "found": order.found, "answered_by": order.answered_by, "files": len(papers)}
    append_event(organ=order.foi.organ, kind="foi.order_answered", subject=order.foi, by=by, on=on, facts=facts)
    return order


@transaction.atomic
def withdraw_order(*, order: SearchOrder, by: User, on: date) -> SearchOrder:
    """
    Take an order back; its link leads nowhere from then on.

    :raises FoiError: it was answered already.
    """
    foi = locked(order.foi, "foi.handle", by=by, on=on)
    order = SearchOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != SearchOrder.State.OPEN:
        raise FoiError(f"这项任务{order.get_state_display()}，不能撤回。")
    order.state = SearchOrder.State.WITHDRAWN
    order.save(update_fields=["state"])
    append_event(organ=foi.organ, kind="foi.order_withdrawn", subject=foi, by=by, on=on, facts={"order": order.pk})
    return order


@transaction.atomic
def chase_orders(*, organ: Organ, by: User | None, on: date) -> list[SearchOrder]:
    """Chase every open order whose day is tomorrow, today or past, once a day; the chase stands in the history of the case."""
    require(by, "foi.handle", organ, on=on)
    until = calendar_of(organ).add_working_days(on, CHASE_BEFORE).day
    found = SearchOrder.objects.select_for_update().filter(
        foi__organ=organ, state=SearchOrder.State.OPEN, due_on__lte=max(until, on + timedelta(days=1))
    )
    waiting = [order for order in found.select_related("foi__organ") if order.chased_on is None or order.chased_on < on]
    for order in waiting:
        order.chased, order.chased_on = order.chased + 1, on
        order.save(update_fields=["chased", "chased_on"])
        facts = {"order": order.pk, "times": order.chased}
        append_event(organ=organ, kind="foi.order_chased", subject=order.foi, by=by, on=on, facts=facts)
    return waiting


@transaction.atomic
def write_note(*, foi: FoiRequest, by: User, at: datetime, text: str) -> CaseNote:
    """
    Keep a note for those who handle the case; only that there is one goes into the chain.

    :raises FoiError: it says nothing.
    """
    on = timezone.localdate(at)
    foi = locked(foi, "foi.handle", by=by, on=on)
    if not text.strip():
        raise FoiError("请写下备注的内容。")
    note = CaseNote.objects.create(foi=foi, text_sealed=seal(text.strip()), written_by=by, written_at=at)
    append_event(organ=foi.organ, kind="foi.note_written", subject=foi, by=by, on=on)
    return note
