"""Pages that belong to no organ: the home with the tree of organs, lists as data, how to set the display."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import Validity, portal
from gongkai.web.access import public, today
from gongkai.web.portal import feeds
from gongkai.web.portal.frame import Head, plain_page
from gongkai.web.portal.listing import COLUMNS, lines_of
from gongkai.web.portal.words import term

NEWEST = 5
#: What a script may ask without being a burden; nothing is blocked below it.
REQUESTS_A_SECOND = 5
#: Kinds below a government, in the order in which they are listed.
GROUPS = (Organ.Kind.PREFECTURE, Organ.Kind.COUNTY, Organ.Kind.DEPARTMENT, Organ.Kind.TOWNSHIP, Organ.Kind.VILLAGE)


@dataclass
class Branch:
    """An organ in the tree, when its column last changed, and what lies below it."""

    organ: Organ
    changed_on: date | None
    children: list["Branch"] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[str, list["Branch"]]]:
        """Give what lies below by kind, each kind with its label."""
        found = ((kind, [child for child in self.children if child.organ.kind == kind]) for kind in GROUPS)
        return [(term(kind.value), branches) for kind, branches in found if branches]


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show which organs publish here, and what is new."""
    organs = list(existing(today()))
    return plain_page(
        request,
        "home.html",
        head=Head(column=_("政府信息公开"), description=_("各机关依法主动公开的信息、年度报告和申请公开的办法")),
        roots=tree(organs, portal.changed_on(organs)),
        demo=any(organ.is_demo for organ in organs),
        lines=lines_of(portal.newest(organs=organs, limit=NEWEST), with_organ=True),
    )


def tree(organs: Sequence[Organ], changed: dict[int, date]) -> list[Branch]:
    """Hang every organ below its parent; one whose parent is not in the list is a root."""
    branches = {organ.pk: Branch(organ, changed.get(organ.pk)) for organ in organs}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.organ.parent_id or 0)
        (parent.children if parent else roots).append(branch)
    return roots


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Explain the lists as data: addresses, fields, how to go on."""
    organs = list(existing(today()))
    newest = portal.newest(organs=organs, limit=1)
    example = newest[0].organ if newest else next(iter(organs), None)
    return plain_page(
        request,
        "data.html",
        crumbs=[(_("数据与接口"), "")],
        head=Head(column=_("数据与接口"), description=_("每个列表都有 RSS、JSON 和 CSV")),
        example=example,
        month=localtime(newest[0].published_at) if newest else None,
        item=newest[0] if newest else None,
        fields=[(name, heading, field_note(name)) for name, heading in COLUMNS.items()],
        page_size=feeds.PAGE,
        a_second=REQUESTS_A_SECOND,
    )


def field_note(name: str) -> str:
    """Explain a field of the list of items: what it holds, in which shape."""
    return {
        "index_number": _("永久不变、不重复使用"),
        "title": _("现行版本的名称"),
        "document_number": _("没有文号时为空"),
        "organ": _("现在的名称"),
        "organ_code": _("网址中的代码，不变"),
        "topic": _("公开目录的事项"),
        "topic_code": _("a20.01 至 a20.15、a21.t1 至 a21.t8 为条例第二十、二十一条的事项"),
        "kind": ", ".join(DisclosureItem.Kind.values),
        "produced_on": _("年-月-日"),
        "published_at": _("首次发布，服务器的时间，不变"),
        "corrected_at": _("没有更正时为空"),
        "validity": _("只有政策文件库中的文件才有；否则为空") + "：" + ", ".join(one.value for one in Validity),
        "source": _("责任部门"),
        "digest": _("内容的 SHA-256，内容变了它才变"),
    }[name]


@public
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Explain how to set size, contrast and reading aloud, each with its switch; all of it stays on the device."""
    return plain_page(
        request,
        "access.html",
        crumbs=[(_("无障碍与长者设置"), "")],
        head=Head(column=_("无障碍与长者设置"), description=_("文字大小、对比度、朗读")),
    )
