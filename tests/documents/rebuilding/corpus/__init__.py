"""
Files that hide something: one technique, one variant, one canary each, made anew on every run.

`techniques()` gives them by format; a technique is a function from a canary and a variant number to the bytes of a file that shows
ordinary content and hides the canary.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

Technique = Callable[[str, int], bytes]


class Planted(NamedTuple):
    """One file of the corpus."""

    format: str
    technique: str
    variant: int
    canary: str
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.technique}-{self.variant}.{self.format}"


@cache
def techniques() -> Mapping[str, Mapping[str, Technique]]:
    """Give every technique by format and name."""
    from tests.documents.rebuilding.corpus import docx, ods, others, pdf, pictures, xls, xlsx

    return {
        "xlsx": xlsx.TECHNIQUES,
        "xls": xls.TECHNIQUES,
        "ods": ods.TECHNIQUES,
        "docx": docx.TECHNIQUES,
        "pdf": pdf.TECHNIQUES,
        **pictures.TECHNIQUES,
        **others.TECHNIQUES,
    }


def canary(format: str, technique: str, variant: int) -> str:  # noqa: A002 - the word of the field
    """Give a token that occurs nowhere else."""
    number = zlib.crc32(f"{format}/{technique}/{variant}".encode()) % 10**9
    return f"CANARY{number:09d}Q"


def plant(variants: int, *, first: int = 0) -> Iterator[Planted]:
    """Make every technique in so many variants."""
    for format_name, group in techniques().items():
        for name, make in group.items():
            for variant in range(first, first + variants):
                token = canary(format_name, name, variant)
                yield Planted(format_name, name, variant, token, make(token, variant))
