"""Forms of benefit programmes and lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.benefits import queries
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.exports import platforms
from gongkai.apps.benefits.models import BenefitBatch, BenefitProgram, Objection, PublicNotice, RegisterEntry
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.organs.models import Organ
from gongkai.law.benefits import program_kinds
from gongkai.web.access import today
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.words import say


class ListForm(forms.Form):
    """A form of lists: a refusal of its operation stands beside the field it is about."""

    def refuse(self, error: BenefitError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class UploadForm(ListForm):
    """One file and what it is."""

    program = forms.ModelChoiceField(label=_("补贴项目"), queryset=BenefitProgram.objects.none())
    purpose = forms.ChoiceField(
        label=_("名单性质"), choices=BenefitBatch.Purpose.choices, initial=BenefitBatch.Purpose.NOTICE
    )
    period_from = forms.DateField(label=_("补贴期间起"), widget=DayInput)
    period_to = forms.DateField(label=_("补贴期间止"), widget=DayInput)
    compares = forms.ModelChoiceField(
        label=_("对应的公示名单"), queryset=BenefitBatch.objects.none(), required=False,
        help_text=_("发放名单须选；逐人核对公示和发放的金额"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("名单文件"), help_text=_("xlsx、xls、ods 或 csv，含身份证号的完整台账；公开的只有遮盖后的各列")
    )

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs: Any = self.fields["program"]
        programs.queryset = queries.programs(organ, on=today())
        compares: Any = self.fields["compares"]
        noticed = BenefitBatch.objects.filter(organ=organ, purpose=BenefitBatch.Purpose.NOTICE)
        compares.queryset = noticed.exclude(state__in=["reading", "replaced"]).select_related("program")

    def wanted(self, *, corrects: BenefitBatch | None = None, reason: str = "") -> Wanted:
        """Give what was asked for."""
        data = self.cleaned_data
        return Wanted(
            program=data["program"],
            period_from=data["period_from"],
            period_to=data["period_to"],
            purpose=data["purpose"],
            compares=data["compares"],
            corrects=corrects,
            reason=reason,
        )


class AgainForm(ListForm):
    """A mended file for a list that is not public yet, or a correction of one that is."""

    reason = forms.CharField(label=_("更正原因"), max_length=200)
    file = forms.FileField(label=_("名单文件"))


class ExplainForm(ListForm):
    """What was found out about the doubtful rows."""

    text = forms.CharField(label=_("核实情况和处理意见"), widget=forms.Textarea(attrs={"rows": 3}))


class LookForm(ListForm):
    """A conclusion about exactly the list that was looked at."""

    seen_hash = forms.CharField(widget=forms.HiddenInput)
    conclusion = forms.ChoiceField(
        label=_("结论"), choices=[("passed", _("通过")), ("returned", _("退回"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class OpenForm(ListForm):
    """Who takes objections; the last day of a notice follows from the law."""

    office = forms.CharField(label=_("受理单位"), max_length=120)
    phone = forms.CharField(label=_("受理电话"), max_length=40)
    address = forms.CharField(label=_("受理地点"), max_length=200, required=False)
    ends_on = forms.DateField(label=_("公布截止"), widget=DayInput, required=False)


class CloseForm(ListForm):
    """Why a list is taken down."""

    ending = forms.ChoiceField(
        label=_("撤下原因"), choices=[pair for pair in PublicNotice.Ending.choices if pair[0] != "corrected"]
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class ObjectionForm(ListForm):
    """An objection that came by telephone, letter or in person."""

    channel = forms.ChoiceField(
        label=_("方式"), choices=[pair for pair in Objection.Channel.choices if pair[0] != "online"]
    )
    text = forms.CharField(label=_("异议内容"), widget=forms.Textarea(attrs={"rows": 3}))
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    contact = forms.CharField(label=_("联系方式"), max_length=60, required=False)


class AnswerForm(ListForm):
    """How an objection ended."""

    outcome = forms.ChoiceField(label=_("处理结果"), choices=Objection.Outcome.choices)
    answer = forms.CharField(label=_("核实情况和答复"), widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(ListForm):
    """A payment that the bank sent back."""

    row = forms.IntegerField(label=_("名单中的行号"), min_value=1)
    amount = forms.DecimalField(label=_("金额（元）"), max_digits=12, decimal_places=2)
    reason = forms.CharField(label=_("退回原因"), max_length=120)
    returned_on = forms.DateField(label=_("退回日期"), widget=DayInput)


class SettleForm(ListForm):
    """How a returned payment was settled."""

    settlement = forms.CharField(label=_("处理情况"), max_length=200)


class ProgramForm(ListForm):
    """A programme."""

    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("项目名称"), max_length=120)
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("政策文件名称和文号"))
    standard = forms.DecimalField(
        label=_("标准（元）"), max_digits=12, decimal_places=2, min_value=0, required=False,
        help_text=_("每亩、每人或每月；一事一定的不填"),
    )  # fmt: skip
    ceiling = forms.DecimalField(
        label=_("每户（人）上限（元）"), max_digits=12, decimal_places=2, min_value=0, required=False
    )
    standard_text = forms.CharField(label=_("标准说明"), max_length=300, required=False)
    excludes = forms.ModelMultipleChoiceField(
        label=_("不可兼领的项目"), queryset=BenefitProgram.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.id, say(one.label)) for one in program_kinds(today()).values()]
        others: Any = self.fields["excludes"]
        others.queryset = queries.programs(organ, on=today())


class AssessForm(ListForm):
    """The impact assessment in its three parts (`pipl:56.1`)."""

    purpose = forms.CharField(label=_("处理目的和方式是否合法、正当、必要"), widget=forms.Textarea(attrs={"rows": 3}))
    impact = forms.CharField(label=_("对个人权益的影响和安全风险"), widget=forms.Textarea(attrs={"rows": 3}))
    measures = forms.CharField(
        label=_("保护措施是否合法、有效并与风险相适应"), widget=forms.Textarea(attrs={"rows": 3})
    )


class RegisterForm(ListForm):
    """A file of people who died or left."""

    kind = forms.ChoiceField(label=_("类别"), choices=RegisterEntry.Kind.choices)
    source = forms.CharField(label=_("数据来源"), max_length=120)
    file = forms.FileField(label=_("名单文件"), help_text=_("有“姓名”和“身份证号”两列即可；系统只留号码的指纹"))


class ComplaintsForm(ListForm):
    """A file of complaints of a platform."""

    platform = forms.ChoiceField(label=_("平台"))
    file = forms.FileField(label=_("导出文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform: Any = self.fields["platform"]
        platform.choices = [(one.id, say(one.label)) for one in platforms().values()]
