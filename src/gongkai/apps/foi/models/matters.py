"""What people ask for beside applications: to have a record about themselves put right, or something published for all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.apps.foi.models.requests import Applicant, FoiRequest


class SideMatter(models.Model):
    """
    A request of its own kind (`ogi:41`, `ogi:44.2`), with numbers of its own; table 三 counts none of them.

    `key` is the key of the submission: sent twice, it is one matter. What was written is sealed, because it is about the writer.
    """

    class Kind(models.TextChoices):
        RECORD_CORRECTION = "record_correction", "要求更正本人信息"
        PROMOTION = "promotion", "建议主动公开"

    class Result(models.TextChoices):
        CORRECTED = "corrected", "予以更正"
        FORWARDED = "forwarded", "转送有权机关处理"
        DIRECTED = "directed", "告知向有权机关提出"
        NOT_CORRECTED = "not_corrected", "不予更正"
        PUBLISHED = "published", "属于主动公开范围，已经公开"
        WILL_PUBLISH = "will_publish", "属于主动公开范围，将及时公开"
        NOT_IN_SCOPE = "not_in_scope", "不属于主动公开范围"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="side_matters")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    key = models.CharField(max_length=40, unique=True)
    public_key = models.CharField(max_length=32, unique=True)
    code_hash = models.CharField(max_length=120, blank=True, default="")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    serial = models.CharField("编号", max_length=60)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="side_matters")
    about = models.ForeignKey(FoiRequest, models.PROTECT, null=True, blank=True, related_name="side_matters")
    title_sealed = models.TextField()
    words_sealed = models.TextField(blank=True, default="")
    submitted_at = models.DateTimeField("提交时间")
    received_on = models.DateField("收到日期")

    result = models.CharField("处理结果", max_length=20, choices=Result, blank=True, default="")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    letter_serial = models.CharField("文号", max_length=80, blank=True, default="")
    letter_content = models.TextField(blank=True, default="")
    letter_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year", "number"], name="foi_matter_number_once"),
            models.CheckConstraint(
                condition=Q(result="", answered_on__isnull=True, letter_content="")
                | (~Q(result="") & Q(answered_on__isnull=False) & ~Q(letter_content="")),
                name="foi_matter_answered_with_letter",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="foi_matter_answered_not_before_receipt",
            ),
        ]
        indexes = [models.Index(fields=["organ", "result", "received_on"], name="foi_matter_open")]

    def __str__(self) -> str:
        return self.serial


class MatterFile(models.Model):
    """A proof that came with a matter, made anew from the upload."""

    matter = models.ForeignKey(SideMatter, models.PROTECT, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=255)

    class Meta:
        ordering = ["matter_id", "id"]

    def __str__(self) -> str:
        return self.name
