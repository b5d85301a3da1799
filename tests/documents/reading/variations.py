"""Change a printed report as careless typing, other systems and damage change it; the figures stay what they are."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from gongkai.documents.reading.vocabulary import vocabulary
from gongkai.law.annual_report.model import TABLE3_ROWS, Tables
from tests.documents.reading.samples import Sample

_LONG_LABELS = [word for words in vocabulary()["table3"]["rows"].values() for word in words[:1] if len(word) >= 8]


def misprinted(text: str, rng: random.Random) -> str:
    """Labels with a character left out, doubled or replaced."""
    for label in rng.sample(_LONG_LABELS, 5):
        at = rng.randrange(1, len(label) - 1)
        wrong = rng.choice(
            (label[:at] + label[at + 1 :], label[:at] + label[at] + label[at:], label[:at] + "某" + label[at + 1 :])
        )
        text = text.replace(label, wrong)
    return text


def spaced(text: str, rng: random.Random) -> str:
    """Spaces inside labels."""
    for label in rng.sample(_LONG_LABELS, 6):
        at = rng.randrange(2, len(label) - 1)
        text = text.replace(label, label[:at] + rng.choice((" ", "　", "  ")) + label[at:])
    return text


def ordinals(style: str) -> Callable[[str, random.Random], str]:
    """Ordinals in another style: 1、 （1） or none."""

    def change(text: str, rng: random.Random) -> str:
        labels = "|".join(re.escape(row.label[2:]) for row in _rows() if row.label[:1].isdigit())
        return re.sub(rf"([1-8])\.({labels})", lambda found: style.format(found[1]) + found[2], text)

    return change


def _rows():
    from gongkai.law.annual_report.forms import form

    return form("2021").rows


def half_width(text: str, rng: random.Random) -> str:
    """Half-width brackets and commas, straight quotation marks."""
    return text.translate(str.maketrans({"（": "(", "）": ")", "，": ", ", "“": '"', "”": '"', "：": ":"}))


def full_width(text: str, rng: random.Random) -> str:
    """Full-width digits."""
    return text.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})


def traditional(text: str, rng: random.Random) -> str:
    """Traditional characters."""
    pairs = vocabulary()["traditional"]
    table = {ord(plain): old for old, plain in zip(pairs["from"], pairs["to"], strict=True)}
    return text.translate(table)


def no_year_word(text: str, rng: random.Random) -> str:
    """The word 年 lost behind the year, as some sites lose it."""
    return re.sub(r"(20\d\d)年(?=1月|12月)", r"\1", text)


TEXT_CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "misprinted": misprinted,
    "spaced": spaced,
    "ordinals、": ordinals("{}、"),
    "ordinals()": ordinals("（{}）"),
    "ordinals none": ordinals(""),
    "half_width": half_width,
    "full_width": full_width,
    "traditional": traditional,
    "no_year_word": no_year_word,
}

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "damaged": lambda text: text.encode().decode("gb18030", errors="replace").encode() if False else text.encode(),
}
del ENCODINGS["damaged"]


def without_zeros(made: Sample, rng: random.Random, how: str) -> Sample:
    """Blanks for zeros: `all` of them, `some`, or every figure but those of the total column (`totals`)."""

    def blank(column: int, cell: int | None) -> int | None:
        if how == "totals":
            return cell if column == 6 else None
        return None if cell == 0 and (how == "all" or rng.random() < 0.5) else cell

    rows = tuple(
        None if cells is None else tuple(blank(i, cell) for i, cell in enumerate(cells)) for cells in made.tables.table3
    )
    fourth = tuple(None if cell == 0 and how != "some" else cell for cell in made.tables.table4)
    return replace(made, tables=replace(made.tables, table3=rows, table4=fourth))


def equal_or_refused(got: Tables, made: Tables) -> tuple[list, list]:
    """Compare: what is wrong, and what is blank though the source has a figure."""
    wrong: list = []
    blank: list = []

    def cell(key, found, true) -> None:
        if found != true:
            (blank if found is None else wrong).append((key, found, true))

    if got.form is not made.form:
        wrong.append(("form", got.form, made.form))
    for name, found, true in (("2", got.table2, made.table2), ("x", got.extra, made.extra)):
        for row, cells in true.items():
            for index, value in enumerate(cells):
                cell((name, row, index), found.get(row, (None,) * len(cells))[index], value)
    for code, found, true in zip(TABLE3_ROWS, got.table3, made.table3, strict=True):
        if found is None or true is None:
            cell(code, found, true)
        else:
            for index, value in enumerate(true):
                cell((code, index), found[index], value)
    for index, value in enumerate(made.table4):
        cell(("4", index), got.table4[index], value)
    return wrong, blank
