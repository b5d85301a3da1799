"""What an organ lays down for its own publications: proof rounds, and its list of words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, operations
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Review, WatchWord
from gongkai.apps.publication.queries import watch_words
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.lanes import RoundsForm, WordForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("item.read")
@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rounds and the words that hold at the organ."""
    return _page(request, organ_or_404(request, code, "item.read"))


def _page(request: HttpRequest, organ: Organ, **forms: Any) -> HttpResponse:
    held = gate.rounds_of(organ)
    shown = {
        "rounds_form": RoundsForm(initial={"rounds": str(len(held))}, auto_id="rounds_%s"),
        "word_form": WordForm(auto_id="word_%s"),
    } | forms
    wrong = any(form.errors for form in shown.values())
    return page(
        request,
        "item_rules.html",
        organ,
        here="items",
        trail=[(_("审校和词表"), "")],
        rounds=[Review.Round(one.value).label for one in held],
        words=watch_words(organ).select_related("organ"),
        status=400 if wrong else 200,
        **shown,
    )


@permitted("item.rules")
@require_POST
@once
def set_rounds(request: HttpRequest, code: str) -> HttpResponse:
    """Lay down the proof rounds."""
    organ = organ_or_404(request, code, "item.rules")
    form = RoundsForm(request.POST, auto_id="rounds_%s")
    if form.is_valid():
        chosen = [Review.Round.PROOF_1, Review.Round.PROOF_2, Review.Round.PROOF_3][: int(form.cleaned_data["rounds"])]
        try:
            operations.set_review_scheme(
                organ=organ, rounds=[one.value for one in chosen], by=person(request), on=today()
            )
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已规定审校环节，从现在起适用。"))
            return redirect("workbench:item-rules", code)
    return _page(request, organ, rounds_form=form)


@permitted("item.rules")
@require_POST
@once
def add_word(request: HttpRequest, code: str) -> HttpResponse:
    """Put a word on the list."""
    organ = organ_or_404(request, code, "item.rules")
    form = WordForm(request.POST, auto_id="word_%s")
    if form.is_valid():
        try:
            operations.add_watch_word(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记。"))
            return redirect("workbench:item-rules", code)
    return _page(request, organ, word_form=form)


@permitted("item.rules")
@require_POST
@once
def retire_word(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Take a word off the list.

    :raises Http404: the organ has no such word, or it is off already.
    """
    organ = organ_or_404(request, code, "item.rules")
    word = WatchWord.objects.filter(organ=organ, pk=pk, retired_on__isnull=True).first()
    if word is None:
        raise Http404
    operations.retire_watch_word(word=word, by=person(request), on=today())
    messages.success(request, _("已停用。"))
    return redirect("workbench:item-rules", code)
