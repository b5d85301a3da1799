"""How a date is made: from a day and a period of law to the last day, with every day between that counts or does not (F32)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.apps.organs.queries import calendar_of
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import Deadline, deadline
from gongkai.law.foi_flow.sheet import SheetRow
from gongkai.web.access import public, today
from gongkai.web.portal.apply.draft_views import own_page
from gongkai.web.portal.frame import organ_of
from gongkai.web.portal.limits import FOR_APPLICANTS
from gongkai.web.portal.words import period
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.foi_facts import day_told

FIRST, LAST = date(2019, 5, 15), date(2099, 1, 1)


class DaysForm(forms.Form):
    """From which day, and which period."""

    use_required_attribute = False
    start = forms.DateField(
        label=gettext_lazy("起算的事情发生在哪天"),
        widget=DayInput,
        error_messages={
            "required": gettext_lazy("请选择日期。"),
            "invalid": gettext_lazy("没有这一天。请按 2026-11-24 这样填写。"),
        },
    )
    limit = forms.ChoiceField(
        label=gettext_lazy("哪种期限"),
        choices=lambda: [
            (name, f"{label}（{period(deadline(name, on=today()))}）") for name, label, _starts in FOR_APPLICANTS
        ],
    )

    def clean_start(self) -> date:
        """Refuse days for which the regulation has no rule."""
        day: date = self.cleaned_data["start"]
        if not FIRST <= day <= LAST:
            raise forms.ValidationError(_("请填写 2019-05-15（现行条例施行之日）以后的日期。"))
        return day


@dataclass(frozen=True)
class Reckoned:
    """The result: the last day, and the limit in working days where it is counted in those."""

    due_on: date
    provisional: bool
    limit: int


@public
@require_safe
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Reckon a period day by day by the calendar of the organ's place."""
    organ = organ_of(code)
    form = DaysForm(request.GET if request.GET else None, initial={"start": today(), "limit": "foi.reply"})
    context: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        start, calendar = form.cleaned_data["start"], calendar_of(organ)
        limit = deadline(form.cleaned_data["limit"], on=start)
        due = limit.due(start, calendar)
        context = {
            "sheet": Reckoned(due.day, due.provisional, int(limit.amount)),
            "rows": [(day_told(row), row.info.name) for row in _rows(start, due.day, limit, calendar)],
            "cites": " ".join(str(cite) for cite in limit.cites if cite.instrument != "convention"),
        }
    response = own_page(request, "calculator.html", organ, _("期限计算"), posts=False, form=form, **context)
    response.status_code = 400 if form.errors else 200
    return response


def _rows(start: date, last: date, limit: Deadline, calendar: Calendar) -> list[SheetRow]:
    """Give every day of a period of working days; others are counted by the calendar on the wall."""
    if limit.unit != "working_days":
        return []
    rows, number = [], 0
    for offset in range((last - start).days + 1):
        day = start + timedelta(days=offset)
        info = calendar.day(day)
        counts = info.counts and day > start
        number += counts
        rows.append(SheetRow(day, info, counts, number if counts else None, "", ()))
    return rows
