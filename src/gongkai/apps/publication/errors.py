"""Refusals of publication: each says what is wrong and what to do, with its code, the field to mend and the citation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.apps.publication.content import Content
    from gongkai.apps.publication.models import DisclosureItem, ItemVersion
    from gongkai.law.publication import Blocker


class PublicationError(ValueError):
    """Something that cannot be done with the registers of publication; nothing was written."""

    code = "publication"

    def __init__(self, message: str, *, field: str = "", cites: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field, self.cites = field, tuple(cites)


class EditConflict(PublicationError):
    """Somebody saved another version in the meantime; both are at hand, and neither is lost."""

    code = "edit_conflict"

    def __init__(self, *, mine: "Content", theirs: "ItemVersion") -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(
            f"{theirs.saved_by}已保存第{theirs.number}版，您的修改基于较早的版本，没有保存。请对照两份内容，在最新版本上修改后再保存。"
        )


class WrongState(PublicationError):
    """The item is not at the stage that the step needs."""

    code = "wrong_state"

    def __init__(self, item: "DisclosureItem", *, step: str, needs: str) -> None:
        self.item = item
        super().__init__(f"“{item.title}”现为“{item.get_state_display()}”，不能{step}；{needs}后才能{step}。")


class StaleVersion(PublicationError):
    """The version looked at is no longer the newest one."""

    code = "stale_version"

    def __init__(self, *, seen: "ItemVersion", newest: "ItemVersion") -> None:
        super().__init__(f"您看的是第{seen.number}版，现在已有第{newest.number}版。请看过最新版本后再作结论。")


class SamePerson(PublicationError):
    """One person would hold two roles that the house keeps apart (`convention:39`)."""

    code = "same_person"

    def __init__(self, message: str) -> None:
        super().__init__(message, cites=["convention:39", "ogi:17.1"])


class PublicationBlocked(PublicationError):
    """The gate of the law is shut; `blockers` says why, each with its field and citation."""

    code = "blocked"

    def __init__(self, blockers: Sequence["Blocker"]) -> None:
        self.blockers = tuple(blockers)
        super().__init__(
            "".join(blocker.message for blocker in blockers),
            field=blockers[0].field,
            cites=[str(cite) for blocker in blockers for cite in blocker.cites],
        )


class IncompleteHeads(PublicationError):
    """A head field is missing or does not fit."""

    code = "incomplete"


class DamagedVersion(PublicationError):
    """What is stored no longer matches the hash that was reviewed."""

    code = "damaged"

    def __init__(self, version: "ItemVersion") -> None:
        super().__init__(f"第{version.number}版的内容与审查时的哈希不符，可能已被改动。请勿发布，并从备份核对。")
