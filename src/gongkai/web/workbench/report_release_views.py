"""Letting the yearly report go: sign, publish, correct."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.apps.reporting import operations
from gongkai.web.access import permitted, person, today
from gongkai.web.workbench.forms.reports import ActForm, CorrectionForm, SignForm
from gongkai.web.workbench.once import once
from gongkai.web.workbench.report_views import report_or_404, show


@permitted("report.sign")
@require_POST
@once
def sign(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Sign and freeze."""
    organ, shown = report_or_404(request, code, year, "report.sign")
    form = SignForm(request.POST, needs_reason=shown.versions.exists(), auto_id="sign_%s")
    if form.is_valid():
        try:
            operations.sign(report=shown, by=person(request), on=today(), reason=form.cleaned_data.get("reason", ""))
        except operations.ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已签发，内容已冻结。"))
            return redirect("workbench:report", code, year)
    return show(request, organ, shown, {"sign": form})


@permitted("report.publish")
@require_POST
@once
def publish(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Publish the signed version."""
    organ, shown = report_or_404(request, code, year, "report.publish")
    form = ActForm(request.POST)
    try:
        operations.publish(report=shown, by=person(request), at=timezone.now())
    except operations.ReportError as error:
        form.add_error(None, str(error))
        return show(request, organ, shown, {"publish": form})
    messages.success(request, _("已发布。"))
    return redirect("workbench:report", code, year)


@permitted("report.write")
@require_POST
@once
def correct(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Open a published report for a correction."""
    organ, shown = report_or_404(request, code, year, "report.write")
    form = CorrectionForm(request.POST, auto_id="correct_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.begin_correction(report=shown, by=person(request), on=today(), reason=reason)
        except operations.ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已进入更正。原版本继续公开，直到更正版本发布。"))
            return redirect("workbench:report", code, year)
    return show(request, organ, shown, {"correct": form})
