"""Items of information, their versions, and the reviews that each version passed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.apps.publication.labels import term
from gongkai.law import publication as law


class DisclosureItem(models.Model):
    """
    One piece of government information (政府信息, `ogi:2`).

    The head fields are those of the published version, before the first publication those of the newest. `state` says how far the
    newest version has come; what the public sees is `published_version`, until the item is withdrawn.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("已提交")
        REVIEWED = "reviewed", _("已保密审查")
        APPROVED = "approved", _("已审批")
        PUBLISHED = "published", _("已发布")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Kind(models.TextChoices):
        POLICY = "policy", _("政策文件")
        NOTICE = "notice", _("通知公告")
        EXPLAINER = "explainer", _("政策解读")
        PLAN = "plan", _("规划计划")
        WORK_SUMMARY = "work_summary", _("工作总结")
        FISCAL = "fiscal", _("财政预决算")
        STATISTICS = "statistics", _("统计信息")
        PERSONNEL = "personnel", _("机构人事")
        LICENSING = "licensing", _("许可与服务")
        ENFORCEMENT = "enforcement", _("行政执法")
        PROJECT = "project", _("项目与采购")
        WELFARE = "welfare", _("民生保障")
        EMERGENCY = "emergency", _("应急管理")
        DISCLOSURE_GUIDE = "disclosure_guide", _("公开指南")
        DISCLOSURE_RULES = "disclosure_rules", _("公开制度")
        RULE_OF_LAW = "rule_of_law", _("法治政府建设")
        OTHER = "other", _("其他")

    class Attribute(models.TextChoices):
        PROACTIVE = law.DisclosureAttribute.PROACTIVE.value, term("proactive")
        ON_REQUEST = law.DisclosureAttribute.ON_REQUEST.value, term("on_request")
        WITHHELD = law.DisclosureAttribute.WITHHELD.value, term("withheld")

    class WithdrawalGround(models.TextChoices):
        ERROR = "error", _("内容有误")
        EXPIRED = "expired", _("公开期满")
        REVOKED = "revoked", _("决定被依法变更、撤销")
        SECRECY = "secrecy", _("保密原因")
        PRIVACY = "privacy", _("个人信息保护")
        OTHER = "other", _("其他")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="items", verbose_name=_("发布机构"))
    public_key = models.CharField(max_length=12, unique=True, editable=False)
    index_number = models.CharField(_("索引号"), max_length=60, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)

    title = models.CharField(_("名称"), max_length=200)
    document_number = models.CharField(_("发文字号"), max_length=80, blank=True, default="")
    abstract = models.TextField(_("内容概述"), blank=True, default="")
    kind = models.CharField(_("体裁"), max_length=20, choices=Kind)
    catalog_entry = models.ForeignKey(
        "publication.CatalogEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("目录事项"),
    )
    produced_on = models.DateField(_("成文日期"))
    formed_on = models.DateField(_("形成或变更日期"))
    source = models.CharField(_("信息来源"), max_length=120, blank=True, default="")
    mode = models.CharField(_("公开方式"), max_length=120, blank=True, default="")
    disclosure_attribute = models.CharField(_("公开属性"), max_length=10, choices=Attribute)
    withheld_reason = models.TextField(_("不主动公开的理由"), blank=True, default="")
    withheld_cites = models.CharField(_("不主动公开的依据"), max_length=120, blank=True, default="")
    review_on = models.DateField(_("下次评估日期"), null=True, blank=True)

    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="items_answered_for", verbose_name=_("责任人")
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    drafted_at = models.DateTimeField(_("起草时间"))

    explains = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="explainers", verbose_name=_("解读的文件")
    )
    urgent_since = models.DateTimeField(_("事件发生或者获知时间"), null=True, blank=True)
    urgent_reason = models.CharField(_("紧急事由"), max_length=200, blank=True, default="")
    release_at = models.DateTimeField(_("定时发布时间"), null=True, blank=True)
    takedown_at = models.DateTimeField(_("定时撤下时间"), null=True, blank=True)
    revoked_on = models.DateField(_("处罚决定被变更、撤销之日"), null=True, blank=True)

    published_version = models.ForeignKey(
        "publication.ItemVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("更正时间"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    withdrawal_ground = models.CharField(
        "撤回原因类别", max_length=10, choices=WithdrawalGround, blank=True, default=""
    )
    withdrawal_note = models.TextField(_("撤回说明"), blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "index_number"],
                condition=~Q(index_number=""),
                name="publication_item_index_number_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="publication_item_has_title"),
            models.CheckConstraint(
                condition=Q(disclosure_attribute__in=["proactive", "on_request", "withheld"]),
                name="publication_item_attribute_known",
            ),
            models.CheckConstraint(
                condition=Q(disclosure_attribute="proactive", review_on__isnull=True)
                | (~Q(disclosure_attribute="proactive") & ~Q(withheld_reason="") & Q(review_on__isnull=False)),
                name="publication_item_withheld_has_reason_and_review_date",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_version__isnull=True)
                | (Q(published_at__isnull=False, published_version__isnull=False) & ~Q(index_number="")),
                name="publication_item_published_has_time_version_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="publication_item_published_state_has_time",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(disclosure_attribute="proactive", catalog_entry__isnull=False),
                name="publication_item_published_is_proactive_in_catalog",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawal_ground=""))
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawal_ground="")),
                name="publication_item_withdrawn_has_time_and_ground",
            ),
            models.CheckConstraint(
                condition=Q(urgent_since__isnull=True, urgent_reason="")
                | (Q(urgent_since__isnull=False) & ~Q(urgent_reason="")),
                name="publication_item_urgent_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(explains__isnull=True) | ~Q(explains=F("id")), name="publication_item_explains_another"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=False, withdrawn_at__gte=F("published_at")),
                name="publication_item_withdrawn_after_published",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True)
                | Q(published_at__isnull=False, corrected_at__gte=F("published_at")),
                name="publication_item_corrected_after_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organ", "-published_at", "-id"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="publication_item_public_organ",
            ),
            models.Index(
                fields=["catalog_entry", "-published_at", "-id"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="publication_item_public_entry",
            ),
            models.Index(fields=["-published_at", "-id"], name="publication_item_newest"),
            models.Index(
                fields=["organ", "-corrected_at"],
                condition=Q(corrected_at__isnull=False),
                name="publication_item_corrected",
            ),
            models.Index(
                fields=["organ", "-withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="publication_item_withdrawn",
            ),
            models.Index(fields=["organ", "state", "-id"], name="publication_item_desk"),
            models.Index(fields=["release_at"], condition=Q(release_at__isnull=False), name="publication_item_release"),
            models.Index(
                fields=["takedown_at"], condition=Q(takedown_at__isnull=False), name="publication_item_takedown"
            ),
            models.Index(
                fields=["review_on"], condition=Q(review_on__isnull=False), name="publication_item_review_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemVersion(models.Model):
    """One state of an item's whole content: head fields, body, attachments, bound by `hash`. Written once, never changed."""

    item = models.ForeignKey(DisclosureItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    heads = models.JSONField()
    body_html = models.TextField(_("正文"), blank=True, default="")
    body_text = models.TextField(blank=True, default="")
    hash = models.CharField(max_length=64)
    note = models.CharField(_("修改说明"), max_length=200, blank=True, default="")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["item_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="publication_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="publication_version_from_1"),
            models.CheckConstraint(condition=~Q(hash=""), name="publication_version_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class Attachment(models.Model):
    """A file of one version, in its order; the title is what readers see."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("附件名称"), max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="publication_attachment_one_place"),
            models.CheckConstraint(condition=~Q(title=""), name="publication_attachment_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """One look at exactly one version: a proof round (校对), the secrecy review (`ogi:17`) or the approval."""

    class Round(models.TextChoices):
        PROOF_1 = law.ReviewRound.PROOF_1.value, term("proof_1")
        PROOF_2 = law.ReviewRound.PROOF_2.value, term("proof_2")
        PROOF_3 = law.ReviewRound.PROOF_3.value, term("proof_3")
        SECRECY_REVIEW = law.ReviewRound.SECRECY_REVIEW.value, term("secrecy_review")
        APPROVAL = law.ReviewRound.APPROVAL.value, term("approval")

    class Conclusion(models.TextChoices):
        PASSED = law.Conclusion.PASSED.value, term("passed")
        RETURNED = law.Conclusion.RETURNED.value, term("returned")
        MAY_PUBLISH = law.Conclusion.MAY_PUBLISH.value, term("may_publish")
        MUST_NOT = law.Conclusion.MUST_NOT.value, term("must_not")
        PARTLY = law.Conclusion.PARTLY.value, term("partly")
        REFERRED = law.Conclusion.REFERRED.value, term("referred")

    item = models.ForeignKey(DisclosureItem, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="reviews")
    version_hash = models.CharField(max_length=64)
    round = models.CharField(_("环节"), max_length=14, choices=Round)
    conclusion = models.CharField(_("结论"), max_length=12, choices=Conclusion)
    note = models.TextField(_("意见"), blank=True, default="")
    answers = models.JSONField(_("审查事项"), default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("审查人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["item_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round="secrecy_review", conclusion__in=["may_publish", "must_not", "partly", "referred"])
                | (~Q(round="secrecy_review") & Q(conclusion__in=["passed", "returned"])),
                name="publication_review_conclusion_fits_round",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=["passed", "may_publish"]) | ~Q(note=""),
                name="publication_review_refusal_has_note",
            ),
            models.UniqueConstraint(
                fields=["version", "round"],
                condition=~Q(conclusion="referred"),
                name="publication_review_round_decided_once",
            ),
            models.UniqueConstraint(
                fields=["version", "by"],
                condition=Q(round__in=["secrecy_review", "approval"]) & ~Q(conclusion="referred"),
                name="publication_review_secrecy_and_approval_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_round_display()}：{self.get_conclusion_display()}"
