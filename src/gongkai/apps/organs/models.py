"""Organs, people, and the posts that tie them together."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from gongkai.law.annual_report.model import OrganKind

KIND_LABELS = {
    OrganKind.PROVINCE: "省（自治区、直辖市）",
    OrganKind.PREFECTURE: "设区的市",
    OrganKind.COUNTY: "县（市、区）",
    OrganKind.TOWNSHIP: "乡（镇、街道）",
    OrganKind.VILLAGE: "村（居）",
    OrganKind.DEPARTMENT: "部门",
}


class User(AbstractUser):
    """A person who signs in. What the person may do comes from posts alone."""

    display_name = models.CharField("姓名", max_length=60)

    def __str__(self) -> str:
        return self.display_name or self.username


class Organ(models.Model):
    """An administrative organ (行政机关), a village or a department; `path` is the chain of codes from the root, each ended by “/”."""

    class Kind(models.TextChoices):
        PROVINCE = OrganKind.PROVINCE.value, KIND_LABELS[OrganKind.PROVINCE]
        PREFECTURE = OrganKind.PREFECTURE.value, KIND_LABELS[OrganKind.PREFECTURE]
        COUNTY = OrganKind.COUNTY.value, KIND_LABELS[OrganKind.COUNTY]
        TOWNSHIP = OrganKind.TOWNSHIP.value, KIND_LABELS[OrganKind.TOWNSHIP]
        VILLAGE = OrganKind.VILLAGE.value, KIND_LABELS[OrganKind.VILLAGE]
        DEPARTMENT = OrganKind.DEPARTMENT.value, KIND_LABELS[OrganKind.DEPARTMENT]

    code = models.CharField("代码", max_length=24, unique=True)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=255, unique=True, editable=False)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    area_code = models.CharField("区划代码", max_length=12)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    is_demo = models.BooleanField("演示数据", default=False)
    founded_on = models.DateField("设立日期")
    abolished_on = models.DateField("撤销日期", null=True, blank=True)
    office = models.CharField("公开工作机构", max_length=120, blank=True, default="")
    address = models.CharField("办公地址", max_length=200, blank=True, default="")
    office_hours = models.CharField("办公时间", max_length=120, blank=True, default="")
    phone = models.CharField("联系电话", max_length=40, blank=True, default="")
    fax = models.CharField("传真", max_length=40, blank=True, default="")
    email = models.CharField("电子邮箱", max_length=120, blank=True, default="")
    tip_phone = models.CharField("监督举报电话", max_length=40, blank=True, default="")
    contact_checked_on = models.DateField("联系方式核对日期", null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(abolished_on__isnull=True) | Q(abolished_on__gt=F("founded_on")),
                name="organs_organ_abolished_after_founded",
            ),
            models.CheckConstraint(condition=Q(path__endswith="/"), name="organs_organ_path_ends_with_slash"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganName(models.Model):
    """A name the organ bears or bore, with its dates; letters and reports of a year use that year's name."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="organs_name_dates_in_order"
            ),
            models.UniqueConstraint(fields=["organ"], condition=Q(to_on__isnull=True), name="organs_name_one_current"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The posts of a disclosure desk; what each may do stands in `data/permissions.toml`."""

    GROUP_LEADER = "group_leader", "政务公开领导小组组长"
    GROUP_MEMBER = "group_member", "政务公开领导小组组员"
    OFFICE_HEAD = "office_head", "公开工作机构负责人"
    CLERK = "clerk", "专职工作人员"
    BUSINESS_OFFICER = "business_officer", "业务经办人员"
    VILLAGE_CLERK = "village_clerk", "村级信息员"
    VILLAGE_SUPERVISOR = "village_supervisor", "村务监督委员会成员"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    COUNTY_OFFICE = "county_office", "县政务公开办"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class Post(models.Model):
    """A person in a role at an organ, from a day to a day (both included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name="机构")
    role = models.CharField("职责", max_length=20, choices=Role)
    from_on = models.DateField("任职起")
    to_on = models.DateField("任职止", null=True, blank=True)
    duties = models.CharField("分工", max_length=200, blank=True, default="")
    substitute = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="substitutes_for", verbose_name="替补"
    )

    class Meta:
        ordering = ["organ__path", "role", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="organs_post_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["user", "organ", "role"], condition=Q(to_on__isnull=True), name="organs_post_held_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "from_on", "to_on"], name="organs_post_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
