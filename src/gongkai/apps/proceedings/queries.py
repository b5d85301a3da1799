"""Read cases, and count them into table 四."""

from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from gongkai.apps.organs.models import Organ
from gongkai.apps.proceedings.models import Proceeding

#: Table 四's code of each kind.
TABLE4_KIND = {
    Proceeding.Kind.RECONSIDERATION: "rec",
    Proceeding.Kind.DIRECT: "dir",
    Proceeding.Kind.AFTER_RECONSIDERATION: "aft",
}
TABLE4_RESULT = {
    Proceeding.Result.UPHELD: "m",
    Proceeding.Result.OVERTURNED: "k",
    Proceeding.Result.OTHER_RESULT: "o",
    "": "w",
}


def of_year(year: int) -> QuerySet[Proceeding]:
    """Give the cases that table 四 of a year shows: filed by its end and not decided before its beginning (`convention:12`)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Proceeding.objects.filter(filed_on__lte=last).filter(Q(decided_on__isnull=True) | Q(decided_on__gte=first))


def table4_counts(year: int, *, organ: Organ | None = None, path: str = "") -> dict[tuple[int, str], int]:
    """Count cases by (organ id, cell code such as `rec.m`) in one grouped query; a case decided later counts as pending."""
    cases = of_year(year)
    if organ is not None:
        cases = cases.filter(organ=organ)
    if path:
        cases = cases.filter(organ__path__startswith=path)
    shown = Case(
        When(decided_on__lte=date(year, 12, 31), then=F("result")),
        default=Value(""),
        output_field=CharField(max_length=16),
    )
    rows = cases.order_by().values("organ_id", "kind", shown=shown).annotate(count=Count("id"))
    return {
        (row["organ_id"], f"{TABLE4_KIND[Proceeding.Kind(row['kind'])]}.{TABLE4_RESULT[row['shown']]}"): row["count"]
        for row in rows
    }


def cell_cases(organ: Organ, year: int, cell: str) -> QuerySet[Proceeding]:
    """Give the cases behind one cell of table 四, such as `rec.m`; `rec.t` gives all of that kind."""
    kind_code, result_code = cell.split(".")
    kind = next(kind for kind, code in TABLE4_KIND.items() if code == kind_code)
    last = date(year, 12, 31)
    cases = of_year(year).filter(organ=organ, kind=kind)
    if result_code == "t":
        return cases
    if result_code == "w":
        return cases.filter(Q(decided_on__isnull=True) | Q(decided_on__gt=last))
    result = next(result for result, code in TABLE4_RESULT.items() if code == result_code)
    return cases.filter(result=result, decided_on__lte=last)


def pending_applications(organ: Organ) -> frozenset[int]:
    """Give the keys of the applications about whose letters a case is pending: they are kept whole."""
    pending = Proceeding.objects.filter(organ=organ, result="", letter__isnull=False)
    return frozenset(pending.values_list("letter__foi_id", flat=True))
