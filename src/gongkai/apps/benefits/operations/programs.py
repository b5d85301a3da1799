"""Programmes and their impact assessments."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BenefitProgram, ImpactAssessment
from gongkai.apps.benefits.reach import permit
from gongkai.apps.core.operations import append_event
from gongkai.law.benefits import kept_until, program_kinds
from gongkai.law.deadlines import add_months

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: An assessment is made anew after so many months.
VALID_MONTHS = 36


@transaction.atomic
def found_program(
    *,
    organ: "Organ",
    kind: str,
    name: str,
    basis: str,
    by: "User",
    on: date,
    standard_text: str = "",
    standard: Decimal | None = None,
    ceiling: Decimal | None = None,
    excludes: Iterable[BenefitProgram] = (),
) -> BenefitProgram:
    """
    Enter a programme with its ground and its standard (`onecard2020:1`).

    :param standard: yuan for one unit of its kind (mu, person, month); None where amounts are decided one by one.
    :raises BenefitError: the kind is unknown, the name is taken, or the ground is missing.
    """
    permit(by, "benefit.program", organ, on=on)
    if kind not in program_kinds(on):
        raise BenefitError("没有这个补贴类别。请从列表中选择。", field="kind")
    if not basis.strip():
        raise BenefitError("没有写明依据。请填写政策文件名称和文号。", field="basis", cites=["ogi:15", "onecard2020:1"])
    if BenefitProgram.objects.filter(organ=organ, name=name.strip()).exists():
        raise BenefitError(f"已经有名为“{name.strip()}”的项目。", field="name")
    program = BenefitProgram.objects.create(
        organ=organ,
        kind=kind,
        name=name.strip(),
        basis=basis.strip(),
        standard_text=standard_text.strip(),
        standard=standard,
        ceiling=ceiling,
    )
    for other in excludes:
        program.excludes.add(other)
    facts = {"name": program.name, "kind": kind, "standard": str(standard) if standard is not None else None}
    append_event(organ=organ, kind="program.founded", subject=program, by=by, on=on, facts=facts)
    return program


@transaction.atomic
def close_program(*, program: BenefitProgram, by: "User", on: date) -> BenefitProgram:
    """
    Close a programme: no new list; what is public runs to its end.

    :raises BenefitError: it is closed.
    """
    permit(by, "benefit.program", program.organ, on=on)
    if program.closed_on is not None:
        raise BenefitError("该项目已经停用。")
    program.closed_on = on
    program.save(update_fields=["closed_on"])
    append_event(organ=program.organ, kind="program.closed", subject=program, by=by, on=on)
    return program


@transaction.atomic
def assess(
    *, program: BenefitProgram, purpose: str, impact: str, measures: str, by: "User", on: date
) -> ImpactAssessment:
    """
    Write the impact assessment of a programme (`pipl:55`, `pipl:56.1`); it holds once somebody else has approved it.

    :raises BenefitError: one of its three parts is missing.
    """
    permit(by, "benefit.program", program.organ, on=on)
    for field, text in (("purpose", purpose), ("impact", impact), ("measures", measures)):
        if not text.strip():
            raise BenefitError("影响评估的三项内容都要填写。", field=field, cites=["pipl:56.1"])
    made = ImpactAssessment.objects.create(
        program=program,
        purpose=purpose.strip(),
        impact=impact.strip(),
        measures=measures.strip(),
        made_on=on,
        valid_until=add_months(on, VALID_MONTHS),
        keep_until=kept_until(on),
        made_by=by,
    )
    append_event(organ=program.organ, kind="program.assessed", subject=program, by=by, on=on, facts={"id": made.pk})
    return made


@transaction.atomic
def approve_assessment(*, assessment: ImpactAssessment, by: "User", on: date) -> ImpactAssessment:
    """
    Approve an impact assessment.

    :raises BenefitError: by its author, or it is approved already.
    """
    made = ImpactAssessment.objects.select_for_update().get(pk=assessment.pk)
    permit(by, "benefit.approve", made.program.organ, on=on)
    if made.approved_by_id is not None:
        raise BenefitError("这份影响评估已经签批。")
    if made.made_by_id == by.pk:
        raise BenefitError("影响评估由您编写，不能由您签批。请由其他负责人签批。", cites=["convention:39"])
    made.approved_by, made.approved_on = by, on
    made.save(update_fields=["approved_by", "approved_on"])
    append_event(
        organ=made.program.organ,
        kind="program.assessment_approved",
        subject=made.program,
        by=by,
        on=on,
        facts={"id": made.pk, "keep_until": made.keep_until.isoformat()},
    )
    return made
