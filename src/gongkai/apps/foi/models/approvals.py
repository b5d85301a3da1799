"""Letters handed to the approver before they are issued: what they will say, who decided on exactly that text, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.foi.models.requests import FoiPart, FoiRequest, Letter


class Proposal(models.Model):
    """
    A step with its letter, proposed for approval.

    `facts_sealed` and `content_sealed` are sealed JSON: what the step was typed with, and the letter as it would be issued. `digest` is
    the SHA-256 of the letter without day and number; only a letter with this digest is issued on the approval.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待审批"
        APPROVED = "approved", "已同意，待出具"
        RETURNED = "returned", "已退回"
        ISSUED = "issued", "已出具"
        REPLACED = "replaced", "已由新稿取代"

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="proposals")
    part = models.ForeignKey(FoiPart, models.PROTECT, null=True, blank=True, related_name="proposals")
    event = models.CharField(max_length=40)
    outcome = models.CharField(max_length=60, blank=True, default="")
    facts_sealed = models.TextField()
    content_sealed = models.TextField()
    digest = models.CharField(max_length=64)
    notes = models.JSONField(default=list)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="foi_approvals")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("退回理由", max_length=200, blank=True, default="")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="proposal")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["approved", "returned", "issued"], decided_at__isnull=False)
                | Q(state="waiting", decided_at__isnull=True)
                | Q(state="replaced"),
                name="foi_proposal_decided_has_time",
            ),
            models.CheckConstraint(condition=~Q(state="returned", reason=""), name="foi_proposal_returned_with_reason"),
            models.CheckConstraint(
                condition=Q(state="issued", letter__isnull=False) | ~Q(state="issued"),
                name="foi_proposal_issued_letter",
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="foi_proposal_has_digest"),
        ]
        indexes = [models.Index(fields=["state", "approver"], name="foi_proposal_waiting")]

    def __str__(self) -> str:
        return f"{self.foi_id} {self.event} {self.state}"
