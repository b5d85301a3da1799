"""
Is this paper or file genuine? A register of things that can be verified by their hash, each kind by those who own it.

Nothing is told but what is public anyway: of a draft, of a letter to another person, the answer is the same as of any foreign file.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.timezone import localtime

from gongkai.apps.publication.models import Attachment, Channel, DisclosureItem, ItemVersion
from gongkai.apps.reporting import exports
from gongkai.apps.reporting.models import ReportVersion

State = Literal["current", "replaced", "withdrawn"]
#: So many characters of a hash are printed at least; fewer prove nothing.
SHORTEST = 8
DIGEST = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


@dataclass(frozen=True)
class Asked:
    """
    What somebody holds: the SHA-256 of a file, or a number and the beginning of a hash from a printed sheet.

    `digest` is in small hexadecimal letters; with fewer than 64 of them a `number` stands beside it.
    """

    digest: str
    number: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether the hash is whole, as that of a file."""
        return len(self.digest) == 64


@dataclass(frozen=True)
class Verdict:
    """Something of ours that bears the hash: how it stands, what it is, who published it when, where to read what holds now."""

    state: State
    what: str
    organ: str
    on: date
    url: str
    number: str = ""


Verifier = Callable[[Asked], Iterator[Verdict]]
_verifiers: list[Verifier] = []


def verifier(check: Verifier) -> Verifier:
    """
    Register a kind of verifiable things.

    The function yields a verdict for each thing that bears the hash asked for, and tells nothing that is not public or not printed
    on the very paper that is being verified.
    """
    _verifiers.append(check)
    return check


def verify(asked: Asked) -> list[Verdict]:
    """Give everything of ours that bears the hash; nothing found means: not ours, or changed."""
    if not DIGEST.fullmatch(asked.digest) or (not asked.whole and not asked.number):
        return []
    found = (verdict for check in _verifiers for verdict in check(asked))
    return sorted(dict.fromkeys(found), key=lambda one: ("current", "replaced", "withdrawn").index(one.state))


@verifier
def attached_files(asked: Asked) -> Iterator[Verdict]:
    """Verify files that were attached to a published version of an item."""
    if not asked.whole:
        return
    attached = Attachment.objects.filter(
        file__sha256=asked.digest, version__deliveries__channel__kind=Channel.Kind.PORTAL
    ).select_related("version__item__organ")
    for one in attached:
        yield _of_item(one.version.item, version=one.version, what=one.title)


@verifier
def items(asked: Asked) -> Iterator[Verdict]:
    """Verify a printed page by its index number or document number and the hash at its foot."""
    versions = ItemVersion.objects.filter(
        hash__startswith=asked.digest, deliveries__channel__kind=Channel.Kind.PORTAL
    ).select_related("item__organ")
    for version in versions.distinct():
        item = version.item
        if asked.whole or asked.number in (item.index_number, item.document_number, item.public_key):
            yield _of_item(item, version=version, what=version.heads["title"])


def _of_item(item: DisclosureItem, *, version: ItemVersion, what: str) -> Verdict:
    """Say how a published version stands; of a withdrawn item only that, not what it was about."""
    url = reverse("portal:item", args=[item.organ.code, item.public_key])
    published = item.published_at or item.drafted_at
    if item.withdrawn_at is not None:
        return Verdict("withdrawn", "", item.organ.name, localtime(item.withdrawn_at).date(), url, item.index_number)
    if version.pk != item.published_version_id:
        changed = item.corrected_at or published
        return Verdict("replaced", what, item.organ.name, localtime(changed).date(), url, item.index_number)
    at = item.corrected_at or published
    return Verdict("current", what, item.organ.name, localtime(at).date(), url, item.index_number)


@verifier
def reports(asked: Asked) -> Iterator[Verdict]:
    """Verify a yearly report by the hash printed in it and in all of its files."""
    versions = ReportVersion.objects.filter(digest__startswith=asked.digest, published_at__isnull=False)
    for version in versions.select_related("report__organ"):
        organ, year = version.report.organ, version.report.year
        if not asked.whole and asked.number not in (str(year), f"{organ.code}-{year}"):
            continue
        newest = version.report.versions.filter(published_at__isnull=False).latest("number")
        state: State = "current" if newest.pk == version.pk else "replaced"
        on = localtime(newest.published_at).date()
        yield Verdict(state, version.content["title"], organ.name, on, exports.page_path(version), str(year))
