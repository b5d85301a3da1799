"""
What applicants do themselves with their application, on line by number and code: correct it, give reasons, withdraw, say how it was.

The face has proven that the person holds the code; `by` is None then, because an applicant has no account. A clerk who does it for an
applicant at the counter is named.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.apps.core import codes, uploads
from gongkai.apps.core.models import Event, Upload
from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal
from gongkai.apps.foi.models import FoiEvent, FoiFile, FoiRequest, Letter, Satisfaction, SuggestionTally
from gongkai.apps.foi.operations.flow import FoiError, advance, locked
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import EventKind, State

#: What applicants may write in one go, in characters.
WORDS_LENGTH = 4000
_ENDED = (State.CLOSED.value, State.ARCHIVED.value)


@transaction.atomic
def give_code(*, foi: FoiRequest, by: User | None, on: date) -> str:
    """Give an application that came on paper a code, so that its applicant can follow it; an earlier code opens nothing any more."""
    foi = locked(foi, "foi.register", by=by, on=on)
    code = codes.new_code()
    foi.code_hash = codes.kept(code).hash
    foi.save(update_fields=["code_hash"])
    append_event(organ=foi.organ, kind="foi.code_given", subject=foi, by=by, on=on, facts={})
    return code


@transaction.atomic
def clarify(*, foi: FoiRequest, by: User | None, words: str, at: datetime, files: Iterable[Upload] = ()) -> FoiEvent:
    """
    Answer the notice of correction (`ogi:30`); the period for the reply begins anew with the day.

    :raises FoiError: nothing was written.
    :raises foi_flow.UnlawfulMove: no correction is waited for.
    """
    on, text = timezone.localdate(at), _words(words, _("请写明补正的内容。"))
    foi = locked(foi, "foi.handle", by=by, on=on)
    event = advance(foi, EventKind.CLARIFIED, by=by, on=on, facts={"clarification": text})
    for upload in files:
        _keep(foi, upload, FoiFile.Kind.CLARIFICATION, at)
    return event


@transaction.atomic
def give_reasons(*, foi: FoiRequest, by: User | None, words: str, at: datetime) -> FoiEvent:
    """
    Answer the request for reasons (`ogi:35`).

    :raises FoiError: nothing was written.
    :raises foi_flow.UnlawfulMove: no reasons are waited for.
    """
    on, text = timezone.localdate(at), _words(words, _("请说明理由。"))
    foi = locked(foi, "foi.handle", by=by, on=on)
    return advance(foi, EventKind.REASONS_GIVEN, by=by, on=on, facts={"applicant_reasons": text})


@transaction.atomic
def withdraw(*, foi: FoiRequest, by: User | None, at: datetime) -> FoiEvent:
    """
    Take an application back.

    :raises foi_flow.UnlawfulMove: it is closed already.
    """
    on = timezone.localdate(at)
    foi = locked(foi, "foi.handle", by=by, on=on)
    confirmed = f"申请人凭编号和查询码于{timezone.localtime(at):%Y-%m-%d %H:%M}在网上确认撤回"
    return advance(foi, EventKind.WITHDRAWN, by=by, on=on, facts={"withdrawal_confirmation": confirmed})


@transaction.atomic
def rate(*, foi: FoiRequest, by: User | None, score: int, at: datetime, words: str = "") -> Satisfaction:
    """
    Say how content the applicant is with a closed application; saying it again changes it.

    :raises FoiError: the application is not closed, or there is no such score.
    """
    on = timezone.localdate(at)
    foi = locked(foi, "foi.handle", by=by, on=on)
    if foi.state not in _ENDED:
        raise FoiError(_("办结以后才能评价。"))
    if score not in Satisfaction.Score.values:
        raise FoiError(_("请选择一个评价。"))
    given: dict[str, Any] = {"score": score, "words_sealed": seal(words.strip()[:WORDS_LENGTH]), "given_on": on}
    kept, _created = Satisfaction.objects.update_or_create(foi=foi, defaults=given)
    append_event(organ=foi.organ, kind="foi.rated", subject=foi, by=by, on=on, facts={"score": score})
    return kept


@transaction.atomic
def note_opened(*, letter: Letter, by: User | None, at: datetime) -> None:
    """Note that the applicant has opened a letter on line; only the first time."""
    seen = Event.objects.filter(subject_type=letter._meta.label_lower, subject_id=letter.pk, kind="foi.letter_opened")
    if not seen.exists():
        facts = {"letter": letter.kind, "serial": letter.serial}
        append_event(
            organ=letter.foi.organ,
            kind="foi.letter_opened",
            subject=letter,
            by=None,
            on=timezone.localdate(at),
            facts=facts,
        )


@transaction.atomic
def count_offer(*, organ: Organ, by: User | None, on: date, what: Literal["shown", "satisfied", "went_on"]) -> None:
    """Count one offer of what is public already, and what came of it (F05); nobody is remembered."""
    require(by, "foi.register", organ, on=on)
    SuggestionTally.objects.get_or_create(organ=organ, month=on.replace(day=1))
    SuggestionTally.objects.filter(organ=organ, month=on.replace(day=1)).update(**{what: F(what) + 1})


def _words(words: str, missing: str) -> str:
    text = words.strip()[:WORDS_LENGTH]
    if not text:
        raise FoiError(missing)
    return text


def _keep(foi: FoiRequest, upload: Upload, kind: FoiFile.Kind, at: datetime) -> None:
    FoiFile.objects.create(foi=foi, kind=kind, file=upload.derivative, name=upload.name, added_at=at)
    uploads.claim(upload=upload, subject=foi)
