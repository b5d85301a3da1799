"""At the desk: the channel on line, and what people ask for beside applications (`ogi:41`, `ogi:44.2`)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations
from gongkai.apps.foi.letters import read_kept
from gongkai.apps.foi.models import OnlineChannel, SideMatter
from gongkai.apps.foi.queries import facts_missing_for_online
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.foi_views import REFUSALS
from gongkai.web.workbench.forms.matters import MatterAnswerForm, OnlineForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.words import say

NEWEST = 100


@permitted("foi.approve")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def online(request: HttpRequest, code: str) -> HttpResponse:
    """Open or close applications on line, and choose how receipt is confirmed."""
    organ = organ_or_404(request, code, "foi.approve")
    channel = OnlineChannel.objects.filter(organ=organ).first()
    form = OnlineForm(request.POST or None, initial=OnlineForm.now(channel))
    if request.method == "POST" and form.is_valid():
        taking = form.cleaned_data["taking"]
        try:
            if taking == "no":
                operations.close_online_channel(organ=organ, by=person(request), on=today())
            else:
                automatic = taking == "automatic"
                operations.open_online_channel(organ=organ, by=person(request), on=today(), automatic_receipt=automatic)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("workbench:foi-online", code)
    missing = [say(name) for name in facts_missing_for_online(organ)]
    status = 400 if form.errors else 200
    return page(
        request, "foi_online.html", organ, here="foi", trail=[(_("网上申请"), "")], form=form, missing=missing,
        channel=channel, status=status,
    )  # fmt: skip


@permitted("foi.read")
@require_safe
def matters(request: HttpRequest, code: str) -> HttpResponse:
    """List corrections and suggestions, unanswered ones first."""
    organ = organ_or_404(request, code, "foi.read")
    found = SideMatter.objects.filter(organ=organ).order_by("result", "received_on")[:NEWEST]
    rows = [
        (one, unseal(one.title_sealed), say(one.get_kind_display()), say(one.get_result_display())) for one in found
    ]
    return page(request, "matters.html", organ, here="foi", trail=[(_("更正和建议"), "")], rows=rows)


@permitted("foi.handle")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def matter(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """
    Show one of them; answer it with its letter.

    :raises Http404: there is none at this organ.
    """
    organ = organ_or_404(request, code, "foi.handle")
    found = SideMatter.objects.filter(organ=organ, public_key=key).select_related("organ", "applicant").first()
    if found is None:
        raise Http404
    form = MatterAnswerForm(request.POST or None, matter=found, on=today())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.answer_matter(
                matter=found,
                by=person(request),
                on=today(),
                result=SideMatter.Result(data["result"]),
                words=data["words"],
                approved_by=data["approved_by"],
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已答复。"))
            return redirect("workbench:matter", code, key)
    trail = [(_("更正和建议"), reverse("workbench:matters", args=[code])), (found.serial, "")]
    applicant = found.applicant
    return page(
        request, "matter.html", organ, here="foi", trail=trail, matter=found, form=None if found.result else form,
        kind=say(found.get_kind_display()), result=say(found.get_result_display()), asked=unseal(found.title_sealed),
        words=unseal(found.words_sealed), name=unseal(applicant.name_sealed), phone=unseal(applicant.phone_sealed),
        files=list(found.files.all()), answer=read_kept(found.letter_content, found.letter_digest),
        status=400 if form.errors else 200,
    )  # fmt: skip
