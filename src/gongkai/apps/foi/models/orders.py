"""Orders to sections and villages inside a case: search, give an opinion, prepare; answered by people with or without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.apps.foi.models.requests import FoiRequest


class SearchOrder(models.Model):
    """What a section or a village is asked for, with a day of its own; its answer is the signed record of the search."""

    class Kind(models.TextChoices):
        SEARCH = "search", "检索"
        OPINION = "opinion", "提出意见"
        CO_HANDLE = "co_handle", "协同办理"

    class State(models.TextChoices):
        OPEN = "open", "待回复"
        ANSWERED = "answered", "已回复"
        WITHDRAWN = "withdrawn", "已撤回"

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="orders")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.SEARCH)
    addressee = models.CharField("交给", max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="foi_orders"
    )
    question = models.TextField("要查什么、要办什么")
    asked_on = models.DateField()
    due_on = models.DateField("完成期限")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    token_sealed = models.TextField()
    token_index = models.CharField(max_length=32, unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    chased = models.PositiveSmallIntegerField("已催办", default=0)
    chased_on = models.DateField(null=True, blank=True)
    found = models.BooleanField("是否查到", null=True, blank=True)
    searched = models.TextField("检索了哪些系统和档案", blank=True, default="")
    keywords = models.CharField("关键词、年份", max_length=400, blank=True, default="")
    words = models.TextField("结果", blank=True, default="")
    answered_by = models.CharField("检索人", max_length=60, blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["foi_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False) & ~Q(answered_by="")
                | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="foi_order_answered_by_somebody",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("asked_on")), name="foi_order_due_after_asked"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="foi_order_open")]

    def __str__(self) -> str:
        return f"{self.foi_id}: {self.addressee}"


class CaseNote(models.Model):
    """A note of the people who handle a case, for themselves alone; sealed, never part of a letter or of the archive."""

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="notes")
    text_sealed = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["foi_id", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text_sealed=""), name="foi_note_says_something")]

    def __str__(self) -> str:
        return f"{self.foi_id} {self.written_at:%Y-%m-%d}"
