"""The desk itself: where a person lands, what is due there, and the sheet for the wall."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.permissions import NotPermitted, organs_for, posts_held
from gongkai.apps.organs.queries import calendar_of
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import strip
from gongkai.web.ui.frames import Chip
from gongkai.web.workbench import due
from gongkai.web.workbench.due_sources import due_at
from gongkai.web.workbench.frame import page

STRIP_DAYS = 20
OTHERS_SHOWN = 60


@permitted("desk.open")
@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """
    Lead a person to the desk of the first post held today.

    :raises NotPermitted: the person holds no post.
    """
    post = posts_held(person(request), on=today()).order_by("organ__path").first()
    if post is None:
        raise NotPermitted(verb="desk.open")
    return redirect("workbench:home", post.organ.code)


@permitted("desk.open")
@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is due at an organ, by working days left, with the ground beside each date."""
    organ = organ_or_404(request, code, "desk.open")
    rows = due_at(request, organ)
    counts, asked = due.count(rows), request.GET.get("show", "")
    base = reverse("workbench:home", args=[code])
    chips = [
        Chip(label, base if asked == name else f"{base}?show={name}", on=asked == name, count=number)
        for name, label, number in (
            ("today", _("今天"), counts.today),
            ("soon", _("三天内"), counts.soon),
            ("late", _("超期"), counts.late),
        )
    ]
    return page(
        request,
        "home.html",
        organ,
        here="home",
        rows=due.chosen(rows, asked),
        urgent=counts.today + counts.late,
        counts=counts,
        chips=chips,
        days=strip.days(calendar_of(organ), today(), STRIP_DAYS, due=due.marks(rows)),
        others=organs_for(person(request), "desk.open", on=today()).exclude(pk=organ.pk)[:OTHERS_SHOWN],
    )


@permitted("desk.open")
@require_safe
def week(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is due within the week, to print and pin to the wall."""
    organ = organ_or_404(request, code, "desk.open")
    return page(request, "week.html", organ, here="home", rows=due.chosen(due_at(request, organ), "week"))
