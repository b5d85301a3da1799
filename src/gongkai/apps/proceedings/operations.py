"""Open and decide cases; what table 四 says follows from them."""

from datetime import date

from django.db import transaction

from gongkai.apps.core.numbering import next_number
from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import Letter
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.proceedings.models import Proceeding

NUMBER_KIND = "proceeding"


class ProceedingError(ValueError):
    """A step in a case that cannot be taken; the message says why."""


@transaction.atomic
def open_proceeding(
    *,
    organ: Organ,
    kind: Proceeding.Kind,
    by: User | None,
    on: date,
    forum: str,
    subject: str,
    case_number: str = "",
    letter: Letter | None = None,
    earlier: Proceeding | None = None,
    answer_due_on: date | None = None,
) -> Proceeding:
    """
    Register a reconsideration or lawsuit against this organ, accepted on the day `on` (`ogi:51`).

    :raises ProceedingError: the earlier reconsideration is another organ's, still pending, or does not fit the kind.
    """
    require(by, "proceeding.write", organ, on=on)
    _refuse_wrong_earlier(organ=organ, kind=kind, earlier=earlier, on=on)
    if letter is not None and letter.foi.organ_id != organ.pk:
        raise ProceedingError("被诉文书不是本机关作出的，请重新选择。")
    number = next_number(organ=organ, kind=NUMBER_KIND, year=on.year)
    case = Proceeding.objects.create(
        organ=organ,
        kind=kind,
        year=on.year,
        number=number,
        serial=f"{organ.short_name}复诉〔{on.year}〕{number}号",
        case_number=case_number,
        forum=forum,
        letter=letter,
        earlier=earlier,
        subject=subject,
        filed_on=on,
        answer_due_on=answer_due_on,
    )
    append_event(organ=organ, kind="proceeding.opened", subject=case, by=by, on=on, facts={"kind": kind.value})
    return case


def _refuse_wrong_earlier(*, organ: Organ, kind: Proceeding.Kind, earlier: Proceeding | None, on: date) -> None:
    if kind != Proceeding.Kind.AFTER_RECONSIDERATION:
        if earlier is not None:
            raise ProceedingError("只有“复议后起诉”才填写先前的行政复议案件。")
        return
    if earlier is None:
        return
    if earlier.organ_id != organ.pk or earlier.kind != Proceeding.Kind.RECONSIDERATION:
        raise ProceedingError("先前案件应当是本机关的行政复议案件，请重新选择。")
    if earlier.decided_on is None or earlier.decided_on > on:
        raise ProceedingError("先前的行政复议尚未审结，不能登记为“复议后起诉”。")


@transaction.atomic
def decide_proceeding(
    *,
    case: Proceeding,
    result: Proceeding.Result,
    by: User | None,
    on: date,
    new_reply_due_on: date | None = None,
    note: str = "",
) -> Proceeding:
    """
    Record how a case ended. A second-instance result updates the same case; it is not counted again.

    :raises ProceedingError: the day is before the case was filed, or a new reply is ordered although the letter was upheld.
    """
    case = Proceeding.objects.select_for_update().get(pk=case.pk)
    require(by, "proceeding.write", case.organ, on=on)
    if on < case.filed_on:
        raise ProceedingError(f"作出日期不能早于受理日期{case.filed_on:%Y-%m-%d}。")
    if new_reply_due_on is not None and result == Proceeding.Result.UPHELD:
        raise ProceedingError("结果为维持时不会责令重新答复，请核对结果或删去重新答复期限。")
    before = case.result
    case.result, case.decided_on, case.new_reply_due_on = result, on, new_reply_due_on
    case.note = note or case.note
    case.save(update_fields=["result", "decided_on", "new_reply_due_on", "note"])
    facts = {
        "before": before,
        "result": result.value,
        "new_reply_due_on": new_reply_due_on and new_reply_due_on.isoformat(),
    }
    append_event(organ=case.organ, kind="proceeding.decided", subject=case, by=by, on=on, facts=facts)
    return case
