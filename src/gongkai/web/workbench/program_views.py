"""Benefit programmes at the desk: their ground and standard, and the impact assessment without which nothing goes out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.benefits import operations, queries
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BenefitProgram, ImpactAssessment
from gongkai.apps.organs.models import Organ
from gongkai.law.benefits import notice_period, program_kind
from gongkai.law.privacy import profile
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms import lists as forms
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("benefit.read")
@require_safe
def programs(request: HttpRequest, code: str) -> HttpResponse:
    """List the programmes with their assessments."""
    organ = organ_or_404(request, code, "benefit.read")
    return _programs(request, organ, forms.ProgramForm(organ=organ))


def _programs(
    request: HttpRequest, organ: Organ, form: forms.ProgramForm, refused: tuple[int, forms.AssessForm] | None = None
) -> HttpResponse:
    rows = []
    for program in queries.programs(organ).prefetch_related("assessments__made_by", "excludes"):
        kind = program_kind(program.kind, on=today())
        assess = (
            refused[1] if refused and refused[0] == program.pk else forms.AssessForm(auto_id=f"assess{program.pk}_%s")
        )
        rows.append(
            {
                "program": program, "kind": kind, "period": notice_period(kind, on=today()),
                "online": profile(kind.online, on=today()), "board": profile(kind.board, on=today()),
                "assessments": program.assessments.all(), "form": assess, "own": program.organ_id == organ.pk,
            }
        )  # fmt: skip
    wrong = form.errors or (refused and refused[1].errors)
    return page(
        request, "list_programs.html", organ, here="lists", trail=[(_("补贴项目"), "")], rows=rows, form=form,
        status=400 if wrong else 200,
    )  # fmt: skip


@permitted("benefit.program")
@require_POST
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a programme."""
    organ = organ_or_404(request, code, "benefit.program")
    form = forms.ProgramForm(request.POST, organ=organ)
    if form.is_valid():
        try:
            operations.found_program(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except BenefitError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记补贴项目。请编写影响评估，签批后才能公开名单。"))
            return redirect("workbench:list-programs", code)
    return _programs(request, organ, form)


def _own_program(organ: Organ, pk: int) -> BenefitProgram:
    program = BenefitProgram.objects.filter(organ=organ, pk=pk).first()
    if program is None:
        raise Http404
    return program


@permitted("benefit.program")
@require_POST
@once
def assess(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Write the impact assessment of a programme.

    :raises Http404: the organ has no such programme.
    """
    organ = organ_or_404(request, code, "benefit.program")
    program = _own_program(organ, pk)
    form = forms.AssessForm(request.POST, auto_id=f"assess{pk}_%s")
    if form.is_valid():
        try:
            operations.assess(program=program, by=person(request), on=today(), **form.cleaned_data)
        except BenefitError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已保存影响评估，等待负责人签批。"))
            return redirect("workbench:list-programs", code)
    return _programs(request, organ, forms.ProgramForm(organ=organ), (pk, form))


@permitted("benefit.approve")
@require_POST
@once
def approve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Approve an impact assessment.

    :raises Http404: the organ has no such assessment.
    """
    organ = organ_or_404(request, code, "benefit.approve")
    made = ImpactAssessment.objects.filter(program__organ=organ, pk=pk).first()
    if made is None:
        raise Http404
    try:
        operations.approve_assessment(assessment=made, by=person(request), on=today())
    except BenefitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已签批影响评估。"))
    return redirect("workbench:list-programs", code)


@permitted("benefit.program")
@require_POST
@once
def close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Close a programme.

    :raises Http404: the organ has no such programme.
    """
    organ = organ_or_404(request, code, "benefit.program")
    program = _own_program(organ, pk)
    try:
        operations.close_program(program=program, by=person(request), on=today())
    except BenefitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已停用。"))
    return redirect("workbench:list-programs", code)
