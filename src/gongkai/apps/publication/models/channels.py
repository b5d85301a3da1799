"""Channels (公开途径, `ogi:23`–`ogi:25`) and what was delivered over each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """One way by which an organ reaches people: its portal column, an account, a board, a reading place."""

    class Kind(models.TextChoices):
        PORTAL = "portal", _("政府网站")
        WECHAT = "wechat", _("微信公众号")
        MEDIA_ACCOUNT = "media_account", _("其他政务新媒体")
        BOARD = "board", _("公开栏")
        SCREEN = "screen", _("电子屏")
        BROADCAST = "broadcast", _("广播电视")
        GAZETTE = "gazette", _("政府公报")
        PRESS = "press", _("报刊和新闻发布会")
        READING_PLACE = "reading_place", _("查阅场所")
        OTHER = "other", _("其他")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="channels", verbose_name=_("机构"))
    kind = models.CharField(_("类别"), max_length=14, choices=Kind)
    name = models.CharField(_("名称或帐号"), max_length=80)
    opened_on = models.DateField(_("启用日期"))
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["organ_id", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "name"], name="publication_channel_once"),
            models.CheckConstraint(condition=~Q(name=""), name="publication_channel_has_name"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="publication_channel_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}“{self.name}”"


class Delivery(models.Model):
    """One thing delivered over a channel: a version of an item, or a post that has no item here and bears its own title."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="deliveries", verbose_name=_("机构"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries", verbose_name=_("渠道"))
    item = models.ForeignKey(
        "publication.DisclosureItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("信息"),
    )
    version = models.ForeignKey(
        "publication.ItemVersion", models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    title = models.CharField(_("标题"), max_length=200)
    delivered_on = models.DateField(_("发布日期"))
    external_url = models.CharField(_("链接"), max_length=500, blank=True, default="")
    proof = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-delivered_on", "-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="publication_delivery_has_title"),
            models.CheckConstraint(
                condition=Q(item__isnull=True, version__isnull=True) | Q(item__isnull=False, version__isnull=False),
                name="publication_delivery_item_with_version",
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, void_reason="") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
                name="publication_delivery_void_has_reason",
            ),
            models.UniqueConstraint(
                fields=["channel", "version"],
                condition=Q(version__isnull=False, voided_on__isnull=True),
                name="publication_delivery_version_once",
            ),
            models.UniqueConstraint(
                fields=["channel", "external_url"],
                condition=Q(item__isnull=True, voided_on__isnull=True) & ~Q(external_url=""),
                name="publication_delivery_post_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "delivered_on", "channel"], name="publication_delivery_year"),
            models.Index(fields=["channel", "-delivered_on", "-id"], name="publication_delivery_newest"),
        ]

    def __str__(self) -> str:
        return self.title
