"""The document library (`ogi:20(1)`): government rules and normative documents with their validity."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.apps.publication.labels import term


class NormativeDocument(models.Model):
    """
    A government rule (规章) or normative document (行政规范性文件).

    `expires_on` is the last day of validity; `repealed_on` the first day without it.
    """

    class Kind(models.TextChoices):
        GOVERNMENT_RULE = "government_rule", term("government_rule")
        NORMATIVE_DOCUMENT = "normative_document", term("normative_document")

    organ = models.ForeignKey(
        "organs.Organ", models.PROTECT, related_name="normative_documents", verbose_name=_("制发机关")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    number = models.CharField(_("发文字号"), max_length=80)
    title = models.CharField(_("标题"), max_length=200)
    issued_on = models.DateField(_("制发日期"))
    effective_on = models.DateField(_("施行日期"))
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    repeal_reason = models.CharField(_("废止理由"), max_length=200, blank=True, default="")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("替代文件")
    )
    item = models.OneToOneField(
        "publication.DisclosureItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="normative_document",
        verbose_name=_("公开信息"),
    )
    legality_reviewed_on = models.DateField(_("合法性审核日期"), null=True, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="publication_document_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="publication_document_has_number"),
            models.CheckConstraint(condition=~Q(title=""), name="publication_document_has_title"),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("issued_on")), name="publication_document_effective_after_issued"
            ),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True, repeal_reason="", replaced_by__isnull=True)
                | (Q(repealed_on__isnull=False, repealed_on__gte=F("issued_on")) & ~Q(repeal_reason="")),
                name="publication_document_repealed_after_issued",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("effective_on")),
                name="publication_document_expires_after_effective",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="publication_document_not_replaced_by_itself",
            ),
        ]
        indexes = [models.Index(fields=["organ", "kind", "issued_on"], name="publication_document_year")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"
