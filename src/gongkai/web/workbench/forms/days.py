"""Days in forms."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


class PastDay(forms.DateField):
    """The day of something that has happened: today or earlier."""

    def clean(self, value: Any) -> Any:
        """Refuse a day that lies ahead."""
        day: date | None = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("日期不能晚于今天。"), code="future")
        return day
