"""Forms of the reporting season."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.reporting.models import MemberChange
from gongkai.documents.packages import MOST_BYTES
from gongkai.web.workbench.words import say


class SeasonForm(forms.Form):
    """Which year to add up."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2008, max_value=2100)


class ChangeForm(forms.Form):
    """Why an organ came or went."""

    kind = forms.ChoiceField(label=gettext_lazy("变动"))
    name = forms.CharField(label=gettext_lazy("单位"), max_length=120)
    into = forms.CharField(
        label=gettext_lazy("并入的单位或新名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("新设、撤销不填。"),
    )
    reason = forms.CharField(label=gettext_lazy("依据和说明"), max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [(value, say(label)) for value, label in MemberChange.Kind.choices]


class CloseForm(forms.Form):
    """What is said of organs that are missing when the season is closed."""

    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("有单位没有报送时必填。"),
    )


class PackageForm(forms.Form):
    """A package from another installation."""

    package = forms.FileField(label=gettext_lazy("数据包（JSON）"))

    def clean_package(self) -> Any:
        """Refuse what is larger than any package before it is read."""
        upload = self.cleaned_data["package"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("数据包过大，请分批发送。"))
        return upload


class TrustForm(forms.Form):
    """The public key of a sender."""

    code = forms.CharField(label=gettext_lazy("发送单位代码"), max_length=24)
    name = forms.CharField(label=gettext_lazy("发送单位名称"), max_length=120)
    public = forms.CharField(label=gettext_lazy("公钥"), max_length=80)
