"""Keys for packages: an organ's own, and those of others that were checked by telephone or on paper before they were entered."""

import base64
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal, unseal
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.models import SigningKey, TrustedKey
from gongkai.apps.reporting.season.ground import VERB, SeasonError
from gongkai.documents import packages


@transaction.atomic
def make_key(*, organ: Organ, by: User | None, at: datetime) -> SigningKey:
    """Make a new key for the organ; the one before is retired, receivers must be given the new one."""
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    SigningKey.objects.filter(organ=organ, retired_at__isnull=True).update(retired_at=at)
    private = packages.new_key()
    key = SigningKey.objects.create(
        organ=organ,
        public=packages.public_key(private),
        sealed=seal(base64.b64encode(private).decode()),
        made_by=by,
        made_at=at,
    )
    append_event(organ=organ, kind="key.made", subject=key, by=by, on=on, at=at, facts={"public": key.public})
    return key


def private_key(organ: Organ) -> bytes:
    """
    Give the private key that is in use.

    :raises SeasonError: the organ has none.
    """
    key = SigningKey.objects.filter(organ=organ, retired_at__isnull=True).first()
    if key is None:
        raise SeasonError(f"{organ.name}还没有签名密钥。请先生成密钥，并把公钥交给接收单位。")
    return base64.b64decode(unseal(key.sealed))


@transaction.atomic
def trust_key(*, organ: Organ, code: str, name: str, public: str, by: User | None, at: datetime) -> TrustedKey:
    """
    Enter the public key of a sender; an earlier one stays valid until it is revoked.

    :raises packages.PackageError: it is no public key.
    :raises SeasonError: code or name are missing.
    """
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    plain = "".join(public.split())
    packages.parse_key(plain)
    if not code.strip() or not name.strip():
        raise SeasonError("请填写发送单位的代码和名称。")
    key, _ = TrustedKey.objects.update_or_create(
        organ=organ,
        code=code.strip(),
        public=plain,
        defaults={"name": name.strip()[:120], "added_by": by, "added_at": at, "revoked_at": None},
    )
    append_event(
        organ=organ, kind="key.trusted", subject=key, by=by, on=on, at=at,
        facts={"code": key.code, "name": key.name, "public": plain},
    )  # fmt: skip
    return key


@transaction.atomic
def revoke_key(*, key: TrustedKey, by: User | None, at: datetime) -> TrustedKey:
    """Accept no more packages signed with a key."""
    on = timezone.localdate(at)
    require(by, VERB, key.organ, on=on)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    append_event(organ=key.organ, kind="key.revoked", subject=key, by=by, on=on, at=at, facts={"public": key.public})
    return key
