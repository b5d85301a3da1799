"""Answering a search order, the same at the desk and behind the link: the form, and what is done with it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.core import uploads
from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiFile, SearchOrder
from gongkai.apps.organs.models import User
from gongkai.web.access import today


class AnswerForm(forms.Form):
    """The record of a search, signed by name."""

    found = forms.TypedChoiceField(
        label=gettext_lazy("是否查到"),
        choices=[("yes", gettext_lazy("查到了")), ("no", gettext_lazy("没有查到"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    searched = forms.CharField(
        label=gettext_lazy("检索了哪些系统和档案"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("例如：2023年民政档案柜、民政系统、村委会台账。"),
    )
    keywords = forms.CharField(label=gettext_lazy("关键词、年份"), max_length=400, required=False)
    words = forms.CharField(
        label=gettext_lazy("结果说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(label=gettext_lazy("查到的材料"), required=False)
    answered_by = forms.CharField(
        label=gettext_lazy("检索人姓名"), max_length=60, help_text=gettext_lazy("您的姓名会记入检索记录。")
    )

    def __init__(self, *args: Any, order: SearchOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if order.kind == SearchOrder.Kind.SEARCH:
            self.fields["found"].required = self.fields["searched"].required = True
        else:
            for name in ("found", "searched", "keywords"):
                del self.fields[name]
            self.fields["words"].required = True
            self.fields["answered_by"].label = _("经办人姓名")

    def answer(self) -> operations.Found:
        """Give what was typed."""
        data = self.cleaned_data
        return operations.Found(
            data.get("found"), data.get("searched", ""), data.get("keywords", ""), data["words"], data["answered_by"]
        )


def answered(form: AnswerForm, found: SearchOrder, *, by: User | None) -> bool:
    """Put the answer on file; where that is refused, the reason stands in the form."""
    now, papers = timezone.now(), []
    sent: Any = form.cleaned_data.get("file")
    try:
        if sent:
            upload = uploads.take(
                organ=found.foi.organ, name=sent.name, data=sent.read(), by=by, on=today(), at=now,
                purpose="application",
            )  # fmt: skip
            papers = [operations.Paper(FoiFile.Kind.FOUND, upload)]
        operations.answer_order(order=found, by=by, at=now, answer=form.answer(), papers=papers)
    except uploads.UploadRefused as error:
        form.add_error("file", str(error))
    except operations.FoiError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False
