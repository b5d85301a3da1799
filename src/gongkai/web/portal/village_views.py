"""The page of a village (P10): what it disclosed, what is due next, benefits, contacts, questions, the steps of small powers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.benefits import queries as benefits
from gongkai.apps.core import files
from gongkai.apps.core.sealing import unseal
from gongkai.apps.core.throttling import Allowance, Exhausted, spend
from gongkai.apps.organs.models import Organ
from gongkai.apps.villages import operations, queries
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillageDisclosure
from gongkai.law import villages as law
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, organ_of, page
from gongkai.web.portal.words import term

QUESTIONS = Allowance("村民提问", 5, timedelta(hours=1))
SHOWN = {"party": 4, "affairs": 8, "finances": 8}


def village_of(code: str) -> Organ:
    """
    Give a village.

    :raises Http404: no such organ, or no village.
    """
    organ = organ_of(code)
    if organ.kind != Organ.Kind.VILLAGE:
        raise Http404
    return organ


def section_label(name: str) -> str:
    """Name a section of village affairs."""
    return {"party": _("党务"), "affairs": _("村务"), "finances": _("财务")}[name]


@public
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show a village on one page.

    :raises Http404: no village.
    """
    organ, on = village_of(code), today()
    by_matter = {one.id: one for one in law.matters(on=on)}
    grouped: dict[str, list[VillageDisclosure]] = {name: [] for name in law.SECTIONS}
    for one in queries.public_disclosures(organ, on=on):
        matter = by_matter.get(one.matter)
        if matter is not None:
            grouped[matter.section].append(one)
    notices = [one for one in benefits.current_notices(organ, on=on) if benefits.has_place(one.batch, organ.short_name)]
    return page(
        request, "village.html", organ, here="village", crumbs=[(term("village_affairs"), "")],
        head=Head(column=term("village_affairs"), description=_("%(village)s的党务、村务、财务公开") % {"village": organ.short_name}),
        sections=[(name, section_label(name), found[: SHOWN[name]], len(found)) for name, found in grouped.items()],
        notices=notices, next=queries.next_due(organ, on=on), rows=_calendar(organ, on),
        publishers=organ.village_publishers.all(), appraisal=organ.village_appraisals.first(),
    )  # fmt: skip


def _calendar(organ: Organ, on: date) -> list[tuple[law.Matter, list[queries.Cell]]]:
    """Give the last periods of each matter: done, late or still in time, in words."""
    return [(matter, cells[-6:]) for matter, cells in queries.schedule(organ, on=on)]


@public
@require_safe
def section(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """
    List everything of a section of the last two years.

    :raises Http404: no village, no such section.
    """
    organ = village_of(code)
    if name not in law.SECTIONS:
        raise Http404
    wanted = {one.id for one in law.matters(on=today()) if one.section == name}
    return page(
        request, "village_section.html", organ, here="village",
        crumbs=[(term("village_affairs"), reverse("portal:village", args=[code])), (section_label(name), "")],
        head=Head(column=term("village_affairs")), heading=section_label(name),
        rows=queries.public_disclosures(organ, on=today()).filter(matter__in=wanted),
    )  # fmt: skip


class QuestionForm(forms.Form):
    """A villager's question; how to reach him is asked once and is never public."""

    text = forms.CharField(label=gettext_lazy("您想问什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    contact = forms.CharField(label=gettext_lazy("联系电话"), max_length=60, required=False)


def _disclosure(code: str, key: str) -> tuple[Organ, VillageDisclosure]:
    organ = village_of(code)
    one = queries.public_disclosures(organ, on=today()).filter(public_key=key).first()
    if one is None:
        raise Http404
    return organ, one


@public
@require_safe
def disclosure(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Show one disclosure with its pictures, questions and answers.

    :raises Http404: not public, or not of this village.
    """
    organ, one = _disclosure(code, key)
    return _show(request, organ, one, QuestionForm())


def _show(
    request: HttpRequest, organ: Organ, one: VillageDisclosure, form: QuestionForm, *, asked: bool = False
) -> HttpResponse:
    answered: list[tuple[str, Any]] = [
        (unseal(question.text), question) for question in one.questions.filter(public=True)
    ]
    return page(
        request, "village_item.html", organ, here="village",
        crumbs=[(term("village_affairs"), reverse("portal:village", args=[organ.code])), (one.title, "")],
        head=Head(column=term("village_affairs"), article=one.title),
        one=one, totals=queries.totals(one), photos=one.photos.select_related("upload"), answered=answered,
        form=form, asked=asked, token=get_token(request), status=400 if form.errors else 200,
    )  # fmt: skip


@public
@require_http_methods(["POST"])
def ask(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Take a villager's question.

    :raises Http404: not public, or not of this village.
    """
    organ, one = _disclosure(code, key)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            spend(QUESTIONS, f"{one.pk} {request.META.get('REMOTE_ADDR', '')}", at=timezone.now())
            operations.ask(disclosure=one, by=None, on=today(), **form.cleaned_data)
        except (VillageError, Exhausted) as error:
            form.add_error(None, str(error))
        else:
            return _show(request, organ, one, QuestionForm(), asked=True)
    return _show(request, organ, one, form)


@public
@require_safe
def photo(request: HttpRequest, code: str, key: str, position: int) -> HttpResponse:
    """
    Give a picture of a public disclosure: the rebuilt form, never the upload.

    :raises Http404: not public, or no such picture.
    """
    _organ, one = _disclosure(code, key)
    found = one.photos.select_related("upload__derivative").filter(position=position).first()
    derivative = found.upload.derivative if found else None
    if derivative is None:
        raise Http404
    inline = derivative.media_type in ("image/jpeg", "image/png")
    response = HttpResponse(files.read(derivative), content_type=derivative.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline" if inline else "attachment"
    return response


@public
@require_safe
def powers(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show the list of small powers as steps: who does what.

    :raises Http404: no village.
    """
    organ = village_of(code)
    return page(
        request, "village_powers.html", organ, here="village",
        crumbs=[(term("village_affairs"), reverse("portal:village", args=[code])), (_("小微权力清单"), "")],
        head=Head(column=term("village_affairs"), description=_("办一件事分几步、每步谁来办")),
        powers=law.powers(on=today()),
    )  # fmt: skip
