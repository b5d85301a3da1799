"""A reporting season: whose reports were collected, from where, what changed among the organs, and what was handed over in packages."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SigningKey(models.Model):
    """The Ed25519 key with which an organ signs its packages; the private half is sealed, an old key stays to check old packages."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="signing_keys")
    public = models.CharField("公钥", max_length=60, unique=True)
    sealed = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("生成时间")
    retired_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        ordering = ["organ_id", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ"], condition=Q(retired_at__isnull=True), name="reporting_one_signing_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.public[:12]}"


class TrustedKey(models.Model):
    """The public key of another installation's organ, given to us on another way, with which its packages are checked."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="trusted_keys", verbose_name="接收单位")
    code = models.CharField("发送单位代码", max_length=24)
    name = models.CharField("发送单位", max_length=120)
    public = models.CharField("公钥", max_length=60)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        ordering = ["organ_id", "code", "-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "code", "public"], name="reporting_trusted_key_once"),
            models.CheckConstraint(condition=~Q(public=""), name="reporting_trusted_key_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.public[:12]}"


class ReceivedPackage(models.Model):
    """A package whose signature held; the same one twice is one, an older number than the last is refused."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="received_packages")
    code = models.CharField("发送单位代码", max_length=24)
    name = models.CharField("发送单位", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    sha256 = models.CharField(max_length=64)
    key = models.CharField("公钥", max_length=60)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    reports = models.PositiveIntegerField("报告数")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("接收时间")

    class Meta:
        ordering = ["organ_id", "-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "code", "year", "serial"], name="reporting_package_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year} #{self.serial}"


class Season(models.Model):
    """The season of one organ that adds others up: opened once for a year, closed with the sum of that day."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="seasons", verbose_name="汇总单位")
    year = models.PositiveSmallIntegerField("年度")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    collected_at = models.DateTimeField("最近收集", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True)
    closing_note = models.CharField("结束说明", max_length=400, blank=True, default="")
    total = models.JSONField(null=True)

    class Meta:
        ordering = ["organ_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="reporting_one_season"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(total__isnull=False), name="reporting_closed_season_has_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"


class SeasonReport(models.Model):
    """One organ's report as the season counts it: figures, text, where they came from, and what the checks found in them."""

    class Source(models.TextChoices):
        DESK = "desk", "本系统签发"
        PACKAGE = "package", "数据包"
        FILE = "file", "读取的文件"

    season = models.ForeignKey(Season, models.PROTECT, related_name="reports")
    organ = models.ForeignKey("organs.Organ", models.PROTECT, null=True, related_name="+")
    code = models.CharField("机关代码", max_length=24)
    name = models.CharField("单位", max_length=120)
    kind = models.CharField("类别", max_length=12, blank=True, default="")
    source = models.CharField("来源", max_length=10, choices=Source)
    source_id = models.BigIntegerField()
    version = models.PositiveSmallIntegerField("版本", default=1)
    digest = models.CharField(max_length=64)
    tables = models.JSONField()
    text = models.JSONField()
    arrived_at = models.DateTimeField("收到时间")
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("提示", default=0)

    class Meta:
        ordering = ["season_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["season", "code"], name="reporting_season_one_report"),
            models.CheckConstraint(condition=~Q(digest=""), name="reporting_season_report_has_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.season_id} {self.name}"


class MemberChange(models.Model):
    """Why the organs of this year are not those of last year: merged, new, abolished, renamed (R04)."""

    class Kind(models.TextChoices):
        NEW = "new", "新设"
        ABOLISHED = "abolished", "撤销"
        MERGED = "merged", "并入"
        RENAMED = "renamed", "更名"

    season = models.ForeignKey(Season, models.PROTECT, related_name="changes")
    kind = models.CharField("变动", max_length=10, choices=Kind)
    name = models.CharField("单位", max_length=120)
    into = models.CharField("并入或改名为", max_length=120, blank=True, default="")
    reason = models.CharField("依据和说明", max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["season_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["season", "name"], name="reporting_member_change_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="reporting_member_change_has_reason"),
            models.CheckConstraint(
                condition=(Q(kind__in=["merged", "renamed"]) & ~Q(into=""))
                | (Q(kind__in=["new", "abolished"]) & Q(into="")),
                name="reporting_member_change_into",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind}"


class SeasonReminder(models.Model):
    """That an organ was reminded of its report; the organ's desk shows it until the report is there."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="reminders")
    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["season_id", "-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reporting_reminder_has_text")]

    def __str__(self) -> str:
        return f"{self.season_id} {self.organ_id}"
