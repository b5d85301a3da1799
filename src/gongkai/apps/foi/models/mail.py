"""Mails to the organ's mailbox: proposed registrations, never applications by themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.foi.models.requests import FoiRequest


class MailDraft(models.Model):
    """A mail as it was read from the mailbox; sender, subject and text are sealed."""

    class State(models.TextChoices):
        UNOPENED = "unopened", "未打开"
        OPENED = "opened", "已打开"
        REGISTERED = "registered", "已登记为申请"
        SET_ASIDE = "set_aside", "不是申请"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="mail_drafts")
    message_id = models.CharField(max_length=200)
    sender_sealed = models.TextField()
    address_sealed = models.TextField()
    subject_sealed = models.TextField(blank=True, default="")
    text_sealed = models.TextField(blank=True, default="")
    arrived_at = models.DateTimeField("到达时间")
    fetched_at = models.DateTimeField()
    state = models.CharField("状态", max_length=12, choices=State, default=State.UNOPENED)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    foi = models.ForeignKey(FoiRequest, models.PROTECT, null=True, blank=True, related_name="mails")
    reason = models.CharField("处理说明", max_length=200, blank=True, default="")
    bounced_letter = models.ForeignKey("foi.Letter", models.PROTECT, null=True, blank=True, related_name="bounces")

    class Meta:
        ordering = ["-arrived_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "message_id"], name="foi_mail_read_once"),
            models.CheckConstraint(
                condition=Q(state="registered", foi__isnull=False) | ~Q(state="registered"),
                name="foi_mail_registered_has_application",
            ),
            models.CheckConstraint(condition=~Q(state="set_aside", reason=""), name="foi_mail_set_aside_with_reason"),
        ]
        indexes = [models.Index(fields=["organ", "state", "arrived_at"], name="foi_mail_waiting")]

    def __str__(self) -> str:
        return f"{self.organ_id}: {self.arrived_at:%Y-%m-%d} {self.state}"


class MailAttachment(models.Model):
    """A file that came with a mail, made anew; one that could not be made safe is named with the reason and not kept."""

    mail = models.ForeignKey(MailDraft, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, refusal="") | (Q(file__isnull=True) & ~Q(refusal="")),
                name="foi_mail_attachment_kept_or_refused",
            )
        ]

    def __str__(self) -> str:
        return self.name
