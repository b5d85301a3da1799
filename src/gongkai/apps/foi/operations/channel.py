"""Whether an organ takes applications on line (`ogi:28`); it may once its guide says where else to turn."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.apps.core.operations import append_event
from gongkai.apps.foi.models import OnlineChannel
from gongkai.apps.foi.operations.flow import FoiError
from gongkai.apps.foi.queries import facts_missing_for_online
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require


@transaction.atomic
def open_online_channel(*, organ: Organ, by: User | None, on: date, automatic_receipt: bool = True) -> OnlineChannel:
    """
    Take applications on line from the day `on`; on an open channel, change how receipt is confirmed.

    :param automatic_receipt: applicants are told that the receipt shown at once is the confirmation of both sides (`ogi:31(3)`).
    :raises FoiError: it is a village, or the guide lacks a fact that applicants need.
    """
    require(by, "foi.approve", organ, on=on)
    if organ.kind == Organ.Kind.VILLAGE:
        raise FoiError("村（居）民委员会不是行政机关，不受理申请。")
    if missing := facts_missing_for_online(organ):
        raise FoiError(
            _("公开指南还缺%(facts)s，请先在“机构和人员”中补齐，再开通网上申请。") % {"facts": "、".join(missing)}
        )
    channel, created = OnlineChannel.objects.get_or_create(
        organ=organ, defaults={"opened_on": on, "automatic_receipt": automatic_receipt}
    )
    if not created:
        channel.automatic_receipt = automatic_receipt
        channel.save(update_fields=["automatic_receipt"])
    facts = {"automatic_receipt": automatic_receipt}
    append_event(organ=organ, kind="foi.online_opened", subject=organ, by=by, on=on, facts=facts)
    return channel


@transaction.atomic
def close_online_channel(*, organ: Organ, by: User | None, on: date) -> None:
    """Take no more applications on line; what was handed in goes on, and drafts can still be printed."""
    require(by, "foi.approve", organ, on=on)
    if OnlineChannel.objects.filter(organ=organ).delete()[0]:
        append_event(organ=organ, kind="foi.online_closed", subject=organ, by=by, on=on, facts={})
