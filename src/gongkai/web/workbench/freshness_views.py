"""Freshness at the desk (C05): the organ's columns with what is due, one click for “nothing changed”, the map of the organs below."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.supervision import operations, queries
from gongkai.apps.supervision.operations import SupervisionError
from gongkai.apps.supervision.queries import Column, NoSuchColumn
from gongkai.law import freshness
from gongkai.law.freshness import RED, BadLimits, Level
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.ui import heat
from gongkai.web.workbench.forms.freshness import REASONS, LimitsForm, NoChangeForm, first_words
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once

MOST_ORGANS = 60


@permitted("item.read")
@require_safe
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """Show the organ's columns, the stalest first, and the map of the organs below it that the person may see."""
    organ = organ_or_404(request, code, "item.read")
    found = queries.columns(organ, on=today())
    order = list(Level)
    rows = sorted(found, key=lambda column: (-order.index(column.standing.level), column.standing.due_on or today()))
    return page(
        request,
        "freshness.html",
        organ,
        here="freshness",
        rows=[(column, heat.LEVELS[column.standing.level.value]) for column in rows],
        late=sum(column.standing.level in RED for column in found),
        rules={rule.id: rule for rule in freshness.rules(on=today())},
        watched=[rule for rule in freshness.rules(on=today()) if rule.watched_by],
        reasons=REASONS,
        map=_map(request, organ),
    )


def _map(request: HttpRequest, organ: Organ) -> heat.HeatMap | None:
    """Draw the organs right below as rows and their common columns; None where there are none in reach."""
    below = organs_for(person(request), "item.read", on=today()).filter(parent=organ, abolished_on__isnull=True)
    organs = list(below.exclude(kind=Organ.Kind.VILLAGE).order_by("code")[:MOST_ORGANS])
    if not organs:
        return None
    found = queries.columns_of(organs, on=today())
    heads: dict[str, str] = {}
    for listed in found.values():
        heads |= {column.key: column.label for column in listed if not column.key.startswith("account:")}
    rows = []
    for one in organs:
        by_key = {column.key: column for column in found[one.pk]}
        href = reverse("workbench:freshness", args=[one.code])
        rows.append(heat.Row(one.short_name, [_cell(by_key.get(key)) for key in heads], href))
    return heat.HeatMap(_("下级机关栏目更新情况"), _("机关"), list(heads.values()), rows)


def _cell(column: Column | None) -> heat.Cell:
    if column is None:
        return heat.Cell()
    if column.standing.age is None:
        return heat.Cell("", "late", str(_("空白")))
    words = str(_("%(age)s 天") % {"age": column.standing.age})
    return heat.Cell(words, column.standing.level.value)


@permitted("item.write")
@require_POST
@once
def no_change(request: HttpRequest, code: str) -> HttpResponse:
    """State that a column has nothing new this period."""
    organ = organ_or_404(request, code, "item.write")
    form = NoChangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_words(form))
        return redirect("workbench:freshness", code)
    try:
        operations.state_no_change(organ=organ, by=person(request), on=today(), **form.cleaned_data)
    except (SupervisionError, NoSuchColumn) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已登记：本期没有变化。"))
    return redirect("workbench:freshness", code)


@permitted("settings.write")
@require_POST
@once
def limits(request: HttpRequest, code: str) -> HttpResponse:
    """Set other limits for a column."""
    organ = organ_or_404(request, code, "settings.write")
    form = LimitsForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_words(form))
        return redirect("workbench:freshness", code)
    try:
        operations.set_column_limits(organ=organ, by=person(request), on=today(), **form.cleaned_data)
    except (BadLimits, NoSuchColumn) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已保存。"))
    return redirect("workbench:freshness", code)
