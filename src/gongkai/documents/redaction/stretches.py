"""Stretches of characters: several marks of one paragraph become what is taken out of it, once."""

from collections.abc import Iterable, Sequence

from gongkai.documents.redaction.model import Passage, RedactionFailed

#: What stands where words were; its length tells nothing about theirs.
GAP = "■■■"


def merged(passages: Iterable[Passage], lengths: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """
    Give the stretches to take out of each paragraph, in order and without overlap.

    :raises RedactionFailed: a passage is not there.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for passage in sorted(passages, key=lambda each: (each.number, each.start)):
        if not 0 <= passage.number < len(lengths):
            raise RedactionFailed("标注的段落不在文件里，文件可能已更换。请重新打开标注页。")
        end = lengths[passage.number] if passage.end is None else min(passage.end, lengths[passage.number])
        if passage.start >= end and lengths[passage.number]:
            raise RedactionFailed("标注的文字不在这一段里，请重新标注。")
        stretches = found.setdefault(passage.number, [])
        if stretches and passage.start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((passage.start, end))
    return found


def without(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """Give a text with a gap for each stretch."""
    parts, place = [], 0
    for start, end in stretches:
        parts += [text[place:start], GAP]
        place = end
    return "".join([*parts, text[place:]])
