"""Forms of freshness: why nothing changed, and other limits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = (
    _("本期没有新的内容"),
    _("按年公开，本期未到时间"),
    _("已公开的内容仍然有效，没有变化"),
)


class NoChangeForm(forms.Form):
    """One click: the usual reason is chosen already; another may be written."""

    column = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("理由"), max_length=200)


class LimitsForm(forms.Form):
    """Other days for warning and red."""

    column = forms.CharField(widget=forms.HiddenInput)
    warn_after = forms.IntegerField(label=_("预警天数"), min_value=1, max_value=2000)
    red_after = forms.IntegerField(label=_("超期天数"), min_value=2, max_value=2000)


def first_words(form: Any) -> str:
    """Give the errors of a small form in one line."""
    return " ".join(str(word) for words in form.errors.values() for word in words)
