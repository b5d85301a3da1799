"""Forms of the document library, yearly counts and the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DecisionCount, NormativeDocument, PlanTask
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay


class RegisterForm(forms.Form):
    """A form of a register: a refusal of its operation stands beside the field it is about."""

    def refuse(self, error: PublicationError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class DocumentForm(RegisterForm):
    """A government rule or normative document."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=NormativeDocument.Kind.choices, initial=NormativeDocument.Kind.NORMATIVE_DOCUMENT
    )
    number = forms.CharField(label=_("发文字号"), max_length=80)
    title = forms.CharField(label=_("标题"), max_length=200)
    issued_on = PastDay(label=_("制发日期"), widget=DayInput)
    effective_on = forms.DateField(label=_("施行日期"), widget=DayInput, required=False)
    expires_on = forms.DateField(label=_("有效期至"), widget=DayInput, required=False)


class RepealForm(RegisterForm):
    """From when a document no longer holds, and why."""

    repealed_on = forms.DateField(label=_("废止日期"), widget=DayInput)
    reason = forms.CharField(label=_("废止理由"), max_length=200)
    replaced_by = forms.ModelChoiceField(label=_("替代文件"), queryset=NormativeDocument.objects.none(), required=False)

    def __init__(self, *args: Any, document: NormativeDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["replaced_by"]
        others.queryset = NormativeDocument.objects.filter(organ=document.organ).exclude(pk=document.pk)


class DecisionsForm(RegisterForm):
    """How many decisions of a kind in a year; entering a year anew changes its number."""

    year = forms.IntegerField(label=_("年度"), min_value=2008)
    kind = forms.ChoiceField(label=_("类别"), choices=DecisionCount.Kind.choices)
    count = forms.IntegerField(label=_("处理决定数量"), min_value=0)
    source = forms.CharField(label=_("数据来源"), max_length=200)


class ChargeForm(RegisterForm):
    """A charge received, in 元."""

    charge_item = forms.CharField(label=_("收费项目"), max_length=120)
    amount_yuan = forms.DecimalField(label=_("金额（元）"), max_digits=16, decimal_places=2)
    received_on = PastDay(label=_("收取日期"), widget=DayInput)
    source = forms.CharField(label=_("数据来源"), max_length=200, required=False)


class PlanForm(RegisterForm):
    """The year's plan."""

    year = forms.IntegerField(label=_("年度"), min_value=2008)
    title = forms.CharField(label=_("标题"), max_length=200)
    document_number = forms.CharField(label=_("依据文号"), max_length=80, required=False)


class PointForm(RegisterForm):
    """A point of the plan, with its first task."""

    heading = forms.CharField(label=_("要点"), max_length=200)
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class TaskForm(RegisterForm):
    """A task of a point."""

    text = forms.CharField(label=_("任务"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput)


class TaskStateForm(RegisterForm):
    """Where a task stands, and what shows it."""

    state = forms.ChoiceField(
        label=_("状态"), choices=[choice for choice in PlanTask.State.choices if choice[0] != PlanTask.State.OPEN]
    )
    note = forms.CharField(label=_("情况说明"), required=False)
    evidence = forms.CharField(label=_("佐证"), required=False, max_length=300)


class VoidForm(RegisterForm):
    """Why an entry is void."""

    reason = forms.CharField(label=_("作废的理由"), max_length=200)
