"""The letters of a step beside its form, before the step is taken: filled from the case, nothing written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from gongkai.apps.foi import letters, operations, previews
from gongkai.apps.foi.letters import Draft
from gongkai.apps.foi.models import FoiPart, FoiRequest, Letter
from gongkai.documents.writing import LetterDocument
from gongkai.law.foi_flow import EventKind, ImpossibleDay, Move, UnlawfulMove
from gongkai.law.letters import letter_kind
from gongkai.web.access import person
from gongkai.web.workbench.words import say

#: The name of the button that asks for a preview instead of the step.
ASKED = "preview"
_REFUSED = (UnlawfulMove, ImpossibleDay, operations.FoiError)


@dataclass(frozen=True)
class Paper:
    """A letter for the page; `notes` are for the clerk, not for the letter."""

    label: str
    to: str
    document: LetterDocument
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """Give the date as the letter has it, whatever the language of the page."""
        on: date = self.document.dated_on
        return f"{on.year}年{on.month}月{on.day}日"


def possible(move: Move) -> bool:
    """Tell whether a step issues letters; a confirmed receipt is registered at once, with its receipt."""
    return move.event is EventKind.RECEIPT_CONFIRMED or any(effect.startswith("letter.") for effect in move.effects)


def asked(request: HttpRequest) -> bool:
    """Tell whether a form was sent for a look at its letters only."""
    return request.method == "POST" and ASKED in request.POST


def papers(
    request: HttpRequest,
    foi: FoiRequest,
    event: EventKind,
    form: forms.Form,
    *,
    part: FoiPart | None = None,
    decided: Mapping[str, Any] | None = None,
) -> list[Paper] | None:
    """
    Give the letters that a form's step would issue; None where nobody asked, and nothing where the form cannot be used yet.

    The form must have `facts()` and the field `on`; what speaks against the step is added to its errors.

    :param decided: what the step decides besides what was typed, as the operation tells the kernel.
    """
    if not asked(request):
        return None
    if not form.is_valid():
        return []
    facts: Mapping[str, Any] = {**form.facts(), **(decided or {})}  # type: ignore[attr-defined]  # forms of steps and replies have it
    try:
        drafts = previews.preview(
            foi=foi, event=event, by=person(request), on=form.cleaned_data["on"], facts=facts, part=part
        )
    except _REFUSED as error:
        form.add_error(None, str(error))
        return []
    return [drafted(draft) for draft in drafts]


def drafted(draft: Draft) -> Paper:
    """Give a letter that is not issued yet."""
    return Paper(say(draft.kind.label), _to(draft.kind.to.value), letters.draft_document(draft), draft.text.notes)


def issued(letter: Letter) -> Paper:
    """
    Give an issued letter as it was issued.

    :raises gongkai.apps.foi.letters.LetterNotKept: its text is not on file, or was changed.
    """
    return Paper(say(letter_kind(letter.kind).label), _to(letter.recipient), letters.letter_document(letter))


def _to(recipient: str) -> str:
    return say(Letter.Recipient(recipient).label)
