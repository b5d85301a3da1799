"""Reports and their versions. What was signed never changes; a correction is a new version with its own date and reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AnnualReport(models.Model):
    """
    The report of one organ for one year, with its editable draft.

    The figures of one that `rolls_up` are the sum of the season, not those of the organ's own registers.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "编制中"
        SIGNED = "signed", "已签发"
        PUBLISHED = "published", "已发布"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="annual_reports", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    draft = models.JSONField(default=dict)
    draft_number = models.PositiveIntegerField(default=0)
    draft_at = models.DateTimeField(null=True)
    draft_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rolls_up = models.BooleanField("汇总报告", default=False)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="reporting_one_per_organ_and_year")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"


class ReportVersion(models.Model):
    """A signed report: text and figures as frozen, and the hash that every export prints."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    content = models.JSONField()
    digest = models.CharField("哈希", max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_on = models.DateField("签发日期")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    reason = models.CharField("更正原因", max_length=400, blank=True, default="")

    class Meta:
        ordering = ["report_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="reporting_correction_has_reason"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reporting_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class Improvement(models.Model):
    """A problem and the measure against it (section 五), followed up the year after."""

    class Kept(models.TextChoices):
        OPEN = "open", "待跟踪"
        KEPT = "kept", "已落实"
        PARTLY = "partly", "部分落实"
        NOT_KEPT = "not_kept", "未落实"

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="improvements")
    position = models.PositiveSmallIntegerField()
    problem = models.TextField("存在的问题")
    measure = models.TextField("改进措施")
    kept = models.CharField("落实情况", max_length=10, choices=Kept, default=Kept.OPEN)
    kept_note = models.CharField("落实说明", max_length=400, blank=True, default="")

    class Meta:
        ordering = ["report_id", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="reporting_improvement_one_place")]

    def __str__(self) -> str:
        return self.problem[:40]


class SupervisionResult(models.Model):
    """One of the three facts that a government must report (`ogi:50(4)`): 工作考核, 社会评议, 责任追究."""

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", "工作考核"
        PUBLIC_APPRAISAL = "public_appraisal", "社会评议"
        ACCOUNTABILITY = "accountability", "责任追究"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    held = models.BooleanField("已开展（或已发生）", default=False)
    text = models.CharField("结果", max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year", "kind"], name="reporting_supervision_once")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year} {self.kind}"


class Explanation(models.Model):
    """The text that answers a warning, with who gave it."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="explanations")
    finding = models.CharField(max_length=10)
    where = models.CharField(max_length=200)
    text = models.CharField("说明", max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "finding", "where"], name="reporting_explanation_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.text[:40]}"
