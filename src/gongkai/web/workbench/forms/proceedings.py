"""Forms of reconsideration and lawsuits."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.apps.foi.letters import decisions
from gongkai.apps.foi.models import FoiRequest, Letter
from gongkai.apps.proceedings.models import Proceeding
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.words import say


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of cases in the language of the page."""
    return [(value, say(label)) for value, label in Proceeding.Kind.choices]


def results() -> list[tuple[str, str]]:
    """Give how a case may end in the language of the page."""
    return [(value, say(label)) for value, label in Proceeding.Result.choices]


class OpenProceedingForm(forms.Form):
    """A new case against the organ."""

    kind = forms.ChoiceField(label=_("类别"), choices=kinds)
    filed_on = PastDay(label=_("受理日期"), widget=DayInput)
    forum = forms.CharField(label=_("受理机关"), max_length=120)
    case_number = forms.CharField(label=_("案号"), max_length=120, required=False)
    subject = forms.CharField(label=_("争议事项"), max_length=200)
    letter = forms.ModelChoiceField(label=_("被诉文书"), queryset=Letter.objects.none(), required=False)
    earlier = forms.ModelChoiceField(
        label=_("先前复议"), queryset=Proceeding.objects.none(), required=False, help_text=_("只有“复议后起诉”才填写。")
    )
    answer_due_on = forms.DateField(label=_("答复（举证）期限"), widget=DayInput, required=False)

    def __init__(self, *args: Any, requests: QuerySet[FoiRequest], cases: QuerySet[Proceeding], **kwargs: Any) -> None:
        """
        Build the form.

        :param requests: the applications that the person may know of; only their letters are offered.
        :param cases: the cases that the person may know of.
        """
        super().__init__(*args, **kwargs)
        letters: Any = self.fields["letter"]
        earlier: Any = self.fields["earlier"]
        letters.queryset = decisions(Letter.objects.filter(foi__in=requests)).order_by("-issued_on", "-id")
        earlier.queryset = cases.filter(kind=Proceeding.Kind.RECONSIDERATION, decided_on__isnull=False)


class DecideProceedingForm(forms.Form):
    """How a case ended."""

    result = forms.ChoiceField(label=_("结果"), choices=results)
    decided_on = PastDay(label=_("作出日期"), widget=DayInput)
    new_reply_due_on = forms.DateField(
        label=_("责令重新答复期限"), widget=DayInput, required=False, help_text=_("裁判责令重新答复的才填写。")
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
