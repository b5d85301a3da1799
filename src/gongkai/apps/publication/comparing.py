"""How two versions of an item differ, and which version somebody last agreed to."""

from dataclasses import dataclass
from typing import Any

from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.documents.markup import Line, Piece, differences, word_pieces

_HEADS = (
    "title", "document_number", "kind", "catalog_entry", "produced_on", "formed_on", "source", "mode", "abstract",
    "disclosure_attribute", "withheld_reason", "withheld_cites",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What changed from one version to another: head fields by name, lines of the text, files that came and went."""

    older: ItemVersion
    newer: ItemVersion
    heads: tuple[tuple[str, tuple[Piece, ...]], ...]
    lines: tuple[Line, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    form_only: bool

    @property
    def same(self) -> bool:
        """Tell whether nothing differs at all."""
        return not (self.heads or self.lines or self.added or self.removed or self.form_only)


def compare(older: ItemVersion, newer: ItemVersion) -> Comparison:
    """Compare two versions of one item."""
    before, after = heads_of(older), heads_of(newer)
    heads = tuple(
        (name, word_pieces(was, now))
        for name in _HEADS
        if (was := _written(name, getattr(before, name))) != (now := _written(name, getattr(after, name)))
    )
    lines = tuple(differences(older.body_text, newer.body_text))
    files = [dict(version.attachments.values_list("file__sha256", "title")) for version in (older, newer)]
    return Comparison(
        older=older,
        newer=newer,
        heads=heads,
        lines=lines,
        added=tuple(title for sha256, title in files[1].items() if sha256 not in files[0]),
        removed=tuple(title for sha256, title in files[0].items() if sha256 not in files[1]),
        form_only=not lines and older.body_html != newer.body_html,
    )


def agreed_before(item: DisclosureItem, version: ItemVersion) -> ItemVersion | None:
    """Give the version before this one that was approved last, or published; else the one before; None for the first."""
    earlier = item.versions.filter(number__lt=version.number)
    approved = earlier.filter(reviews__round=Review.Round.APPROVAL, reviews__conclusion=Review.Conclusion.PASSED)
    return approved.order_by("-number").first() or earlier.order_by("-number").first()


def _written(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "kind":
        return str(DisclosureItem.Kind(value).label)
    if name == "disclosure_attribute":
        return str(DisclosureItem.Attribute(value).label)
    return str(value.label if name == "catalog_entry" else value)
