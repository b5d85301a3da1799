"""The catalogue (公开目录, `ogi:12`): what an organ discloses, as a tree; and how it writes its index numbers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CatalogEntry(models.Model):
    """
    A matter of the catalogue: general when `organ` is empty, else one organ's own.

    `path` is the chain of codes from the top, each ended by “/”; a general matter with `organ_kinds` concerns only those kinds of organ.
    """

    organ = models.ForeignKey(
        "organs.Organ", models.PROTECT, null=True, blank=True, related_name="catalog_entries", verbose_name=_("机构")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级目录")
    )
    code = models.CharField(_("目录代码"), max_length=40)
    path = models.CharField(max_length=255, editable=False)
    label = models.CharField(_("目录名称"), max_length=200)
    short_label = models.CharField(_("简称"), max_length=40, blank=True, default="")
    cites = models.CharField(_("依据"), max_length=120, blank=True, default="")
    organ_kinds = models.JSONField(_("适用的机构类别"), default=list, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["position", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(organ__isnull=True), name="publication_catalog_general_code_once"
            ),
            models.UniqueConstraint(
                fields=["organ", "code"], condition=Q(organ__isnull=False), name="publication_catalog_own_code_once"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="publication_catalog_has_code"),
            models.CheckConstraint(condition=~Q(label=""), name="publication_catalog_has_label"),
            models.CheckConstraint(condition=Q(path__endswith="/"), name="publication_catalog_path_ends_with_slash"),
        ]
        indexes = [models.Index(fields=["path"], name="publication_catalog_path")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class NotInvolved(models.Model):
    """An organ's statement that a matter of the catalogue does not concern it (不涉及), with the reason; ended when that changes."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="not_involved", verbose_name=_("机构"))
    entry = models.ForeignKey(CatalogEntry, models.PROTECT, related_name="not_involved", verbose_name=_("目录事项"))
    reason = models.CharField(_("不涉及的理由"), max_length=200)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organ_id", "entry_id"]
        verbose_name_plural = "not involved"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="publication_not_involved_has_reason"),
            models.UniqueConstraint(
                fields=["organ", "entry"], condition=Q(ended_on__isnull=True), name="publication_not_involved_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on")),
                name="publication_not_involved_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class IndexNumbering(models.Model):
    """How one organ writes its index numbers, where it differs from the default (统一社会信用代码/年份-序号)."""

    organ = models.OneToOneField(
        "organs.Organ", models.PROTECT, primary_key=True, related_name="index_numbering", verbose_name=_("机构")
    )
    pattern = models.CharField(_("索引号样式"), max_length=40, default="index.yearly")
    prefix = models.CharField(_("索引号前段"), max_length=18)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(prefix=""), name="publication_numbering_has_prefix")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.pattern}"
