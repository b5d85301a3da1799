"""What an organ lays down for itself: which looks its items need, and which words must not or should not stand in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReviewScheme(models.Model):
    """The proof rounds (三审三校) that an organ demands besides the secrecy review and the approval; `rounds` are their codes in order."""

    organ = models.OneToOneField(
        "organs.Organ", models.PROTECT, primary_key=True, related_name="review_scheme", verbose_name=_("机构")
    )
    rounds = models.JSONField(_("审校环节"), default=list)

    def __str__(self) -> str:
        return "、".join(self.rounds)


class WatchWord(models.Model):
    """A word of an organ's own list: wrong titles of leaders and bodies, sensitive words; or a right term whose near misses are looked for."""

    class Kind(models.TextChoices):
        TITLE = "title", _("人员称谓、职务")
        BODY = "body", _("机构名称")
        SENSITIVE = "sensitive", _("敏感或者禁用词")
        TERM = "term", _("规范用语（查近似错误）")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="watch_words", verbose_name=_("机构"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    word = models.CharField(_("词"), max_length=60)
    instead = models.CharField(_("应当写作"), max_length=60, blank=True, default="")
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_on = models.DateField(_("登记日期"))
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "word"]
        constraints = [
            models.CheckConstraint(condition=~Q(word=""), name="publication_watch_word_not_empty"),
            models.UniqueConstraint(
                fields=["organ", "word"], condition=Q(retired_on__isnull=True), name="publication_watch_word_once"
            ),
        ]

    def __str__(self) -> str:
        return self.word
