"""
Benefit lists for everybody (P11): what goes on in my village, who gets what, what it comes to; objections; one's own record.

Names are shown as the profile of the programme allows, only while the notice runs, and no machine is told of the page: `noindex`,
nothing kept on the way, no feed, no search, no package.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.benefits import operations, queries
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BenefitBatch, Objection, PublicNotice
from gongkai.apps.core.throttling import Allowance, Exhausted, spend
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.documents.personal_data.table import as_text
from gongkai.law.benefits import program_kind, working_days_left
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, organ_of, page
from gongkai.web.portal.words import term
from gongkai.web.ui import charts, display

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
#: So often somebody may ask for a record: per identity number and day, per device and hour.
PER_NUMBER = Allowance("本人查询", 5, timedelta(days=1))
PER_DEVICE = Allowance("本人查询来源", 30, timedelta(hours=1))
PER_NOTICE = Allowance("网上异议", 5, timedelta(hours=1))
RECENT = 36
#: So many columns stand beside each other on a phone; more of them become cards.
NARROW = 5


def unlisted(view: View[P]) -> View[P]:
    """Tell machines and caches to keep nothing of a page with people in it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return cast("View[P]", answered)


def _village(organ: Organ) -> str:
    return organ.short_name if organ.kind == Organ.Kind.VILLAGE else ""


@public
@require_safe
@unlisted
def benefits(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show what an organ or a village has on notice now, and what was paid in the year, without names.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    village, on = _village(organ), today()
    notices = [
        notice
        for notice in queries.current_notices(organ, on=on)
        if not village or notice.organ_id == organ.pk or queries.has_place(notice.batch, village)
    ]
    year = _year(request, on.year)
    sums = queries.sums(organ, on=on, year=year)
    return page(
        request, "benefits.html", organ, here="benefits", crumbs=[(term("benefit_fund"), "")],
        head=Head(column=term("benefit_fund"), description=_("惠民惠农补贴和社会救助的公示、发放和标准")),
        rows=[(notice, *queries.counts_at(notice.batch, village), _days_left(notice)) for notice in notices],
        sums=sums, total=sum((one.amount for one in sums), Decimal(0)), year=year, years=range(on.year, on.year - 3, -1),
        chart=_picture(sums, year), past=_past(organ, village), villages=_villages(organ),
        programs=[(one, program_kind(one.kind, on=on)) for one in queries.programs(organ, on=on)],
    )  # fmt: skip


def _year(request: HttpRequest, now: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and now - 10 <= int(asked) <= now else now


def _days_left(notice: PublicNotice) -> int:
    return working_days_left(notice.ends_on, on=today(), calendar=calendar_of(notice.organ))


def _picture(sums: list[queries.Sum], year: int) -> charts.Chart | None:
    if not sums:
        return None
    items = [charts.Bar(one.program.name, float(one.amount), text=f"{one.amount:,.2f}") for one in sums]
    return charts.bars(_("%(year)s年各项补贴发放金额") % {"year": year}, items, unit=_("元"))


def _past(organ: Organ, village: str) -> list[tuple[PublicNotice, int, Decimal]]:
    """Give notices that are over, as counts and sums."""
    found = queries.notices_with_counts(organ, on=today())
    over = [notice for notice in found[: 3 * RECENT] if not queries.shows_names(notice, on=today())]
    counted = [(notice, *queries.counts_at(notice.batch, village)) for notice in over]
    return [one for one in counted if one[1]][:RECENT]


def _villages(organ: Organ) -> list[Organ]:
    return (
        []
        if organ.kind == Organ.Kind.VILLAGE
        else list(Organ.objects.filter(parent=organ, kind=Organ.Kind.VILLAGE, abolished_on=None))
    )


def _notice(code: str, key: str) -> tuple[Organ, PublicNotice]:
    organ = organ_of(code)
    notice = queries.public_notice(key, on=today())
    if notice is None or not (organ.path.startswith(notice.organ.path) or notice.organ.path.startswith(organ.path)):
        raise Http404
    return organ, notice


@public
@require_safe
@unlisted
def shown(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Show a list while its notice runs; afterwards what it came to and how the notice ended.

    :raises Http404: no such list, or it never was public.
    """
    organ, notice = _notice(code, key)
    return _show(request, organ, notice, ObjectionForm())


def _show(request: HttpRequest, organ: Organ, notice: PublicNotice, form: "ObjectionForm") -> HttpResponse:
    village, batch = _village(organ), notice.batch
    surname = "".join(request.GET.get("q", "").split())[:4]
    start = _start(request)
    place = village if queries.has_place(batch, village) else ""
    rows, count = queries.online_rows(notice, on=today(), place=place, surname=surname, start=start)
    people, amount = queries.counts_at(batch, place)
    here = reverse("portal:benefit-list", args=[organ.code, batch.public_key])
    query = f"q={surname}&" if surname else ""
    context: dict[str, Any] = {
        "notice": notice, "batch": batch, "program": batch.program,
        "open": queries.shows_names(notice, on=today()), "days_left": _days_left(notice),
        **_table(batch, rows, place), "count": count, "surname": surname, "people": people, "amount": amount,
        "first": start + 1, "last": start + len(rows),
        "next": f"{here}?{query}start={start + queries.PAGE}" if start + len(rows) < count else "",
        "previous": f"{here}?{query}start={max(0, start - queries.PAGE)}" if start else "",
        "objections": notice.objections.count(),
        "answered": notice.objections.exclude(outcome="").count(),
        "form": form, "token": get_token(request),
        "is_notice": batch.purpose == BenefitBatch.Purpose.NOTICE,
    }  # fmt: skip
    return page(
        request, "benefit_list.html", organ, here="benefits",
        crumbs=[(term("benefit_fund"), reverse("portal:benefits", args=[organ.code])), (batch.program.name, "")],
        head=Head(column=term("benefit_fund")), status=400 if form.errors else 200, **context,
    )  # fmt: skip


def _table(batch: BenefitBatch, rows: list[list[Any]], place: str) -> dict[str, object]:
    """Give headings and cells; on the page of a village its own name need not stand in every row."""
    shown = [column for column in batch.columns if column["online"] != "left_out"]
    kept = [at for at, column in enumerate(shown) if not (place and column["field"] == "village")]
    heads = [shown[at]["heading"] for at in kept]
    cells = [[(shown[at]["heading"], as_text(row[1 + at])) for at in kept] for row in rows]
    return {"heads": heads, "rows": cells, "cards": len(heads) > NARROW}


def _start(request: HttpRequest) -> int:
    asked = request.GET.get("start", "")
    return min(int(asked), 1_000_000) // queries.PAGE * queries.PAGE if asked.isdecimal() and len(asked) < 8 else 0


class ObjectionForm(forms.Form):
    """An objection; a name is not asked for twice, a contact helps to answer."""

    text = forms.CharField(
        label=gettext_lazy("名单中哪里不对"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明第几行、什么问题"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("您的姓名"), max_length=60, required=False)
    contact = forms.CharField(label=gettext_lazy("联系电话"), max_length=60, required=False)


@public
@require_http_methods(["POST"])
@unlisted
def objection(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Take an objection from anybody and give its number.

    :raises Http404: no such list.
    """
    organ, notice = _notice(code, key)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _show(request, organ, notice, form)
    try:
        spend(PER_NOTICE, f"{notice.pk} {_device(request)}", at=timezone.now())
        made = operations.object_to(
            notice=notice, channel=Objection.Channel.ONLINE, by=None, on=today(), **form.cleaned_data
        )
    except (BenefitError, Exhausted) as error:
        form.add_error(None, str(error))
        return _show(request, organ, notice, form)
    return page(
        request, "objection_done.html", organ, here="benefits",
        crumbs=[
            (term("benefit_fund"), reverse("portal:benefits", args=[code])),
            (notice.batch.program.name, reverse("portal:benefit-list", args=[code, key])),
            (_("异议回执"), ""),
        ],
        head=Head(column=term("benefit_fund")), objection=made, notice=notice,
    )  # fmt: skip


class OwnRecordForm(forms.Form):
    """What proves that somebody asks for himself."""

    number = forms.CharField(
        label=gettext_lazy("身份证号"), max_length=18, min_length=15,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("登记的手机号或电话"), max_length=20, min_length=7,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip


@public
@require_http_methods(["GET", "HEAD", "POST"])
@unlisted
def own_record(request: HttpRequest, code: str) -> HttpResponse:
    """
    Give somebody his own record, who knows identity number and phone on file; tries are limited and written down.

    :raises Http404: no such organ.
    """
    organ = organ_of(code)
    form = OwnRecordForm(request.POST if request.method == "POST" else None)
    found: list[queries.OwnRecord] | None = None
    if form.is_bound and form.is_valid():
        number = "".join(form.cleaned_data["number"].split()).upper()
        try:
            at = timezone.now()
            spend(PER_DEVICE, _device(request), at=at)
            spend(PER_NUMBER, number, at=at)
        except Exhausted as error:
            form.add_error(None, str(error))
        else:
            found = operations.ask_own_record(
                organ=organ, number=number, phone=form.cleaned_data["phone"], by=None, on=today()
            )
    return page(
        request, "own_record.html", organ, here="benefits",
        crumbs=[(term("benefit_fund"), reverse("portal:benefits", args=[code])), (_("查本人补贴"), "")],
        head=Head(column=term("benefit_fund")), form=form, found=found, asked=found is not None,
        token=get_token(request), status=400 if form.errors else 200,
    )  # fmt: skip


def _device(request: HttpRequest) -> str:
    """Give what limits are kept by; it is stored as a keyed fingerprint only (`core.throttling`)."""
    return str(request.META.get("REMOTE_ADDR", ""))


@public
@require_safe
@unlisted
def from_board(request: HttpRequest, key: str) -> HttpResponse:
    """
    Lead from the code on a board to the list, in large type where the device has no wish of its own.

    :raises Http404: no such list.
    """
    notice = queries.public_notice(key, on=today())
    if notice is None:
        raise Http404
    response = HttpResponseRedirect(reverse("portal:benefit-list", args=[notice.organ.code, key]))
    if display.COOKIE not in request.COOKIES:
        response.set_cookie(
            display.COOKIE, "elder", max_age=display.COOKIE_AGE, samesite="Lax", secure=request.is_secure()
        )
    return response
