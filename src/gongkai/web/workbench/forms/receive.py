"""The form with which an application is registered: what the law asks for (`ogi:29.2`), the proof of its channel, and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import ApplicantKind, FoiFile
from gongkai.documents.personal_data.numbers import is_identity_number, plain_digits
from gongkai.law.foi_flow import SubmissionChannel
from gongkai.law.foi_flow.moves import rows
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.choices import applicant_kinds
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.forms.foi import fact_field
from gongkai.web.workbench.words import say

#: Further matters of one form, each an application of its own.
MORE_MATTERS = 4
IDENTITY_CARD = "居民身份证"
#: The scans that a clerk may add at once, by the name of their field.
SCANS = {
    "scan": (gettext_lazy("申请表扫描件"), FoiFile.Kind.APPLICATION),
    "identity": (gettext_lazy("身份证明复印件"), FoiFile.Kind.IDENTITY),
    "proof_scan": (gettext_lazy("收到凭证（信封、签收单等）"), FoiFile.Kind.RECEIPT),
}


class ReceiveForm(forms.Form):
    """An application that came by one channel; its own proof is asked for, the rest stands there already where it is usual."""

    submitted_on = PastDay(label=gettext_lazy("提交日期"), widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("申请人类别"), choices=applicant_kinds)
    name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=120)
    id_type = forms.CharField(label=gettext_lazy("证件类型"), max_length=40, required=False)
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=40, required=False)
    representative = forms.CharField(label=gettext_lazy("法定代表人或联系人"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(label=gettext_lazy("联系地址"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    title = forms.CharField(
        label=gettext_lazy("所需信息名称"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("名称和特征描述至少填一项。"),
    )
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=120, required=False)
    description = forms.CharField(
        label=gettext_lazy("特征描述"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
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

    def __init__(self, *args: Any, channel: SubmissionChannel, **kwargs: Any) -> None:
        """Build the form for one channel: with its proof, and with the scans and further matters that any may have."""
        super().__init__(*args, **kwargs)
        self.channel = channel
        for name, field in self._proof_fields():
            self.fields[name] = field
        for number in range(2, MORE_MATTERS + 2):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("第 %(n)s 项内容") % {"n": number}, max_length=200, required=False
            )
        for name, (label, _kind) in SCANS.items():
            self.fields[name] = forms.FileField(label=label, required=False)
        self.fields["like"] = forms.CharField(required=False, max_length=40, label=_("是否重复申请"))

    def _proof_fields(self) -> Iterator[tuple[str, forms.Field]]:
        entry = rows("channel")[self.channel.value]
        for name in dict.fromkeys((entry["receipt_day"], *entry["not_before"], *entry["proof"])):
            if name != "submitted_on":
                yield name, fact_field(name, required=not entry["confirm"] and name in entry["proof"])

    @staticmethod
    def usual(on: date, channel: SubmissionChannel, clerk: str) -> dict[str, Any]:
        """Give what is filled in already; the proof of a person at the counter is the register itself."""
        by_post = channel in (SubmissionChannel.POST_SIGNED, SubmissionChannel.POST_ORDINARY)
        return {
            "submitted_on": on,
            "signed_on": on,
            "arrived_on": on,
            "kind": ApplicantKind.NATURAL_PERSON.value,
            "id_type": IDENTITY_CARD,
            "delivery_form": _("纸质"),
            "delivery_channel": _("邮寄") if by_post else _("当面领取"),
            "submission_record": _("窗口收件登记，%(clerk)s经手") % {"clerk": clerk},
            "written_by": clerk,
        }

    @property
    def proof(self) -> list[forms.BoundField]:
        """Give the fields that prove the day of receipt."""
        return [self[name] for name, _field in self._proof_fields()]

    @property
    def scans(self) -> list[forms.BoundField]:
        """Give the fields of the scans."""
        return [self[name] for name in SCANS]

    @property
    def more_matters(self) -> list[forms.BoundField]:
        """Give the fields of further matters."""
        return [self[f"title_{number}"] for number in range(2, MORE_MATTERS + 2)]

    def clean_id_number(self) -> str:
        """Refuse the number of an identity card that cannot be one, in a sentence that helps."""
        number = plain_digits(str(self.cleaned_data.get("id_number", ""))).strip().upper()
        card = self.data.get(self.add_prefix("id_type"), "").strip() == IDENTITY_CARD
        if number and card and not is_identity_number(number):
            raise forms.ValidationError(
                _("身份证号的校验位对不上，多半是抄错了一位。请对照原件；不是居民身份证的，请改写证件类型。")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Ask for at least one way to know what is wanted."""
        data = super().clean() or {}
        if not data.get("title") and not data.get("description"):
            self.add_error("title", _("请填写名称或者特征描述，至少一项。"))
        return data

    def applicant(self) -> operations.ApplicantData:
        """Give who applies."""
        given = {name: self.cleaned_data[name] for name in self.APPLICANT}
        return operations.ApplicantData(**given | {"kind": ApplicantKind(given["kind"])})

    def wanted(self) -> list[operations.Wanted]:
        """Give the matters of the form, the first with its description."""
        data = self.cleaned_data
        first = operations.Wanted(**{name: data[name] for name in self.WANTED})
        common = {name: data[name] for name in ("delivery_form", "delivery_channel", "help_needed")}
        titles = [data[f"title_{number}"].strip() for number in range(2, MORE_MATTERS + 2)]
        return [first, *(operations.Wanted(title=title, **common) for title in titles if title)]

    def facts(self) -> dict[str, Any]:
        """Give the proof of the channel as the operation stores it: days as ISO text."""
        names = ["submitted_on", *(field.name for field in self.proof)]
        found = {name: self.cleaned_data.get(name) for name in names}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}


class SetAsideForm(forms.Form):
    """Why a mail is no application."""

    reason = forms.CharField(
        label=gettext_lazy("为什么不作为申请登记"),
        max_length=200,
        help_text=gettext_lazy("例如：广告；信访事项，已转信访窗口。"),
    )


def channel_chips() -> list[tuple[SubmissionChannel, str]]:
    """Give the channels, in the order of the law's data."""
    return [(channel, say(channel.label)) for channel in SubmissionChannel]
