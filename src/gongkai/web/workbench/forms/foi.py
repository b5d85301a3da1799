"""Forms of applications. Which facts a step needs comes from the kernel's moves, so the forms are made from the law's data."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.models import ApplicantKind, FeeNotice, FoiRequest
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import may
from gongkai.apps.organs.queries import staff
from gongkai.law.foi_flow import Delivery, Move, Situation, SubmissionChannel, fact_label
from gongkai.law.foi_flow.moves import rows
from gongkai.law.outcomes import Outcome, missing_demands, rule
from gongkai.law.terms import label
from gongkai.web.ui.forms import DayInput

DATE_FACTS = {
    "clarify_by", "reasons_by", "until", "submitted_on", "signed_on", "confirmed_on", "posted_on", "sent_on", "reply_by", "arrived_on",
}  # fmt: skip
LONG_FACTS = {
    "reason",
    "points_to_clarify",
    "clarification",
    "volume_finding",
    "applicant_reasons",
    "disclosure_reasons",
    "reasons",
}


def fact_field(name: str, *, required: bool = True, hint: str = "") -> forms.Field:
    """Give the field in which a fact is typed: a day, yes or no, or a text."""
    words = fact_label(name)
    if name in DATE_FACTS:
        return forms.DateField(label=words, required=required, widget=DayInput, help_text=hint)
    if name == "consents":
        return forms.TypedChoiceField(
            label=words,
            choices=[("yes", _("同意公开")), ("no", _("不同意公开"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )
    widget = forms.Textarea(attrs={"rows": 3}) if name in LONG_FACTS else forms.TextInput()
    return forms.CharField(label=words, required=required, max_length=2000, widget=widget, help_text=hint)


class ReceiveForm(forms.Form):
    """An application at the counter, by post, fax or mail; what the law asks for (`ogi:29.2`) and nothing else."""

    channel = forms.ChoiceField(
        label=gettext_lazy("提交渠道"), choices=[(item.value, item.label) for item in SubmissionChannel]
    )
    submitted_on = forms.DateField(label=gettext_lazy("提交日期"), widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("申请人类别"), choices=ApplicantKind.choices)
    name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=120)
    id_type = forms.CharField(label=gettext_lazy("证件类型"), max_length=40, required=False)
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=40, required=False)
    representative = forms.CharField(label=gettext_lazy("法定代表人或联系人"), max_length=60, required=False)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("联系地址"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    title = forms.CharField(label=gettext_lazy("所需信息名称"), max_length=200, required=False)
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=120, required=False)
    description = forms.CharField(
        label=gettext_lazy("特征描述"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    delivery_form = forms.CharField(
        label=gettext_lazy("提供形式"), max_length=40, required=False, help_text=gettext_lazy("例如：纸质、电子")
    )
    delivery_channel = forms.CharField(
        label=gettext_lazy("获取方式"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("例如：当面领取、邮寄、电子邮件"),
    )
    help_needed = forms.CharField(label=gettext_lazy("需要的协助"), max_length=200, required=False)

    APPLICANT = ("kind", "name", "id_type", "id_number", "representative", "phone", "address", "email")
    WANTED = ("title", "document_number", "description", "delivery_form", "delivery_channel", "help_needed")

    def clean(self) -> dict[str, Any]:
        """Ask for at least one way to know what is wanted."""
        data = super().clean() or {}
        if not data.get("title") and not data.get("description"):
            self.add_error("title", _("请填写名称或者特征描述，至少一项。"))
        return data


class StepForm(forms.Form):
    """One step of the flow: its day, and the facts that it needs."""

    on = forms.DateField(label=gettext_lazy("日期"), widget=DayInput)

    def __init__(self, *args: Any, move: Move, foi: FoiRequest, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"on": today}})
        self.move = move
        for name in move.needs:
            if name == "days":
                self.fields[name] = forms.IntegerField(label=fact_label(name), min_value=1)
            elif name == "head_approval":
                self.fields["approved_by"] = ApproverField(foi.organ, today)
            elif name == "mode":
                self.fields[name] = forms.ChoiceField(label=fact_label(name), choices=FeeNotice.Mode.choices)
                self.fields["quantity"] = forms.IntegerField(label=_("当月累计件数，或者页数"), min_value=1)
            elif name == "amount":
                continue
            elif name == "basis":
                choices = [(key, entry.label) for key, entry in rows("reopening").items()]
                self.fields[name] = forms.ChoiceField(label=fact_label(name), choices=choices)
                self.fields["reply_by"] = fact_field("reply_by", required=False)
            elif name == "parts":
                hint = _("一行写一个部分，至少两行。")
                self.fields[name] = forms.CharField(
                    label=fact_label(name), widget=forms.Textarea(attrs={"rows": 4}), help_text=hint
                )
            else:
                self.fields[name] = fact_field(name)

    def facts(self) -> dict[str, Any]:
        """Give the facts as the operation stores them: days as ISO text."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "on" and value not in (None, "")}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}


class ReceiptForm(StepForm):
    """The day of receipt, with the proof that the channel asks for (`ogi:31`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = rows("channel")[kwargs["foi"].channel]
        for name in (channel["receipt_day"], *channel["proof"]):
            self.fields[name] = fact_field(name)
        if "submitted_on" in self.fields:
            self.fields["submitted_on"].initial = kwargs["foi"].submitted_at.date()


class ApproverField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Somebody whose post allows the consent."""

    def __init__(self, organ: Organ, on: date) -> None:
        people = [post.user_id for post in staff(organ, on=on) if may(post.user, "foi.approve", organ, on=on)]
        super().__init__(queryset=User.objects.filter(pk__in=people), label=_("批准人"))


class OutcomeForm(forms.Form):
    """Which of the outcomes; the next page asks for what it demands."""

    outcome = forms.ChoiceField(label=gettext_lazy("办理结果"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_other_steps = {Outcome.LAPSED_UNCLARIFIED, Outcome.LAPSED_UNPAID}
        groups: dict[str, list[tuple[str, str]]] = {}
        for outcome in Outcome:
            if outcome not in by_other_steps:
                groups.setdefault(rule(outcome, on).group_label, []).append((outcome.value, label(outcome.value)))
        self.fields["outcome"].choices = list(groups.items())  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """The reply: what the outcome demands, who approved it, how it was delivered."""

    on = forms.DateField(label=gettext_lazy("答复日期"), widget=DayInput)

    def __init__(
        self, *args: Any, foi: FoiRequest, outcome: Outcome, situation: Situation, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs | {"initial": {"on": today}})
        found = rule(outcome, today)
        if found.grounds:
            self.fields["ground"] = forms.ChoiceField(
                label=_("情形"),
                choices=[(ground.id, ground.label) for ground in found.grounds],
                widget=forms.RadioSelect,
            )
        wanted = {demand.id: demand for demand in missing_demands(outcome, dict(situation.evidence), on=today)}
        for ground in found.grounds:
            for demand in missing_demands(outcome, {**situation.evidence, "ground": ground.id}, on=today):
                wanted[demand.id] = demand
        wanted.pop("ground", None)
        for demand in wanted.values():
            self.fields[demand.id] = forms.CharField(
                label=demand.label,
                help_text=demand.ask,
                required=not found.grounds,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["delivery"] = forms.ChoiceField(
            label=fact_label("delivery"), choices=[(item.value, item.label) for item in Delivery]
        )
        self.fields["proof"] = forms.CharField(
            label=_("送达凭证"), max_length=200, help_text=_("签收人、邮件号或者网上发送记录。")
        )
        self.fields["approved_by"] = ApproverField(foi.organ, today)

    def facts(self) -> dict[str, Any]:
        """Give the facts of the reply; the proof goes under the name that the way of delivery asks for."""
        data = {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in ("on", "approved_by", "proof") and value
        }
        for name in rows("delivery")[data["delivery"]]["proof"]:
            data[name] = self.cleaned_data["proof"]
        return data


def situation_of(foi: FoiRequest, *, on: date, calendar: Any) -> Situation:
    """Give the application's situation on a day, as the kernel sees it."""
    return Situation(events=tuple(flow_events(foi)), on=on, calendar=calendar)
