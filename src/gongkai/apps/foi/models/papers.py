"""The papers of a case: what came with it, what was found, what is released."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.foi.models.requests import FoiRequest


class FoiFile(models.Model):
    """A file of a case, kept as it was made anew from the upload; an erased one keeps its line and its date, not its bytes."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "申请表（扫描件）"
        ATTACHMENT = "attachment", "申请附件"
        IDENTITY = "identity", "身份证明"
        RECEIPT = "receipt", "收到凭证"
        CLARIFICATION = "clarification", "补正材料"
        OPINION = "opinion", "征求意见回函"
        FOUND = "found", "检索到的材料"
        RELEASED = "released", "处理后提供的材料"
        DELIVERY = "delivery", "送达凭证"
        OTHER = "other", "其他材料"

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="files")
    kind = models.CharField("材料类别", max_length=16, choices=Kind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="foi_files")
    name = models.CharField("名称", max_length=255)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    source = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="made_from_it")
    added_at = models.DateTimeField("收存时间")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    erased_on = models.DateField("销毁日期", null=True, blank=True)

    class Meta:
        ordering = ["foi_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, erased_on__isnull=True) | Q(file__isnull=True, erased_on__isnull=False),
                name="foi_file_there_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Redaction(models.Model):
    """How a file was prepared for release: where what was withheld, by which clause (`ogi:37`); never the words themselves."""

    source = models.ForeignKey(FoiFile, models.PROTECT, related_name="redactions")
    released = models.OneToOneField(FoiFile, models.PROTECT, related_name="redaction")
    source_sha256 = models.CharField(max_length=64)
    marks = models.JSONField()
    map = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["source_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=models.F("released")), name="foi_redaction_makes_another_file")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.released_id}"
