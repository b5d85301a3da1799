"""Reading places at the desk: batches for archives and libraries (`ogi:25.3`)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.core import uploads
from gongkai.apps.organs.models import Organ
from gongkai.apps.outreach import operations, queries
from gongkai.apps.outreach.errors import OutreachError
from gongkai.apps.outreach.models import SupplyBatch
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication import queries as published
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Channel
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.outreach import HandOverForm, OutreachForm, ReadingPlaceForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.outreach_tabs import tabs
from gongkai.web.workbench.sheets import sheet_answer

SHOWN = 100


@permitted("item.read")
@require_safe
def supplies(request: HttpRequest, code: str) -> HttpResponse:
    """Show the reading places, what each lacks, and the batches."""
    return _register(request, organ_or_404(request, code, "item.read"))


def _register(
    request: HttpRequest, organ: Organ, *, place: OutreachForm | None = None, hand_over: OutreachForm | None = None
) -> HttpResponse:
    places = published.channels(organ, on=today()).filter(kind=Channel.Kind.READING_PLACE)
    batches = SupplyBatch.objects.filter(organ=organ).select_related("channel").prefetch_related("lines")
    wrong = any(form is not None and form.errors for form in (place, hand_over))
    return page(
        request,
        "supplies.html",
        organ,
        here="boards",
        tabs=tabs(organ, "supplies"),
        places=[(channel, queries.not_yet_supplied(channel).count()) for channel in places],
        batches=batches[:SHOWN],
        place=place or ReadingPlaceForm(auto_id="place_%s"),
        hand_over=hand_over or HandOverForm(initial={"handed_over_on": today()}),
        status=400 if wrong else 200,
    )


@permitted("item.write")
@require_POST
@once
def new_place(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a reading place."""
    organ = organ_or_404(request, code, "item.write")
    form = ReadingPlaceForm(request.POST, auto_id="place_%s")
    if form.is_valid():
        try:
            publication.open_channel(
                organ=organ,
                kind=Channel.Kind.READING_PLACE,
                name=form.cleaned_data["name"],
                by=person(request),
                on=today(),
            )
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记查阅场所。"))
            return redirect("workbench:supplies", code)
    return _register(request, organ, place=form)


@permitted("item.write")
@require_POST
@once
def make(request: HttpRequest, code: str, channel: int) -> HttpResponse:
    """
    Make a batch of everything that a reading place lacks.

    :raises Http404: there is no such reading place.
    """
    organ = organ_or_404(request, code, "item.write")
    place = Channel.objects.filter(organ=organ, pk=channel, kind=Channel.Kind.READING_PLACE).first()
    if place is None:
        raise Http404
    try:
        batch = operations.make_supply(channel=place, by=person(request), on=today())
    except OutreachError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已制作第 %(number)s 批，请打印清单随件移交。") % {"number": batch.number})
    return redirect("workbench:supplies", code)


@permitted("item.write")
@require_POST
def hand_over(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record who took a batch."""
    organ, batch = _batch_or_404(request, code, pk, "item.write")
    form = HandOverForm(request.POST, request.FILES)
    if form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("receipt")
        try:
            receipt = file and uploads.take(
                organ=organ,
                name=str(file.name),
                data=file.read(),
                by=person(request),
                on=today(),
                at=timezone.now(),
                purpose="supply",
            )
            operations.hand_over_supply(batch=batch, receipt=receipt, by=person(request), at=timezone.now(), **data)
        except OutreachError as error:
            form.refuse(error)
        except uploads.UploadError as error:
            form.add_error("receipt", str(error))
        else:
            messages.success(request, _("已登记移交。"))
            return redirect("workbench:supplies", code)
    return _register(request, organ, hand_over=form)


@permitted("item.read")
@require_safe
def listing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give the list of a batch for signing."""
    organ, batch = _batch_or_404(request, code, pk, "item.read")
    url = request.build_absolute_uri(reverse("portal:column", args=[organ.code]))
    name = f"{_('移交清单')}{batch}"
    return sheet_answer(
        request, queries.supply_sheet(batch, url=url), "a4", name=name, back=reverse("workbench:supplies", args=[code])
    )


def _batch_or_404(request: HttpRequest, code: str, pk: int, verb: str) -> tuple[Organ, SupplyBatch]:
    organ = organ_or_404(request, code, verb)
    batch = SupplyBatch.objects.filter(organ=organ, pk=pk).select_related("organ", "channel").first()
    if batch is None:
        raise Http404
    return organ, batch
