"""Forms of letters: how one was delivered, and what an organ has decided for its letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.models import LetterSettings
from gongkai.law.foi_flow import Delivery
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.words import say


def ways() -> list[tuple[str, str]]:
    """Give the ways of delivery."""
    return [(way.value, say(way.label)) for way in Delivery]


class DeliveryForm(forms.Form):
    """When and how a letter arrived, with the proof (`delivery2016:2`)."""

    delivery = forms.ChoiceField(label=gettext_lazy("送达方式"), choices=ways)
    delivered_on = PastDay(label=gettext_lazy("送达日期"), widget=DayInput)
    proof = forms.CharField(
        label=gettext_lazy("送达凭证"), max_length=200, help_text=gettext_lazy("签收人、邮件号或者网上发送记录。")
    )


class LetterSettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """What the organ's later letters say where the law leaves it to the organ."""

    class Meta:
        model = LetterSettings
        fields = ("mark", "reconsideration_organ", "court", "online_link", "payment_method")
        labels = {
            "mark": gettext_lazy("机关代字"),
            "reconsideration_organ": gettext_lazy("行政复议机关"),
            "court": gettext_lazy("管辖法院"),
            "online_link": gettext_lazy("网上申请行政复议的渠道"),
            "payment_method": gettext_lazy("信息处理费缴纳方式"),
        }
        help_texts = {
            "mark": gettext_lazy("用于文号，如“山河政”；不填的，用机关简称。"),
            "reconsideration_organ": gettext_lazy("不填的，用上级人民政府当时的名称。"),
            "court": gettext_lazy("实行跨区域管辖的，填写法院名称；不填的，写“有管辖权的人民法院”。"),
            "online_link": gettext_lazy("网上送达的告知书必须写明；不填的，不能网上送达。"),
        }

    def changed(self) -> dict[str, Any]:
        """Give what was changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
