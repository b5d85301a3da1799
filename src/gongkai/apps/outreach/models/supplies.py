"""Supplies to archives, libraries and the openness zone (`ogi:25.3`): batches of what was published, handed over against a receipt."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SupplyBatch(models.Model):
    """Everything published since the last batch for one reading place; complete with the day and the name of who took it."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="supply_batches", verbose_name=_("机构"))
    channel = models.ForeignKey(
        "publication.Channel", models.PROTECT, related_name="supply_batches", verbose_name=_("查阅场所")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("批次"))
    made_on = models.DateField(_("制作日期"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handed_over_on = models.DateField(_("移交日期"), null=True, blank=True)
    taken_by = models.CharField(_("接收人"), max_length=60, blank=True, default="")
    receipt = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number", "-id"]
        verbose_name_plural = "supply batches"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "number"], name="outreach_supply_number_once"),
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True, taken_by="")
                | (Q(handed_over_on__isnull=False, handed_over_on__gte=F("made_on")) & ~Q(taken_by="")),
                name="outreach_supply_handed_over_to_somebody",
            ),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(handed_over_on__isnull=True), name="outreach_supply_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class SupplyLine(models.Model):
    """One version in a batch."""

    batch = models.ForeignKey(SupplyBatch, models.PROTECT, related_name="lines")
    version = models.ForeignKey("publication.ItemVersion", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["batch_id", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "version"], name="outreach_supply_line_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.version_id}"
