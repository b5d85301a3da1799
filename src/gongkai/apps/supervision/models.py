"""Limits of a column that differ from the law's data, statements that nothing changed, and the standing of last night."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ColumnLimit(models.Model):
    """Other limits for one column of one organ, in days; an organ without a row keeps those of the rule."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="column_limits", verbose_name=_("机构"))
    column = models.CharField(_("栏目"), max_length=60)
    warn_after = models.PositiveSmallIntegerField(_("预警天数"))
    red_after = models.PositiveSmallIntegerField(_("超期天数"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_on = models.DateField()

    class Meta:
        ordering = ["organ_id", "column"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "column"], name="supervision_limit_once"),
            models.CheckConstraint(
                condition=Q(warn_after__gte=1, red_after__gt=F("warn_after")), name="supervision_limit_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.warn_after}/{self.red_after}"


class NoChange(models.Model):
    """A statement that a column has nothing new this period, with its reason; it counts like an update on its day."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="no_changes", verbose_name=_("机构"))
    column = models.CharField(_("栏目"), max_length=60)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=200)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="supervision_no_change_has_reason"),
            models.UniqueConstraint(fields=["organ", "column", "on"], name="supervision_no_change_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.reason


class ColumnStanding(models.Model):
    """How fresh a column was when it was last looked at, in the night; pages of one organ reckon anew instead."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="column_standings")
    column = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    level = models.CharField(max_length=8)
    last_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reckoned_on = models.DateField()

    class Meta:
        ordering = ["organ_id", "column"]
        constraints = [models.UniqueConstraint(fields=["organ", "column"], name="supervision_standing_once")]
        indexes = [models.Index(fields=["level", "organ"], name="supervision_standing_level")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.column} {self.level}"
