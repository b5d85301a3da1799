"""Found, rename and abolish organs; appoint people, end posts, hand work over."""

from datetime import date, timedelta

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, OrganName, Post, Role, User


class OrganError(ValueError):
    """A change of the organ tree that cannot be made."""


@transaction.atomic
def found_organ(
    *,
    by: User | None,
    on: date,
    code: str,
    kind: Organ.Kind,
    name: str,
    short_name: str,
    parent: Organ | None = None,
    area_code: str = "",
    **facts: object,
) -> Organ:
    """
    Enter an organ below its parent.

    :param facts: further fields of `Organ`, such as `phone` or `office`.
    :raises OrganError: the code holds a slash or is taken.
    """
    if "/" in code or not code:
        raise OrganError(f"机构代码“{code}”无效：不能为空，也不能含有“/”。")
    if Organ.objects.filter(code=code).exists():
        raise OrganError(f"机构代码“{code}”已被使用，请核对后重新填写。")
    path = f"{parent.path if parent else ''}{code}/"
    organ = Organ.objects.create(
        code=code,
        kind=kind,
        parent=parent,
        path=path,
        name=name,
        short_name=short_name,
        area_code=area_code or (parent.area_code if parent else ""),
        founded_on=on,
        **facts,
    )
    OrganName.objects.create(organ=organ, name=name, from_on=on)
    append_event(organ=organ, kind="organ.founded", subject=organ, by=by, on=on, facts={"code": code, "name": name})
    return organ


@transaction.atomic
def rename_organ(*, organ: Organ, by: User | None, on: date, name: str, short_name: str) -> OrganName:
    """
    Give the organ a new name from the day `on`; the old one keeps its dates.

    :raises OrganError: the present name began on that day or later.
    """
    current = OrganName.objects.select_for_update().get(organ=organ, to_on__isnull=True)
    if current.from_on >= on:
        raise OrganError(f"现用名称自{current.from_on:%Y-%m-%d}起使用，新名称的启用日期必须更晚。")
    current.to_on = on - timedelta(days=1)
    current.save(update_fields=["to_on"])
    renamed = OrganName.objects.create(organ=organ, name=name, from_on=on)
    organ.name, organ.short_name = name, short_name
    organ.save(update_fields=["name", "short_name"])
    append_event(
        organ=organ, kind="organ.renamed", subject=organ, by=by, on=on, facts={"from": current.name, "to": name}
    )
    return renamed


@transaction.atomic
def check_contacts(*, organ: Organ, by: User | None, on: date, **contacts: str) -> Organ:
    """
    Confirm or change the contact facts of the guide (`ogi:12`) and record the day they were checked.

    :raises OrganError: a field that is not a contact fact.
    """
    allowed = {"office", "address", "office_hours", "phone", "fax", "email", "tip_phone"}
    unknown = set(contacts) - allowed
    if unknown:
        raise OrganError(f"{'、'.join(sorted(unknown))} 不是联系方式字段。")
    for field, value in contacts.items():
        setattr(organ, field, value)
    organ.contact_checked_on = on
    organ.save(update_fields=[*contacts, "contact_checked_on"])
    append_event(organ=organ, kind="organ.contacts_checked", subject=organ, by=by, on=on, facts=contacts)
    return organ


@transaction.atomic
def appoint(
    *,
    user: User,
    organ: Organ,
    role: Role,
    by: User | None,
    on: date,
    duties: str = "",
    substitute: User | None = None,
) -> Post:
    """
    Put a person into a post from the day `on`.

    :raises OrganError: the person holds this post already.
    """
    if Post.objects.filter(user=user, organ=organ, role=role, to_on__isnull=True).exists():
        raise OrganError(f"{user}已任{organ.name}{role.label}，无需重复任命。")
    post = Post.objects.create(user=user, organ=organ, role=role, from_on=on, duties=duties, substitute=substitute)
    append_event(
        organ=organ, kind="post.appointed", subject=post, by=by, on=on, facts={"user": user.pk, "role": role.value}
    )
    return post


@transaction.atomic
def end_post(*, post: Post, by: User | None, on: date) -> Post:
    """
    End a post; `on` is its last day.

    :raises OrganError: the post has ended already, or would end before it began.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.to_on is not None:
        raise OrganError(f"该职责已于{post.to_on:%Y-%m-%d}结束。")
    if on < post.from_on:
        raise OrganError(f"结束日期不能早于任职日期{post.from_on:%Y-%m-%d}。")
    post.to_on = on
    post.save(update_fields=["to_on"])
    append_event(organ=post.organ, kind="post.ended", subject=post, by=by, on=on, facts={"user": post.user_id})
    return post


@transaction.atomic
def open_account(*, organ: Organ, username: str, display_name: str, password: str, by: User | None, on: date) -> User:
    """
    Open an account for a person of the organ; what it may do comes with an appointment.

    :param password: an empty one makes an account that cannot sign in until a password is set.

    :raises OrganError: the account name is taken.
    """
    if User.objects.filter(username=username).exists():
        raise OrganError(f"帐号“{username}”已被使用，请另选一个。")
    user = User.objects.create_user(username=username, password=password or None, display_name=display_name)
    append_event(organ=organ, kind="account.opened", subject=user, by=by, on=on, facts={"username": username})
    return user


@transaction.atomic
def close_account(*, organ: Organ, user: User, by: User | None, on: date) -> User:
    """Close an account: the person cannot sign in any more, and open sessions end with the next request."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    append_event(organ=organ, kind="account.closed", subject=user, by=by, on=on, facts={"username": user.username})
    return user
