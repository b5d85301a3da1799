"""What `gongkai law show ogi:33` and `gongkai law gaps` print."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai.law.citations import Article, Citation, Instrument, chinese, instruments, parse, resolve
from gongkai.law.index import CodeHit, RuleHit, code_citing, gaps, repository_root, rules_citing


def render_show(text: str, *, root: Path | None = None) -> str:
    """
    Write about one place of the law: what it says in our words, the rules, lines of code and tests built on it.

    :param text: a citation such as `ogi:33`, or an instrument such as `ogi`, whose articles are then listed.
    :param root: the checkout to search for code; the one this package runs from when left out.
    :raises CitationError: the citation cannot be read or does not resolve.
    """
    wanted = parse(text)
    instrument, article = resolve(wanted)
    if article is None:
        return "\n".join(_instrument(instrument))
    lines = [f"{chinese(wanted, full_title=True)}（{wanted}）", article.gist, _shape(instrument, article), ""]
    lines += _section("规则", [_rule(rule) for rule in rules_citing(wanted)])
    place = root or repository_root()
    if place is None:
        return "\n".join([*lines, "代码和测试：此处没有源码，请在项目目录中运行。"])
    hits = code_citing(wanted, place)
    lines += _section("代码", _places(hit for hit in hits if not hit.is_test))
    lines += _section("测试", _places(hit for hit in hits if hit.is_test))
    return "\n".join(lines).rstrip()


def render_gaps(instrument: str = "ogi") -> str:
    """
    Write the list of articles on which no rule is built.

    :raises CitationError: there is no such instrument.
    """
    known, _ = resolve(Citation(instrument))
    missing = gaps(instrument)
    head = f"《{known.title}》已登记{len(known.articles)}条，其中{len(missing)}条没有规则："
    if not missing:
        return f"《{known.title}》已登记的{len(known.articles)}条都有规则。"
    return "\n".join([head, *(f"  {instrument}:{article.number}　{article.gist}" for article in missing)])


def render_instruments() -> str:
    """Write the list of everything that may be cited."""
    return "\n".join(f"{known.id}　《{known.title}》　{known.number}" for known in instruments().values())


def _instrument(instrument: Instrument) -> list[str]:
    until = f"，至 {instrument.in_force_to} 止" if instrument.in_force_to else ""
    head = [
        f"《{instrument.title}》（{instrument.id}）",
        f"{instrument.number}；{instrument.in_force_from} 起施行{until}；{instrument.verified_on} 核对",
    ]
    if instrument.note:
        head.append(instrument.note)
    return [*head, "", *(f"  {instrument.id}:{each.number}　{each.gist}" for each in instrument.articles.values())]


def _shape(instrument: Instrument, article: Article) -> str:
    parts = [f"{article.paragraphs}款"] + ([f"{article.items}项"] if article.items else [])
    return f"{'、'.join(parts)}；{instrument.in_force_from} 起施行；{instrument.verified_on} 核对"


def _section(title: str, rows: Sequence[str]) -> list[str]:
    return [f"{title}（{len(rows)}）", *(f"  {row}" for row in rows or ["无"]), ""]


def _rule(rule: RuleHit) -> str:
    period = f"　{rule.in_force_from or ''}—{rule.in_force_to or ''}" if rule.in_force_from else ""
    return f"{rule.file}　{rule.id}　{rule.label}　{'、'.join(map(str, rule.cites))}{period}"


def _places(hits: Iterable[CodeHit]) -> list[str]:
    return list(dict.fromkeys(f"{hit.path}:{hit.line}　{hit.citation}" for hit in hits))
