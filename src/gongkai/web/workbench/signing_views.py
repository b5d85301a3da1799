"""Approval on the phone (L01), the record of who saw what (L02), and a person's own record."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import comparing, gate, operations, queries
from gongkai.apps.publication.body import pictures_in
from gongkai.apps.publication.checks import BLOCK
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem, Review
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.item_act_views import seen
from gongkai.web.workbench.item_views import item_or_404
from gongkai.web.workbench.once import once

#: So much of the text is shown at once; the phone asks for the rest by opening it.
SHOWN = 1200
PAGE = 50


def reasons() -> tuple[str, ...]:
    """Give the reasons for a return that one tap writes."""
    return (
        _("文字有误，请核对"),
        _("附件不全或者有误"),
        _("含有个人信息，请遮盖"),
        _("目录事项不对"),
        _("内容不宜公开，请再作保密审查"),
        _("请先征求有关单位意见"),
    )


@permitted("item.approve")
@require_safe
def signing(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what a leader must know to decide: what is risky first, what changed, who has looked, the text."""
    organ, item = item_or_404(request, code, key, "item.approve")
    return _signing(request, organ, item)


def _signing(request: HttpRequest, organ: Organ, item: DisclosureItem, refusal: str = "") -> HttpResponse:
    version = gate.newest_version(item)
    me = person(request)
    found = queries.findings(item, on=today(), version=version)
    before = comparing.agreed_before(item, version)
    pictures = pictures_in(version.body_html)
    return page(
        request,
        "item_signing.html",
        organ,
        here="items",
        trail=[(item.title, reverse("workbench:item", args=[organ.code, item.public_key])), (_("审批"), "")],
        item=item,
        version=version,
        heads=heads_of(version),
        risks=[one for one in found if one.severity == BLOCK],
        hints=[one for one in found if one.severity != BLOCK],
        change=comparing.compare(before, version) if before else None,
        text=version.body_text[:SHOWN],
        rest=version.body_text[SHOWN:],
        pictures=len(pictures),
        attachments=[one for one in version.attachments.select_related("file") if one.file.sha256 not in pictures],
        reviews=version.reviews.select_related("by").order_by("id"),
        mine=item.state == DisclosureItem.State.REVIEWED
        and me.pk not in gate.authors(item)
        and not version.reviews.filter(round=Review.Round.SECRECY_REVIEW, by=me).exists(),
        proactive=item.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE,
        reasons=reasons(),
        refusal=refusal,
        urgent=queries.urgent_clock(item),
        status=400 if refusal else 200,
    )


@permitted("item.approve")
@require_POST
@once
def sign(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Decide: publish at once, agree only, or return with a reason."""
    organ, item = item_or_404(request, code, key, "item.approve")
    version, now = seen(request, item), timezone.now()
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()
    chosen = request.POST.get("reason", "")
    note = "；".join(part for part in (chosen, note) if part)[:400]
    act: Callable[[], Any]
    if decision == "publish":
        done, act = (
            _("已同意并发布。"),
            lambda: operations.approve_and_publish(item=item, version=version, by=person(request), at=now, note=note),
        )
    elif decision in ("approve", "return"):
        passed = decision == "approve"
        done, act = (
            (_("已同意。") if passed else _("已退回。")),
            lambda: operations.approve(
                item=item, version=version, by=person(request), at=now, passed=passed, note=note
            ),
        )
    else:
        raise Http404
    try:
        act()
    except PublicationError as error:
        return _signing(request, organ, item, refusal=str(error))
    messages.success(request, done)
    return redirect("workbench:home", organ.code)


@permitted("item.read")
@require_safe
def record(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show who did what when on exactly which content; `?format=json` and `?format=csv` give it as a file."""
    organ, item = item_or_404(request, code, key, "item.read")
    steps = queries.signing_steps(item)
    form = request.GET.get("format", "")
    if form in ("json", "csv"):
        return _exported(
            form, _step_rows(item, steps), name=f"{item.index_number or item.public_key}".replace("/", "-")
        )
    damaged = [one.number for one in item.versions.select_related("item") if not queries.intact(one)]
    return page(
        request,
        "item_record.html",
        organ,
        here="items",
        trail=[(item.title, reverse("workbench:item", args=[code, key])), (_("审签记录"), "")],
        item=item,
        steps=[(step, label_of(step.what), conclusion_of(step.conclusion)) for step in steps],
        damaged=damaged,
    )


@permitted("item.read")
@require_safe
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the person has reviewed and approved, their own record of responsibility; `?format=csv` and `json` give it as a file."""
    organ = organ_or_404(request, code, "item.read")
    signed = queries.signed_by(person(request), on=today())
    form = request.GET.get("format", "")
    if form in ("json", "csv"):
        records = [
            {
                "at": timezone.localtime(one.at).isoformat(timespec="seconds"),
                "organ": one.item.organ.name,
                "title": one.item.title,
                "index_number": one.item.index_number,
                "round": one.get_round_display(),
                "conclusion": one.get_conclusion_display(),
                "version": one.version.number,
                "sha256": one.version_hash,
                "note": one.note,
            }
            for one in signed
        ]
        return _exported(form, records, name="signed")
    rows = Paginator(signed, PAGE).get_page(request.GET.get("page"))
    return page(request, "signed.html", organ, here="items", trail=[(_("我的审签"), "")], rows=rows)


def label_of(what: str) -> str:
    """Name a step: a version that was saved, or the round of a review."""
    return _("保存") if what == "save" else str(Review.Round(what).label)


def conclusion_of(conclusion: str) -> str:
    """Name a conclusion; a saved version has none."""
    return str(Review.Conclusion(conclusion).label) if conclusion else ""


def _step_rows(item: DisclosureItem, steps: list[queries.Step]) -> list[dict[str, Any]]:
    return [
        {
            "at": timezone.localtime(step.at).isoformat(timespec="seconds"),
            "title": item.title,
            "index_number": item.index_number,
            "step": label_of(step.what),
            "who": step.who,
            "version": step.version,
            "sha256": step.hash,
            "conclusion": conclusion_of(step.conclusion),
            "note": step.note,
        }
        for step in steps
    ]


def _exported(form: str, rows: list[dict[str, Any]], *, name: str) -> HttpResponse:
    if form == "json":
        response: HttpResponse = JsonResponse({"records": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        out = StringIO()
        writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else ["at"])
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in row.items()} for row in rows)
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _plain(value: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
