"""Hand the facts of a list to the gate of the law."""

from datetime import date

from django.db.models import Q

from gongkai.apps.benefits.models import BatchReview, BenefitBatch, ImpactAssessment
from gongkai.apps.benefits.reach import answering
from gongkai.law.benefits import Gate, ListFacts, gates, row_checks

#: Faults that are mended by people looking at the list, not by whoever uploads it.
BY_REVIEW = frozenset({"no_review", "no_approval"})


def assessment_of(batch: BenefitBatch, *, on: date) -> ImpactAssessment | None:
    """Give the approved impact assessment of the list's programme that holds on the day `on` (`pipl:55`)."""
    approved = Q(approved_on__lte=on, valid_until__gte=on)
    return batch.program.assessments.filter(approved).first()


def blockers(batch: BenefitBatch, *, on: date, office: str = "", phone: str = "") -> list[Gate]:
    """Give every reason why the list must not go out on the day `on`."""
    answerer = answering(batch.organ)
    return gates(facts_of(batch, on=on, office=office or answerer.office, phone=phone or answerer.phone), on=on)


def blockers_of_draft(batch: BenefitBatch, *, on: date) -> list[Gate]:
    """Give those reasons that must be mended before anybody looks at the list."""
    return [gate for gate in blockers(batch, on=on) if gate.code not in BY_REVIEW]


def facts_of(batch: BenefitBatch, *, on: date, office: str, phone: str) -> ListFacts:
    """Put together what the gate asks for."""
    checks = row_checks(on)
    blocking = sum(count for check, count in batch.problem_counts.items() if checks[check].blocks)
    others = sum(count for check, count in batch.problem_counts.items() if not checks[check].blocks)
    passed = {review.round: review for review in batch.reviews.filter(passed=True)}
    review, approval = passed.get(BatchReview.Round.REVIEW), passed.get(BatchReview.Round.APPROVAL)
    return ListFacts(
        basis=batch.program.basis,
        assessed=assessment_of(batch, on=on) is not None,
        blocking_problems=blocking,
        unexplained_problems=0 if batch.explanation else others,
        hash=batch.hash,
        drafted_by=str(batch.uploaded_by_id),
        reviewed_hash=review.batch_hash if review else "",
        reviewed_by=str(review.by_id) if review else "",
        approved_hash=approval.batch_hash if approval else "",
        approved_by=str(approval.by_id) if approval else "",
        office=office,
        phone=phone,
    )
