"""Benefit lists at the desk (C04): upload, see what was recognised and what is wrong, compare before and after, hand in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.benefits import queries, reading
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.gate import blockers, blockers_of_draft
from gongkai.apps.benefits.models import BenefitBatch, PublicNotice
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.benefits.reach import answering
from gongkai.apps.core.sealing import unseal
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import may
from gongkai.apps.organs.queries import calendar_of
from gongkai.law.benefits import notice_ends, notice_period, program_kind, result_ends, row_checks, working_days_left
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms import lists as forms
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

HERE = "lists"
PER_PAGE = 50
SHOWN_PROBLEMS = 200
State = BenefitBatch.State


@permitted("benefit.read")
@require_safe
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """List the lists: what waits for whom, what is public and until when."""
    organ = organ_or_404(request, code, "benefit.read")
    listed = Paginator(queries.batches(organ), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(batch, *_standing(batch)) for batch in listed]
    return page(request, "lists.html", organ, here=HERE, rows=rows, listed=listed, villages=organ.kind != "village")


def _standing(batch: BenefitBatch) -> tuple[str, str]:
    """Say where a list stands, and in which colour."""
    notice: PublicNotice | None = getattr(batch, "notice", None)
    if notice is not None and notice.closed_at is not None:
        return _("已撤下"), "neutral"
    if notice is not None:
        left = working_days_left(notice.ends_on, on=today(), calendar=calendar_of(batch.organ))
        if not queries.shows_names(notice, on=today()):
            return _("已到期，不再显示"), "warn"
        return _("公开中，还剩 %(n)s 个工作日") % {"n": left}, "ok"
    colour = {State.DRAFT: "warn", State.READING: "info", State.REPLACED: "neutral"}.get(State(batch.state), "info")
    return str(batch.get_state_display()), colour


@permitted("benefit.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Upload a list; the file is read outside every transaction, a second submission leads to the same list."""
    organ = organ_or_404(request, code, "benefit.write")
    if request.method != "POST":
        first = today().replace(day=1)
        return _new(request, organ, forms.UploadForm(organ=organ, initial={"period_from": first, "period_to": today()}))
    form = forms.UploadForm(request.POST, request.FILES, organ=organ)
    if not form.is_valid():
        return _new(request, organ, form)
    try:
        return taken(request, organ, form.cleaned_data["file"], form.wanted)
    except BenefitError as error:
        form.refuse(error)
    return _new(request, organ, form)


def taken(request: HttpRequest, organ: Organ, file: Any, wanted: Callable[[], Wanted]) -> HttpResponse:
    """
    Look at a file, begin its list once, read on after the commit, and lead to the list.

    :raises BenefitError: the file or what is wanted is refused; nothing was written.
    """
    looked = reading.look(data=file.read(), name=file.name, on=today())
    begun: list[BenefitBatch] = []

    @once
    def begin(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            begun.append(
                reading.begin(looked=looked, organ=organ, wanted=wanted(), by=person(request), at=timezone.now())
            )
        return redirect("workbench:list", organ.code, begun[0].public_key)

    response = begin(request)
    for batch in begun:
        reading.go_on(batch=batch, looked=looked, by=person(request), at=timezone.now())
    return response


def _new(request: HttpRequest, organ: Organ, form: forms.UploadForm) -> HttpResponse:
    programs = queries.programs(organ, on=today())
    return page(
        request, "list_new.html", organ, here=HERE, trail=[(_("上传名单"), "")], form=form, programs=programs,
        status=400 if form.errors else 200,
    )  # fmt: skip


def batch_or_404(request: HttpRequest, code: str, key: str, verb: str) -> tuple[Organ, BenefitBatch]:
    """
    Give the organ of the desk and a list within its reach; a village's list is changed at the village's own desk.

    :raises Http404: no such list, or not within reach.
    """
    organ = organ_or_404(request, code, verb)
    batch = queries.batches(organ).filter(public_key=key).first()
    if batch is None or (verb == "benefit.write" and batch.organ_id != organ.pk):
        raise Http404
    return organ, batch


@permitted("benefit.read")
@require_safe
def shown(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a list: columns, problems, before and after, reviews, notice, objections."""
    organ, batch = batch_or_404(request, code, key, "benefit.read")
    return show(request, organ, batch)


@permitted("benefit.write")
@require_POST
def read_on(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Go on reading a long list."""
    _organ, batch = batch_or_404(request, code, key, "benefit.write")
    try:
        reading.read_on(batch=batch, by=person(request), at=timezone.now())
    except BenefitError as error:
        messages.error(request, str(error))
    return redirect("workbench:list", code, key)


@dataclass(frozen=True)
class Line:
    """A problem as a page shows it."""

    place: str
    label: str
    found: str
    expected: str
    blocks: bool


def _problems(batch: BenefitBatch, *, on: date) -> list[Line]:
    checks = row_checks(on)
    found = sorted(queries.problem_rows(batch), key=lambda problem: not checks[problem["check"]].blocks)
    return [
        Line(
            place=_("%(sheet)s 第%(row)s行 %(column)s列 %(heading)s")
            % {key: problem[key] for key in ("sheet", "row", "column", "heading")},
            label=checks[problem["check"]].label,
            found=problem["found"],
            expected=problem["expected"],
            blocks=checks[problem["check"]].blocks,
        )
        for problem in found[:SHOWN_PROBLEMS]
    ]


def show(
    request: HttpRequest, organ: Organ, batch: BenefitBatch, refused: dict[str, forms.ListForm] | None = None
) -> HttpResponse:
    """Answer with a list; a refused form stands open with what was typed."""
    on = today()
    notice = PublicNotice.objects.filter(batch=batch).first()
    kind = program_kind(batch.program.kind, on=on)
    refused = refused or {}
    context: dict[str, Any] = {
        "batch": batch,
        "standing": _standing(batch),
        "notice": notice,
        "kind": kind,
        "problems": _problems(batch, on=on),
        "problem_total": sum(batch.problem_counts.values()),
        "must": [one for one in _counted(batch, on=on) if one[2]],
        "doubts": [one for one in _counted(batch, on=on) if not one[2]],
        "preview": [] if batch.state == State.READING else queries.preview(batch),
        "heads": [column["heading"] for column in batch.columns],
        "online_heads": queries.heads_of(batch, "online"),
        "board_heads": queries.heads_of(batch, "board"),
        "gates": blockers_of_draft(batch, on=on) if batch.state == State.DRAFT else blockers(batch, on=on),
        "reviews": batch.reviews.select_related("by"),
        "objections": _objections(notice),
        "returns": [(entry, forms.SettleForm(auto_id=f"settle{entry.pk}_%s")) for entry in batch.returns.all()],
        "acts": _acts(request, batch, notice),
        "forms": _forms(batch, refused, on=on),
        "period": notice_period(kind, on=on),
        "board_url": request.build_absolute_uri(reverse("portal:list-short", args=[batch.public_key])),
        "public": notice is not None and queries.shows_names(notice, on=on),
    }
    status = 400 if any(form.errors for form in refused.values()) else 200
    return page(request, "list.html", organ, here=HERE, trail=[(str(batch), "")], status=status, **context)


def _counted(batch: BenefitBatch, *, on: date) -> list[tuple[str, int, bool]]:
    checks = row_checks(on)
    return [(checks[check].label, count, checks[check].blocks) for check, count in batch.problem_counts.items()]


def _objections(notice: PublicNotice | None) -> list[dict[str, Any]]:
    if notice is None:
        return []
    return [
        {
            "one": one, "text": unseal(one.text), "name": unseal(one.name), "contact": unseal(one.contact),
            "answer": unseal(one.answer), "form": forms.AnswerForm(auto_id=f"answer{one.pk}_%s"),
        }
        for one in notice.objections.select_related("handled_by")
    ]  # fmt: skip


def _acts(request: HttpRequest, batch: BenefitBatch, notice: PublicNotice | None) -> dict[str, bool]:
    """Say what the person of this request may do with the list now."""
    user, on, above = person(request), today(), answering(batch.organ)
    mine = may(user, "benefit.write", batch.organ, on=on)
    approves = may(user, "benefit.approve", above, on=on)
    reviews = may(user, "benefit.review", above, on=on)
    involved = {batch.uploaded_by_id, *batch.reviews.filter(passed=True).values_list("by_id", flat=True)}
    free = user.pk not in involved
    open_ = notice is not None and notice.closed_at is None
    return {
        "write": mine,
        "draft": mine and batch.state == State.DRAFT,
        "review": reviews and free and batch.state == State.SUBMITTED,
        "approve": approves and free and batch.state == State.REVIEWED,
        "open": approves and batch.state == State.APPROVED and notice is None,
        "close": open_ and may(user, "benefit.take_down", above, on=on),
        "object": open_ and reviews,
        "correct": mine and open_ and not BenefitBatch.objects.filter(corrects=batch).exists(),
        "sheet": open_,
        "export": open_ and may(user, "benefit.register", above, on=on),
        "returns": mine and batch.purpose == BenefitBatch.Purpose.PAID and batch.state != State.READING,
    }


def _forms(batch: BenefitBatch, refused: dict[str, forms.ListForm], *, on: date) -> dict[str, forms.ListForm]:
    above, kind = answering(batch.organ), program_kind(batch.program.kind, on=on)
    is_notice = batch.purpose == BenefitBatch.Purpose.NOTICE
    ends_on = (
        notice_ends(kind, starts_on=on, calendar=calendar_of(batch.organ))
        if is_notice
        else result_ends(kind, starts_on=on)
    )
    opening = forms.OpenForm(
        auto_id="open_%s",
        initial={"office": above.office, "phone": above.phone, "address": above.address, "ends_on": ends_on},
    )
    if is_notice:
        del opening.fields["ends_on"]
    made: dict[str, forms.ListForm] = {
        "explain": forms.ExplainForm(auto_id="explain_%s", initial={"text": batch.explanation}),
        "look": forms.LookForm(auto_id="look_%s", initial={"seen_hash": batch.hash}),
        "open": opening,
        "close": forms.CloseForm(auto_id="close_%s"),
        "objection": forms.ObjectionForm(auto_id="objection_%s"),
        "again": forms.AgainForm(auto_id="again_%s"),
        "returned": forms.ReturnForm(auto_id="returned_%s", initial={"returned_on": on}),
    }
    return {**made, **refused}
