"""
Near misses of right terms: one character wrong, missing, too many, or two in the wrong order.

The method is general. A term is looked up by a piece that one edit leaves whole, the rest is compared, and the place where text and
term part is asked whether it makes sense by itself: a character that belongs to a known word, or a small word that may stand there,
is no mistake. A character of the same sound is one even inside a known word (权利 for 权力), because that is how people mistype.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from gongkai.law.annual_report.text.lexicon import LONGEST_WORD, MIDDLE, SHORT, Key, Lexicon, key_size


class Edit(StrEnum):
    """How a text departs from the right term."""

    WRONG = "wrong"
    MISSING = "missing"
    EXTRA = "extra"
    SWAPPED = "swapped"


@dataclass(frozen=True)
class NearMiss:
    """A place that is nearly a right term: `text[start:end]` is wrong where `term` is right; `site` is where they part."""

    start: int
    end: int
    term: str
    edit: Edit
    site: int
    strong: bool = False

    def found(self, text: str) -> str:
        """Give what the text says in place of the term."""
        return text[self.start : self.end]


def near_misses(text: str, lexicon: Lexicon) -> list[NearMiss]:
    """Find every near miss in a text without blanks, in order, one for each place."""
    suspects: list[NearMiss] = []
    words = lexicon.words
    for place, size, key in _candidates(text, lexicon):
        term, start = key.term, place - max(key.offset, 0)
        window = text[start : start + len(term)] if start >= 0 else ""
        if window == term:
            readings = [] if key.offset > 0 else _doubled_edge(text, place, term, lexicon)
        elif window in words:
            continue
        elif key.offset == MIDDLE:
            readings = _middle(text, place, term)
        else:
            readings = _before(text, place + size, term, size) if key.offset else _after(text, place, term, size)
        if readings:
            suspects += _judge(readings, text, lexicon)
    suspects += _short_slips(text, lexicon)
    return _one_a_place(suspects)


def _short_slips(text: str, lexicon: Lexicon) -> Iterator[NearMiss]:
    """Find short terms with one character of the same sound or shape, where no word claims that character."""
    slips = lexicon.slips
    for place in range(len(text) - SHORT + 1):
        found = slips.get(text[place : place + SHORT])
        if found is not None:
            term, offset = found
            written = text[place + offset]
            if written not in lexicon.small and not _in_word(text, place + offset, lexicon):
                yield NearMiss(place, place + SHORT, term, Edit.WRONG, place + offset, strong=True)


def _candidates(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Key]]:
    """Give place, length of the piece, and term where a look at a few other characters does not rule the term out."""
    index = lexicon.index
    for place in range(len(text) - 1):
        for piece, keys in index.get(text[place : place + 2], ()):
            size = len(piece)
            if size > 2 and not text.startswith(piece, place):
                continue
            after, before = text[place + size : place + size + 2], text[max(0, place - 2) : place]
            for key in keys:
                term, offset, first, second, far, body = key
                if offset == 0:
                    if first in after or second in after:
                        end = place + len(term)
                        if far in text[end - 2 : end + 1] or text.startswith(body, place):
                            yield place, size, key
                elif offset > 0:
                    if first in before or second in before:
                        start = place - offset
                        if far in text[max(0, start - 1) : start + 2] or (
                            start >= -1 and text.startswith(body, start + 1)
                        ):
                            yield place, size, key
                else:
                    yield place, size, key


def _after(text: str, start: int, term: str, size: int) -> list[NearMiss]:
    """Compare forwards: the beginning of the term is there, the rest has one edit."""
    n, i, at, length = len(term), size, start + size, len(text)
    while i < n and at < length and text[at] == term[i]:
        i, at = i + 1, at + 1
    if i == n:
        return []
    last, rest, readings = i == n - 1, term[i + 1 :], []
    if at < length and (last or text.startswith(rest, at + 1)):
        readings.append(NearMiss(start, start + n, term, Edit.WRONG, at))
    if last or text.startswith(rest, at):
        readings.append(NearMiss(start, start + n - 1, term, Edit.MISSING, at))
    if text.startswith(term[i:], at + 1):
        readings.append(NearMiss(start, start + n + 1, term, Edit.EXTRA, at))
    if not last and text.startswith(term[i + 1] + term[i] + term[i + 2 :], at):
        readings.append(NearMiss(start, start + n, term, Edit.SWAPPED, at))
    return readings


def _before(text: str, end: int, term: str, size: int) -> list[NearMiss]:
    """Compare backwards: the end of the term is there, the beginning has one edit."""
    i, at = len(term) - size - 1, end - size - 1
    while i >= 0 and at >= 0 and text[at] == term[i]:
        i, at = i - 1, at - 1
    if i < 0:
        return []
    head, readings = term[:i], []
    if at >= i and text.startswith(head, at - i):
        readings.append(NearMiss(at - i, end, term, Edit.WRONG, at))
    if at + 1 >= i and text.startswith(head, at + 1 - i):
        readings.append(NearMiss(at + 1 - i, end, term, Edit.MISSING, at + 1))
    if at > i and text.startswith(term[: i + 1], at - i - 1):
        readings.append(NearMiss(at - i - 1, end, term, Edit.EXTRA, at))
    if at >= i >= 1 and text.startswith(term[: i - 1] + term[i] + term[i - 1], at - i):
        readings.append(NearMiss(at - i, end, term, Edit.SWAPPED, at - 1))
    return readings


def _middle(text: str, place: int, term: str) -> list[NearMiss]:
    """The two characters in the middle changed places, so neither half is whole."""
    size = key_size(term)
    start = place - size + 1
    if start >= 0 and text.startswith(term[: size - 1], start) and text.startswith(term[size + 1 :], place + 2):
        return [NearMiss(start, start + len(term), term, Edit.SWAPPED, place)]
    return []


def _doubled_edge(text: str, start: int, term: str, lexicon: Lexicon) -> list[NearMiss]:
    """The whole term is there, and its first or last character once more outside, where no other word claims it."""
    end, found = start + len(term), []
    if start and text[start - 1] == term[0] and not _ends_well(text, start, lexicon, lexicon.small):
        found.append(NearMiss(start - 1, end, term, Edit.EXTRA, start - 1))
    if end < len(text) and text[end] == term[-1] and not _begins_well(text, end, lexicon, lexicon.small):
        found.append(NearMiss(start, end + 1, term, Edit.EXTRA, end))
    return found


def _judge(readings: list[NearMiss], text: str, lexicon: Lexicon) -> Iterator[NearMiss]:
    """
    Keep the best reading of one suspected place, or none where the text makes sense.

    A place that holds the whole term and one character more, or its characters in another order, is judged by that alone. At the edge
    of a place a wrong character and a missing one look the same, and one good sense is enough.
    """
    possible = [miss for miss in readings if _is_possible(miss, text)]
    for miss in possible:
        if _is_strong(miss, text, lexicon):
            yield replace(miss, strong=True)
            return
    whole = [miss for miss in possible if miss.edit in (Edit.EXTRA, Edit.SWAPPED)]
    suspects = whole or possible
    if suspects and not any(_makes_sense(miss, text, lexicon) for miss in suspects):
        yield min(suspects, key=lambda miss: _PREFERENCE[miss.edit])


_PREFERENCE = {Edit.SWAPPED: 0, Edit.EXTRA: 1, Edit.MISSING: 2, Edit.WRONG: 3}


def _is_possible(miss: NearMiss, text: str) -> bool:
    """A sign or a figure in place of a character is no typing mistake but other text."""
    if miss.edit is Edit.MISSING:
        return True
    return _is_han(text[miss.site])


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


def _is_strong(miss: NearMiss, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the edit is the kind that typing makes, so that a known word there is no excuse."""
    if miss.found(text) in lexicon.words:
        return False
    if miss.edit is Edit.EXTRA:
        return _is_doubled(text, miss.site, within=miss) and not _pair_in_word(text, miss.site, lexicon)
    return miss.edit is Edit.WRONG and _is_mistyped(miss, text, lexicon)


def _is_mistyped(miss: NearMiss, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the wrong character repeats its neighbour, or has the look or the sound of the right one."""
    written, right = text[miss.site], miss.term[miss.site - miss.start]
    if not _in_word(text, miss.site, lexicon):
        repeated = written not in lexicon.small and _is_doubled(text, miss.site)
        return repeated or lexicon.same_shape(written, right) or lexicon.same_sound(written, right)
    outside = any(start < miss.start or end > miss.end for start, end in _words_over(text, miss.site, lexicon))
    return lexicon.same_sound(written, right) and not outside


def _is_doubled(text: str, at: int, within: NearMiss | None = None) -> bool:
    first, last = (within.start, within.end) if within else (0, len(text))
    return (at > first and text[at - 1] == text[at]) or (at + 1 < last and text[at + 1] == text[at])


def _pair_in_word(text: str, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a known word stands across a doubled character (人人, 明明白白)."""
    other = at if text[at - 1 : at] == text[at] else at + 1
    return _spans(text, other, lexicon)


def _makes_sense(miss: NearMiss, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the place where text and term part can be read as right text."""
    at = miss.site
    if miss.found(text) in lexicon.words:
        return True
    if miss.edit is Edit.MISSING:
        return _gap_makes_sense(miss, text, lexicon)
    if miss.edit is Edit.SWAPPED:
        around = range(max(miss.start, at - 1), min(miss.end, at + 3))
        return all(_in_word(text, place, lexicon) for place in around)
    if miss.edit is Edit.WRONG and at in (miss.start, miss.end - 1):
        return any(start < end - 1 for start, end in _inside(miss, _words_over(text, at, lexicon)))
    return text[at] in lexicon.small or _in_word(text, at, lexicon)


def _gap_makes_sense(miss: NearMiss, text: str, lexicon: Lexicon) -> bool:
    """
    Tell whether text and text meet rightly where the term has one character more.

    They do inside one word, or where a word ends and another begins. A single character left over at the edge of the place may also
    belong to a word outside that nobody listed (美【国】经济 is not 国民经济), so it is given the benefit of the doubt.
    """
    at = miss.site
    if _spans(text, at, lexicon):
        return True
    ends = _ends_well(text, at, lexicon, lexicon.particles if at > miss.start else lexicon.small)
    begins = _begins_well(text, at, lexicon, lexicon.particles if at < miss.end else lexicon.small)
    if ends and begins:
        return True
    if not ends and at - miss.start <= 1 and _may_continue(text, min(at, miss.start) - 1, lexicon, step=-1):
        return True
    return not begins and miss.end - at <= 1 and _may_continue(text, max(at, miss.end), lexicon, step=1)


def _spans(text: str, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a known word stands across `at`, or a number and its measure (十七项)."""
    if at < len(text) and text[at] in lexicon.measures and text[at - 1] in lexicon.numerals:
        return True
    return any(
        text[start : start + size] in lexicon.words
        for size in range(2, LONGEST_WORD + 1)
        for start in range(max(0, at - size + 1), at)
    )


def _may_continue(text: str, at: int, lexicon: Lexicon, *, step: int) -> bool:
    """Tell whether the character at `at` may form a word with its neighbour: it is neither a sign nor small nor part of a known word."""
    if not 0 <= at < len(text) or text[at] in lexicon.small:
        return False
    if text[at] not in (lexicon.heads if step < 0 else lexicon.tails):
        return False
    small = lexicon.small
    return not (_ends_well(text, at + 1, lexicon, small) if step < 0 else _begins_well(text, at, lexicon, small))


def _in_word(text: str, at: int, lexicon: Lexicon) -> bool:
    """Tell whether the character at `at` belongs to a known word."""
    return next(_words_over(text, at, lexicon), None) is not None


def _words_over(text: str, at: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Give where the known words that cover `at` begin and end."""
    words, length = lexicon.words, len(text)
    for size in range(2, LONGEST_WORD + 1):
        for start in range(max(0, at - size + 1), min(at, length - size) + 1):
            if text[start : start + size] in words:
                yield start, start + size


def _inside(miss: NearMiss, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut spans to the place itself."""
    return ((max(start, miss.start), min(end, miss.end)) for start, end in spans)


def _ends_well(text: str, at: int, lexicon: Lexicon, small: frozenset[str]) -> bool:
    """Tell whether what stands before `at` ends there: a sign, a small word, the end of a word."""
    if at == 0 or not _is_han(text[at - 1]) or text[at - 1] in small:
        return True
    return any(text[at - size : at] in lexicon.words for size in range(2, min(LONGEST_WORD, at) + 1))


def _begins_well(text: str, at: int, lexicon: Lexicon, small: frozenset[str]) -> bool:
    """Tell whether what stands from `at` on begins there: a sign, a small word, the beginning of a word."""
    if at >= len(text) or not _is_han(text[at]) or text[at] in small:
        return True
    return any(text[at : at + size] in lexicon.words for size in range(2, LONGEST_WORD + 1))


def _one_a_place(suspects: list[NearMiss]) -> list[NearMiss]:
    """
    Where several terms suspect one place, the longest is most likely meant; it is shown by the shortest that makes the same change.
    """
    chosen: list[NearMiss] = []
    for miss in sorted(suspects, key=lambda miss: (not miss.strong, -len(miss.term), miss.start)):
        if not any(miss.start < other.end and other.start < miss.end for other in chosen):
            chosen.append(
                min((other for other in suspects if _same_change(miss, other)), key=lambda other: len(other.term))
            )
    return sorted(chosen, key=lambda miss: miss.start)


def _same_change(one: NearMiss, other: NearMiss) -> bool:
    """Tell whether `other` lies inside `one` and would put the same right."""
    if (one.site, one.edit, one.strong) != (other.site, other.edit, other.strong):
        return False
    right, also = one.term[one.site - one.start :][:1], other.term[other.site - other.start :][:1]
    return right == also and one.start <= other.start and other.end <= one.end
