"""Reports of other organs as files: what was read in them never changes; what a person puts right stands beside it, with the name."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.reporting.collecting.standing import Standing


class Collection(models.Model):
    """Files that were handed over together: the reports of a county's organs, or of one organ over the years."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="collections", verbose_name="机关")
    name = models.CharField("名称", max_length=120)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("建立时间")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="reporting_collection_has_name")]
        indexes = [models.Index(fields=["organ", "-opened_at"], name="reporting_collection_of_organ")]

    def __str__(self) -> str:
        return self.name


class CollectedReport(models.Model):
    """
    One file of a collection.

    `tables`, `reading` and `text` are what was read, and stay so. `organ`, `organ_name` and `year` are what the report says of itself,
    until a person assigns others (`assigned_by`). `revision` counts what was changed; the findings are those of
    `checked_revision`, and where it is another one the report waits to be checked.
    """

    class State(models.TextChoices):
        WAITING = Standing.WAITING, "待读取"
        PROVED = Standing.PROVED, "读取并证明"
        LABELLED = Standing.LABELLED, "按标签读取"
        PARTLY = Standing.PARTLY, "部分未定"
        REFUSED = Standing.REFUSED, "未能读取"

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="reports")
    position = models.PositiveIntegerField()
    name = models.CharField("文件", max_length=255)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    refusal_code = models.CharField(max_length=20, blank=True, default="")
    refusal = models.CharField("原因", max_length=400, blank=True, default="")
    read_at = models.DateTimeField(null=True)
    tables = models.JSONField(null=True)
    reading = models.JSONField(null=True)
    text = models.TextField(blank=True, default="")
    organ = models.ForeignKey("organs.Organ", models.PROTECT, null=True, related_name="+", verbose_name="单位")
    organ_name = models.CharField("单位名称", max_length=120, blank=True, default="")
    year = models.PositiveSmallIntegerField("年度", null=True)
    is_roll_up = models.BooleanField("汇总报告", default=False)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_reason = models.CharField("移出原因", max_length=400, blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    checked_revision = models.PositiveIntegerField(null=True)
    findings = models.JSONField(default=list)
    not_checked = models.JSONField(default=list)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("提醒", default=0)
    hints = models.PositiveIntegerField("提示", default=0)
    open_cells = models.PositiveIntegerField("未定单元格", default=0)

    class Meta:
        ordering = ["collection_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "position"], name="reporting_collected_one_place"),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal="")) | (~Q(state="refused") & Q(refusal="")),
                name="reporting_collected_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "refused"], tables__isnull=True, reading__isnull=True)
                | Q(state__in=["proved", "labelled", "partly"], tables__isnull=False, reading__isnull=False),
                name="reporting_collected_read_has_reading",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(state="refused"), name="reporting_collected_has_file"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_reason="")
                | (Q(set_aside_at__isnull=False) & ~Q(set_aside_reason="")),
                name="reporting_collected_set_aside_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["collection", "state"], name="reporting_collected_state")]

    def __str__(self) -> str:
        return self.name


class CellCorrection(models.Model):
    """
    What a person put in the place of a figure; the newest row of a cell holds.

    `value` is the figure as written, empty for a blank cell; `withdrawn` means that the reading itself holds again.
    """

    report = models.ForeignKey(CollectedReport, models.PROTECT, related_name="corrections")
    cell = models.CharField("单元格", max_length=60)
    value = models.CharField("更正为", max_length=40, blank=True, default="")
    withdrawn = models.BooleanField("恢复原读数", default=False)
    reason = models.CharField("理由", max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["report_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reporting_cell_correction_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(value=""), name="reporting_cell_correction_withdrawn_no_value"
            ),
        ]
        indexes = [models.Index(fields=["report", "cell", "id"], name="reporting_correction_of_cell")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.cell}: {self.value}"
