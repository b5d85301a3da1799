"""Characters that nobody sees: without width, directing, blank by another name. They can carry words, so they do not go on."""

import unicodedata

# Blank or without width although they count as letters or marks: fillers, variation selectors, the blank braille sign.
_BLANK = frozenset(
    map(
        chr,
        (
            0x034F,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            *range(0x180B, 0x1810),
            0x2800,
            0x3164,
            0xFFA0,
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
_KEPT = "\n\t"
#: Controls, formats, halves of pairs, numbers without a character. Private characters stay: rare names are printed with them.
_UNSEEN = ("Cc", "Cf", "Cs", "Cn")


def is_unseen(character: str) -> bool:
    """Tell whether a character leaves nothing on the page."""
    return character not in _KEPT and (character in _BLANK or unicodedata.category(character) in _UNSEEN)


def seen(text: str) -> tuple[str, int]:
    """Take out the characters that nobody sees; give the text and how many there were."""
    unseen = {ord(character): None for character in set(text) if is_unseen(character)}
    if not unseen:
        return text, 0
    clean = text.translate(unseen)
    return clean, len(text) - len(clean)
