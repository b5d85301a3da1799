"""Citations in running text: 国办公开办函〔2021〕30号, 国务院令第711号, 《条例》第三十三条第二款."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.law.annual_report.text.quantities import chinese_value
from gongkai.law.citations import Citation, CitationError, Instrument, instruments, resolve

_NUMBER = re.compile(
    r"(?P<code>[一-鿿]{2,10})(?P<open>[〔\[（(【])(?P<year>(?:19|20)[0-9]{2})(?P<close>[〕\]）)】])第?(?P<number>[0-9]{1,4})号"
)
_ORDER = re.compile(r"(?P<code>国务院令|国令)[（(]?第(?P<number>[0-9]{1,4})号")
_KNOWN = re.compile(r"(?P<code>[一-鿿]{2,10})〔(?P<year>[0-9]{4})〕(?P<number>[0-9]+)号")
_ARTICLE = re.compile(
    r"(?:《(?:中华人民共和国)?政府信息公开条例》|《条例》|(?<![一-鿿])条例)(?:（[^）]*）)?的?第(?P<article>[一二三四五六七八九十百]+)条"
    r"(?:第(?P<paragraph>[一二三四五六七八九十]+)款)?(?:第?[（(](?P<item>[一二三四五六七八九十]+)[）)]项)?"
)
#: Words that show that the report's own form is meant, so that a wrong code before the number is a mistake.
_FORM_WORDS = re.compile("年度报告格式|年度报告|年报")
_WINDOW = 60


@dataclass(frozen=True)
class Reference:
    """A document number in a text; `instrument` is the one meant, as far as it is known here."""

    words: str
    code: str
    year: int
    number: int
    brackets: str
    instrument: Instrument | None
    rightly_coded: bool


def references(text: str) -> Iterator[Reference]:
    """Find document numbers and orders of the State Council."""
    for match in _NUMBER.finditer(text):
        year, number = int(match["year"]), int(match["number"])
        instrument, code = _instrument(match["code"], year, number, text, match.start())
        words = text[match.end("code") - len(code) : match.end()]
        rightly = instrument is None or instrument.number.startswith(code)
        yield Reference(words, code, year, number, match["open"] + match["close"], instrument, rightly)
    for match in _ORDER.finditer(text):
        found = _orders().get(int(match["number"]))
        yield Reference(match.group(), match["code"], 0, int(match["number"]), "〔〕", found, rightly_coded=True)


def _instrument(words: str, year: int, number: int, text: str, place: int) -> tuple[Instrument | None, str]:
    """
    Find the instrument that a number means, and the issuing code as written.

    A number with another code is another document, unless the words around show that the form of the yearly report is meant.
    """
    known = _by_number().get((year, number), {})
    for code, instrument in known.items():
        if words.endswith(code):
            return instrument, code
    code = _written_code(words)
    around = text[max(0, place - _WINDOW) : place]
    forms = [instrument for instrument in known.values() if instrument.id.startswith("form")]
    if forms and code.startswith("国办") and _FORM_WORDS.search(around):
        return forms[0], code
    return None, code


def _written_code(words: str) -> str:
    """Take the issuing code off the words before it: it begins with the last 国办, 国发, 财办 or the like."""
    match = re.search(r"(?:国办|国发|国函|财|民发|中办|[省市县区宁自][政办党委])[一-鿿]{0,6}$", words)
    return match.group() if match else words[-6:]


@cache
def _by_number() -> Mapping[tuple[int, int], dict[str, Instrument]]:
    known: dict[tuple[int, int], dict[str, Instrument]] = {}
    for instrument in instruments().values():
        match = _KNOWN.fullmatch(instrument.number)
        if match:
            known.setdefault((int(match["year"]), int(match["number"])), {})[match["code"]] = instrument
    return known


@cache
def _orders() -> Mapping[int, Instrument]:
    found = {}
    for instrument in instruments().values():
        match = re.fullmatch(r"国务院令第([0-9]+)号", instrument.number)
        if match:
            found[int(match[1])] = instrument
    return found


def wrong_articles(text: str) -> Iterator[tuple[str, str]]:
    """Find articles of the regulation that do not exist: (words, what is wrong)."""
    for match in _ARTICLE.finditer(text):
        article, paragraph, item = (
            chinese_value(match[name]) if match[name] else 0 for name in ("article", "paragraph", "item")
        )
        try:
            resolve(Citation("ogi", article, paragraph, item))
        except CitationError as error:
            yield match.group(), str(error).partition("：")[2] or str(error)
