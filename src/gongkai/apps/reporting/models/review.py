"""What stands around a report: the county's word on a draft, and reports of years before this system."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.reporting.models.reports import AnnualReport


class CountyReview(models.Model):
    """A draft handed to the county for a look, and what the county said: accepted, or returned with a reason."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "县级审核中"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "县级已同意"

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField("次数")
    draft_number = models.PositiveIntegerField("稿次")
    state = models.CharField("状态", max_length=10, choices=State, default=State.SUBMITTED)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("送审时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)
    note = models.CharField("审核意见", max_length=400, blank=True, default="")

    class Meta:
        ordering = ["report_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_review_once"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="submitted"), name="reporting_one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", decided_at__isnull=True)
                | (~Q(state="submitted") & Q(decided_at__isnull=False)),
                name="reporting_review_decided",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(note=""), name="reporting_returned_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.number} {self.state}"


class CountyComment(models.Model):
    """A remark of the county on one section of a report (0 is the preface); answered when it has been seen to."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="county_comments")
    section = models.PositiveSmallIntegerField("部分")
    text = models.CharField("意见", max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField("回复", max_length=400, blank=True, default="")

    class Meta:
        ordering = ["report_id", "section", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(section__lte=6), name="reporting_comment_section"),
            models.CheckConstraint(condition=~Q(text=""), name="reporting_comment_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class EarlierReport(models.Model):
    """A report of a year before this system, read from its published file: it starts the year chain and the charts."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="earlier_reports")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=200, blank=True, default="")
    tables = models.JSONField()
    text = models.JSONField()
    name = models.CharField("文件", max_length=255)
    sha256 = models.CharField(max_length=64)
    proved = models.BooleanField("勾稽关系证明", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ["organ_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="reporting_one_earlier_report"),
            models.CheckConstraint(condition=~Q(sha256=""), name="reporting_earlier_report_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"
