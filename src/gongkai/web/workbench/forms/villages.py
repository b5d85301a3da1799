"""Forms of village affairs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillagePublisher
from gongkai.law import villages as law
from gongkai.web.access import today
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.words import say


class VillageForm(forms.Form):
    """A form of village affairs: a refusal of its operation stands beside the field it is about."""

    def refuse(self, error: VillageError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class DisclosureForm(VillageForm):
    """What is disclosed on a matter, with a photograph from the phone."""

    matter = forms.ChoiceField(label=_("事项"))
    day = forms.DateField(
        label=_("所属期间内任一天"), widget=DayInput, help_text=_("按月、按季、按年的事项自动归到所属期间")
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填则用事项和期间"))
    nothing = forms.BooleanField(label=_("本期没有发生"), required=False)
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    lines = forms.CharField(
        label=_("收支明细"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一笔：摘要，收入，支出；如“修路灯，，860.50”"),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("照片或表格"), required=False, help_text=_("手机可以直接拍照；照片的位置信息会去除")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matter: Any = self.fields["matter"]
        sections = {"party": _("党务"), "affairs": _("村务"), "finances": _("财务")}
        matter.choices = [
            (sections[name], [(one.id, say(one.label)) for one in law.matters(on=today()) if one.section == name])
            for name in law.SECTIONS
        ]

    def clean_lines(self) -> list[tuple[str, str, str]]:
        """Read one line for each posting."""
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            parts = [part.strip() for part in line.replace("，", ",").split(",")]
            if any(parts):
                if len(parts) > 3:
                    raise forms.ValidationError(_("每行最多三项：摘要，收入，支出。"))
                what, income, expense = [*parts, "", ""][:3]
                found.append((what, income, expense))
        return found


class SignForm(VillageForm):
    """The supervisors' conclusion about exactly what was looked at."""

    seen_hash = forms.CharField(widget=forms.HiddenInput)
    conclusion = forms.ChoiceField(
        label=_("结论"), choices=[("passed", _("同意公开")), ("returned", _("退回"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(VillageForm):
    """Why a disclosure is taken back."""

    reason = forms.CharField(label=_("撤回的原因"), max_length=200)


class VillageAnswerForm(VillageForm):
    """The answer to a villager, and whether everybody may read it."""

    text = forms.CharField(label=_("答复"), widget=forms.Textarea(attrs={"rows": 2}))
    public = forms.BooleanField(label=_("公开问答（不显示提问人）"), required=False, initial=True)


class PublisherForm(VillageForm):
    """Who publishes in a village."""

    kind = forms.ChoiceField(label=_("类别"), choices=VillagePublisher.Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=120)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)


class AppraisalForm(VillageForm):
    """The yearly appraisal."""

    year = forms.IntegerField(label=_("年度"), min_value=2000)
    held_on = forms.DateField(label=_("评议日期"), widget=DayInput)
    present = forms.IntegerField(label=_("参加人数"), min_value=1)
    satisfied = forms.IntegerField(label=_("满意"), min_value=0)
    fair = forms.IntegerField(label=_("基本满意"), min_value=0)
    dissatisfied = forms.IntegerField(label=_("不满意"), min_value=0)
    remarks = forms.CharField(label=_("意见和整改"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
