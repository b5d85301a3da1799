"""Forms of what stands beside applications: the channel on line, corrections of one's own record, suggestions to publish."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.models import OnlineChannel, SideMatter
from gongkai.apps.foi.operations import RESULTS
from gongkai.web.workbench.forms.foi import ApproverField
from gongkai.web.workbench.words import say


def _taking() -> list[tuple[str, str]]:
    return [
        ("automatic", _("开通；系统回执即为双方确认，当天为收到之日")),
        ("confirmed", _("开通；由工作人员与申请人确认收到之日")),
        ("no", _("不开通，只当面、邮寄、传真受理")),
    ]


class OnlineForm(forms.Form):
    """Whether and how the organ takes applications on line (`ogi:31(3)`)."""

    taking = forms.ChoiceField(label=gettext_lazy("网上申请"), choices=_taking, widget=forms.RadioSelect)

    @staticmethod
    def now(channel: OnlineChannel | None) -> dict[str, str]:
        """Give how it stands."""
        return {"taking": "no" if channel is None else "automatic" if channel.automatic_receipt else "confirmed"}


class MatterAnswerForm(forms.Form):
    """The answer to a correction or a suggestion."""

    result = forms.ChoiceField(label=gettext_lazy("处理结果"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("情况说明"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写进答复书：核实了什么、怎样处理；转送的写明机关和联系方式。"),
    )

    def __init__(self, *args: Any, matter: SideMatter, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = RESULTS[SideMatter.Kind(matter.kind)]
        self.fields["result"].choices = [(result.value, say(result.label)) for result in found]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["approved_by"] = ApproverField(matter.organ, on)
