"""The county looks at a draft: handed over, remarked on, returned or accepted; the organ answers and hands it over again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.reporting import reviewing
from gongkai.apps.reporting.models import CountyComment, CountyReview
from gongkai.apps.reporting.operations import ReportError
from gongkai.web.access import permitted, person
from gongkai.web.workbench.forms.reports import ActForm, AnswerForm, CommentForm, DecisionForm
from gongkai.web.workbench.once import once
from gongkai.web.workbench.report_views import report_or_404, show


@permitted("report.write")
@require_POST
@once
def submit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Hand the draft to the county."""
    organ, shown = report_or_404(request, code, year, "report.write")
    form = ActForm(request.POST)
    try:
        reviewing.submit(report=shown, by=person(request), at=timezone.now())
    except ReportError as error:
        form.add_error(None, str(error))
        return show(request, organ, shown, {"submit": form})
    messages.success(request, _("已送县级审核。"))
    return redirect("workbench:report", code, year)


@permitted(reviewing.REVIEWER)
@require_POST
@once
def decide(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Accept the draft or return it."""
    organ, shown = report_or_404(request, code, year, reviewing.REVIEWER)
    form = DecisionForm(request.POST, auto_id="decide_%s")
    if form.is_valid():
        state = CountyReview.State(form.cleaned_data["state"])
        try:
            reviewing.decide(
                report=shown, state=state, note=form.cleaned_data["note"], by=person(request), at=timezone.now()
            )
        except ReportError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, _("已记录审核意见。"))
            return redirect("workbench:report", code, year)
    return show(request, organ, shown, {"decide": form})


@permitted(reviewing.REVIEWER)
@require_POST
@once
def comment(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Make a remark on a section."""
    organ, shown = report_or_404(request, code, year, reviewing.REVIEWER)
    form = CommentForm(request.POST, auto_id="comment_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            reviewing.comment(
                report=shown, section=int(data["section"]), text=data["text"], by=person(request), at=timezone.now()
            )
        except ReportError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("已提出意见。"))
            return redirect("workbench:report", code, year)
    return show(request, organ, shown, {"comment": form})


@permitted("report.write")
@require_POST
@once
def answer(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """
    Answer a remark.

    :raises Http404: the report has no such remark.
    """
    organ, shown = report_or_404(request, code, year, "report.write")
    remark = CountyComment.objects.filter(report=shown, pk=pk).select_related("report__organ").first()
    if remark is None:
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"answer{pk}_%s")
    if form.is_valid():
        reviewing.answer(comment=remark, text=form.cleaned_data["text"], by=person(request), at=timezone.now())
        messages.success(request, _("已答复。"))
        return redirect("workbench:report", code, year)
    return show(request, organ, shown, {f"answer{pk}": form})
