"""Random registers: applications with receipt, closing, outcome and applicant, written as rows."""

import random
from datetime import date, timedelta

from gongkai.apps.foi.models import ApplicantKind, FoiRequest
from gongkai.apps.organs.models import Organ
from gongkai.law.foi_flow import State
from gongkai.law.outcomes import Outcome
from tests.factories.foi import ApplicantFactory, FoiRequestFactory


def fill(organ: Organ, count: int, *, seed: int, first_year: int = 2021, years: int = 4) -> None:
    """Write `count` applications spread over years; a tenth is still open, some stay open over the year's end."""
    dice = random.Random(seed)
    applicants = {kind: ApplicantFactory(organ=organ, kind=kind) for kind in ApplicantKind}
    rows = []
    for number in range(1, count + 1):
        received_on = date(first_year, 1, 1) + timedelta(days=dice.randrange(365 * years))
        kind = dice.choice(list(ApplicantKind))
        row = FoiRequestFactory.build(
            organ=organ,
            applicant=applicants[kind],
            applicant_kind=kind,
            number=number,
            year=received_on.year,
            public_key=f"{seed}-{organ.pk}-{number}",
            received_on=received_on,
            due_on=received_on + timedelta(days=28),
        )
        if dice.random() < 0.9:
            row.closed_on = received_on + timedelta(days=dice.randrange(90))
            row.outcome, row.state = dice.choice(list(Outcome)).value, State.CLOSED.value
        rows.append(row)
    FoiRequest.objects.bulk_create(rows, batch_size=1000)
