"""The catalogue (公开目录, `ogi:12`): what an organ discloses, as a tree."""

from django.db import models
from django.db.models import Q


class CatalogEntry(models.Model):
    """A matter of the catalogue: general when `organ` is empty, else one organ's own; `path` is the chain of codes, each ended by “/”."""

    organ = models.ForeignKey(
        "organs.Organ", models.PROTECT, null=True, blank=True, related_name="catalog_entries", verbose_name="机构"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级目录"
    )
    code = models.CharField("目录代码", max_length=40)
    path = models.CharField(max_length=255, editable=False)
    label = models.CharField("目录名称", max_length=200)
    cites = models.CharField("依据", max_length=120, blank=True, default="")
    position = models.PositiveIntegerField("排序", default=0)
    retired_on = models.DateField("停用日期", null=True, blank=True)

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
