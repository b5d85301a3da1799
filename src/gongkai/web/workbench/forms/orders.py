"""Forms of orders inside a case: given by the clerk, answered by whoever was asked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import SearchOrder
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.queries import staff
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.words import say


def order_kinds() -> list[tuple[str, str]]:
    """Give what may be asked for."""
    return [(kind.value, say(kind.label)) for kind in SearchOrder.Kind]


class OrderForm(forms.Form):
    """What is asked of whom, until when."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=order_kinds)
    addressee = forms.CharField(
        label=gettext_lazy("交给"), max_length=80, help_text=gettext_lazy("科室、站所、村和姓名，例如“民政办 张某”。")
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("有帐号的人员"),
        queryset=User.objects.none(),
        required=False,
        help_text=gettext_lazy("没有帐号的不选，用专用链接回复。"),
    )
    question = forms.CharField(
        label=gettext_lazy("要查什么、要办什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=gettext_lazy("完成期限"), widget=DayInput)

    def __init__(self, *args: Any, organ: Organ, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = User.objects.filter(pk__in=[post.user_id for post in staff(organ, on=on)])

    def asked(self) -> operations.Asked:
        """Give what was typed."""
        data = self.cleaned_data
        return operations.Asked(
            SearchOrder.Kind(data["kind"]), data["addressee"], data["question"], data["due_on"], data["person"]
        )


class NoteForm(forms.Form):
    """A note for those who handle the case."""

    text = forms.CharField(
        label=gettext_lazy("备注（只给经办人看）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
