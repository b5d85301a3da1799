"""Approval of letters on any screen: what it says, what changed, what the risk is, first; one tap to agree, reasons as chips to return."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations
from gongkai.apps.foi.letters import read_back
from gongkai.apps.foi.models import FoiRequest, Proposal
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.documents.personal_data import Severity, scan_text
from gongkai.law.foi_flow import Delivery
from gongkai.law.outcomes import Group, Outcome, rule
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.due import days_left
from gongkai.web.workbench.foi_views import REFUSALS, foi_or_404
from gongkai.web.workbench.forms.choices import term
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.letter_previews import Paper
from gongkai.web.workbench.once import once
from gongkai.web.workbench.reach import known_requests
from gongkai.web.workbench.words import say

#: Fewer working days than these make the date a risk.
CLOSE = 3


def chips() -> list[str]:
    """Give the reasons for which letters are mostly returned."""
    return [_("理由不充分"), _("条款引用不准"), _("应再检索"), _("应先征求意见"), _("文字有误")]


@dataclass(frozen=True)
class Risk:
    """What an approver should look at first; `kind` is danger or warn."""

    kind: str
    words: str


@dataclass(frozen=True)
class Changed:
    """A paragraph of the letter against the last proposal: same, added, removed."""

    kind: str
    text: str


@permitted("foi.approve")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def approval(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a proposed letter to its approver and take the decision."""
    organ, proposal = _proposal_or_404(request, code, pk)
    if request.method == "POST":
        agreed, reason = "approve" in request.POST, request.POST.get("chip") or request.POST.get("reason", "")
        try:
            operations.decide(
                proposal=proposal,
                by=person(request),
                at=timezone.now(),
                approve=agreed,
                digest=request.POST.get("digest", ""),
                reason="" if agreed else reason,
            )
        except REFUSALS as error:
            messages.error(request, str(error))
            return redirect("workbench:approval", code, pk)
        messages.success(request, _("已同意。") if agreed else _("已退回。"))
        return redirect("workbench:approvals", code)
    paper = shown(proposal)
    earlier = _earlier(proposal)
    return page(
        request,
        "approval.html",
        organ,
        here="foi",
        trail=[(_("审批"), reverse("workbench:approvals", args=[code])), (proposal.foi.serial, "")],
        proposal=proposal,
        foi=proposal.foi,
        outcome=term(proposal.outcome),
        paper=paper,
        risks=list(_risks(proposal, paper)),
        changes=_changes(earlier, paper) if earlier else None,
        earlier=earlier,
        chips=chips(),
        mine=proposal.proposed_by_id == person(request).pk,
    )


@permitted("foi.approve")
@require_safe
def approvals(request: HttpRequest, code: str) -> HttpResponse:
    """List what waits for approval, and what the person has decided with the text that was seen (审签记录)."""
    organ = organ_or_404(request, code, "foi.approve")
    known = _known(request, organ).select_related("foi", "proposed_by", "letter")
    return page(
        request,
        "approvals.html",
        organ,
        here="foi",
        trail=[(_("审批"), "")],
        waiting=known.filter(state=Proposal.State.WAITING).order_by("foi__due_on"),
        decided=known.filter(approver=person(request), decided_at__isnull=False)[:100],
    )


def shown(proposal: Proposal) -> Paper:
    """Give the proposed letter for the page."""
    text = read_back(unseal(proposal.content_sealed))
    return Paper(text.title, text.addressee, text.document(), tuple(proposal.notes))


def _earlier(proposal: Proposal) -> Proposal | None:
    """Give the last proposal for the same before this one."""
    same = Proposal.objects.filter(foi=proposal.foi_id, part=proposal.part_id, pk__lt=proposal.pk)
    return same.order_by("-pk").first()


def _risks(proposal: Proposal, paper: Paper) -> Iterator[Risk]:
    foi = proposal.foi
    if foi.due_on is not None:
        left = days_left(foi.due_on, on=today(), calendar=calendar_of(foi.organ))
        if left < 0:
            yield Risk("danger", _("已超过答复期限 %(n)s 个工作日") % {"n": -left})
        elif left <= CLOSE:
            yield Risk("danger", _("离答复期限只剩 %(n)s 个工作日") % {"n": left})
    found = rule(Outcome(proposal.outcome), today())
    if found.group is not Group.GRANTED:
        yield Risk("warn", _("不是全部公开：申请人可能申请复议或者起诉"))
    body = "\n".join((*paper.document.paragraphs, *paper.document.attachments))
    shown_data = [finding for finding in scan_text(body) if finding.severity is Severity.BLOCK]
    if shown_data:
        yield Risk("danger", _("正文里有 %(n)s 处个人信息，请核对") % {"n": len(shown_data)})
    if foi.restricted:
        yield Risk("warn", _("限制知悉的案件"))
    yield from (Risk("warn", note) for note in paper.notes)


def _changes(earlier: Proposal, paper: Paper) -> list[Changed]:
    before = shown(earlier).document
    old = [before.title, *before.paragraphs, *before.remedies]
    new = [paper.document.title, *paper.document.paragraphs, *paper.document.remedies]
    kinds = {"  ": "same", "- ": "removed", "+ ": "added"}
    lines = difflib.ndiff(old, new)
    return [Changed(kinds[line[:2]], line[2:]) for line in lines if line[:2] in ("- ", "+ ")]


def _known(request: HttpRequest, organ: Organ) -> QuerySet[Proposal]:
    known: QuerySet[FoiRequest] = known_requests(request, organ, "foi.approve")
    return Proposal.objects.filter(foi__in=known)


def _proposal_or_404(request: HttpRequest, code: str, pk: int) -> tuple[Organ, Proposal]:
    organ = organ_or_404(request, code, "foi.approve")
    wanted = _known(request, organ).filter(pk=pk).select_related("foi__organ", "proposed_by", "approver", "part")
    found = wanted.first()
    if found is None:
        raise Http404
    return organ, found


# ---- the clerk's side: issue what was approved


class IssueForm(forms.Form):
    """How the approved letter was delivered."""

    proof = forms.CharField(
        label=gettext_lazy("送达凭证"), max_length=200, help_text=gettext_lazy("签收人、邮件号或者网上发送记录。")
    )


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def issue(request: HttpRequest, code: str, key: str, pk: int) -> HttpResponse:
    """Issue an approved reply with the proof of its delivery."""
    organ, foi = foi_or_404(request, code, key, "foi.handle")
    proposal = foi.proposals.filter(pk=pk).select_related("foi__organ", "approver", "proposed_by").first()
    if proposal is None:
        raise Http404
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = operations.issue_approved(
                proposal=proposal, by=person(request), at=timezone.now(), proof=form.cleaned_data["proof"]
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已答复，文书 %(serial)s。") % {"serial": letter.serial})
            return redirect("workbench:foi-request", code, key)
    facts: dict[str, Any] = json.loads(unseal(proposal.facts_sealed))
    way = facts.get("delivery", "")
    trail = [(foi.serial, reverse("workbench:foi-request", args=[code, key])), (_("审批"), "")]
    return page(
        request,
        "foi_issue.html",
        organ,
        here="foi",
        trail=trail,
        foi=foi,
        proposal=proposal,
        paper=shown(proposal),
        way=say(Delivery(way).label) if way else "",
        form=form,
        status=400 if form.errors else 200,
    )


def waiting_for(request: HttpRequest, organ: Organ) -> QuerySet[Proposal]:
    """Give the proposals that wait for the person who looks."""
    return _known(request, organ).filter(state=Proposal.State.WAITING).exclude(proposed_by=person(request))


def to_go_on_with(request: HttpRequest, organ: Organ) -> QuerySet[Proposal]:
    """Give the person's own proposals that were approved or returned."""
    decided = Q(state__in=[Proposal.State.APPROVED, Proposal.State.RETURNED], foi__closed_on__isnull=True)
    newest = Proposal.objects.filter(decided, foi__organ=organ, proposed_by=person(request))
    return newest.select_related("foi")
