"""Yearly counts of decisions, and charges received: the lower half of table 二."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.apps.publication.labels import term


class DecisionCount(models.Model):
    """How many licenses, penalties or coercive measures an organ decided in a year (`ogi:20(5)`, `ogi:20(6)`)."""

    class Kind(models.TextChoices):
        LICENSE = "license", term("license")
        PENALTY = "penalty", term("penalty")
        COERCIVE_MEASURE = "coercive_measure", term("coercive_measure")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="decision_counts", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    count = models.PositiveIntegerField(_("处理决定数量"))
    source = models.CharField(_("数据来源"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_on = models.DateField(_("登记日期"))

    class Meta:
        ordering = ["organ_id", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "kind"], name="publication_decisions_once"),
            models.CheckConstraint(condition=~Q(source=""), name="publication_decisions_have_source"),
            models.CheckConstraint(
                condition=Q(year__gte=2008, year__lte=2200), name="publication_decisions_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()} {self.count}"


class Charge(models.Model):
    """An administrative charge (行政事业性收费, `ogi:20(8)`) received; the amount is in 元, printed in 万元."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="charges", verbose_name=_("机关"))
    charge_item = models.CharField(_("收费项目"), max_length=120)
    amount_yuan = models.DecimalField(_("金额（元）"), max_digits=16, decimal_places=2)
    received_on = models.DateField(_("收取日期"))
    source = models.CharField(_("数据来源"), max_length=200, blank=True, default="")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_on = models.DateField(_("登记日期"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_yuan__gt=0), name="publication_charge_above_zero"),
            models.CheckConstraint(condition=~Q(charge_item=""), name="publication_charge_has_item"),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, void_reason="") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
                name="publication_charge_void_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["organ", "received_on"], name="publication_charge_year")]

    def __str__(self) -> str:
        return f"{self.charge_item} {self.amount_yuan}元"
