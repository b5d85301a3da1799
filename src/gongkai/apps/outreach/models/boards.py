"""Boards (公开栏, `ogi:25.2`) and what hangs on them, with the photographs that prove it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Board(models.Model):
    """Where a board stands and what paper it takes; its name and its dates are those of its channel."""

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        A3 = "a3", "A3"

    channel = models.OneToOneField(
        "publication.Channel", models.PROTECT, primary_key=True, related_name="board", verbose_name=_("渠道")
    )
    place = models.CharField(_("位置"), max_length=120)
    paper = models.CharField(_("纸张"), max_length=2, choices=Paper, default=Paper.A3)

    class Meta:
        ordering = ["channel_id"]
        constraints = [models.CheckConstraint(condition=~Q(place=""), name="outreach_board_has_place")]

    def __str__(self) -> str:
        return self.place


class Posting(models.Model):
    """
    A version of an item on a board: prepared, then posted, then taken down.

    `lines` are the few lines of the sheet; `take_down_on` is the last day on which it hangs, empty where it hangs until it is replaced.
    A photograph is proof only after somebody has looked for faces and number plates, and it is proof of one thing.
    """

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="postings", verbose_name=_("机构"))
    board = models.ForeignKey(Board, models.PROTECT, related_name="postings", verbose_name=_("公开栏"))
    item = models.ForeignKey("publication.DisclosureItem", models.PROTECT, related_name="postings")
    version = models.ForeignKey("publication.ItemVersion", models.PROTECT, related_name="+")
    lines = models.JSONField(_("摘要"), default=list)
    public_notice = models.BooleanField(_("公示"), default=False)
    take_down_on = models.DateField(_("张贴至"), null=True, blank=True)
    next_on = models.DateField(_("下次更新"), null=True, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()

    posted_on = models.DateField(_("张贴日期"), null=True, blank=True)
    posted_photo = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    delivery = models.OneToOneField(
        "publication.Delivery", models.PROTECT, null=True, blank=True, related_name="posting"
    )
    removed_on = models.DateField(_("撤下日期"), null=True, blank=True)
    removed_photo = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    early_reason = models.CharField(_("提前撤下的理由"), max_length=200, blank=True, default="")
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True, posted_photo__isnull=True, delivery__isnull=True)
                | Q(posted_on__isnull=False, delivery__isnull=False),
                name="outreach_posting_posted_is_delivered",
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_photo__isnull=True)
                | Q(removed_on__isnull=False, posted_on__isnull=False, removed_on__gte=F("posted_on")),
                name="outreach_posting_removed_after_posted",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | Q(posted_on__isnull=True),
                name="outreach_posting_cancelled_before_posted",
            ),
            models.CheckConstraint(
                condition=Q(public_notice=False) | Q(take_down_on__isnull=False),
                name="outreach_posting_notice_has_end",
            ),
            models.UniqueConstraint(
                fields=["board", "version"],
                condition=Q(cancelled_on__isnull=True, removed_on__isnull=True),
                name="outreach_posting_version_once_on_board",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "-id"], name="outreach_posting_newest"),
            models.Index(
                fields=["take_down_on"],
                condition=Q(posted_on__isnull=False, removed_on__isnull=True),
                name="outreach_posting_take_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.board}"
