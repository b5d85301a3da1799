"""
The reference pages of the law: one page per instrument, article by article with the rules built on it.

`python -m gongkai.law.reference docs/reference/law` writes them anew; a test checks that they are up to date.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from gongkai.law.citations import Article, Instrument, instruments
from gongkai.law.index import GLOSSARY, RuleHit, all_rules
from gongkai.law.numerals import chinese_number

#: The rules built on an article, by instrument and article.
Built = dict[tuple[str, int], list[RuleHit]]
_GENERATED = "<!-- 由 python -m gongkai.law.reference 生成，请勿手工修改。 -->"


def pages() -> Mapping[str, str]:
    """Give every page by its file name; `index.md` lists them."""
    built: Built = defaultdict(list)
    for rule in all_rules():
        for place in dict.fromkeys((cite.instrument, cite.article) for cite in rule.cites):
            built[place].append(rule)
    written = {f"{known.id}.md": _page(known, built) for known in instruments().values() if known.articles}
    return {"index.md": _index(), **written}


def stale(folder: Path) -> list[str]:
    """Name the pages in a folder that differ from what would be written now, missing and surplus ones included."""
    return _stale(folder, pages())


def _stale(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def write(folder: Path) -> list[str]:
    """Write every page that is not up to date, remove surplus ones, and name what was touched."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    touched = _stale(folder, wanted)
    for name in touched:
        path = folder / name
        if name in wanted:
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    return touched


def _index() -> str:
    rows = ["| 标识 | 名称 | 文号 | 施行 | 已登记条数 |", "|---|---|---|---|---|"]
    for known in instruments().values():
        name = f"[{known.id}]({known.id}.md)" if known.articles else known.id
        until = f"—{known.in_force_to}" if known.in_force_to else ""
        rows.append(
            f"| {name} | {known.title} | {known.number} | {known.in_force_from}{until} | {len(known.articles)} |"
        )
    return "\n".join([_GENERATED, "", "# 规则引用的文件", "", *rows, ""])


def _page(known: Instrument, built: Built) -> str:
    until = f"，至 {known.in_force_to} 止" if known.in_force_to else ""
    head = (
        f"{known.number}；{known.in_force_from} 起施行{until}；{known.verified_on} 核对。要点为本项目自拟，不是原文。"
    )
    lines = [_GENERATED, "", f"# {known.title}", "", head]
    if known.note:
        lines += ["", known.note]
    for article in known.articles.values():
        lines += _article(known, article, built.get((known.id, article.number), []))
    return "\n".join([*lines, ""])


def _article(known: Instrument, article: Article, rules: Sequence[RuleHit]) -> list[str]:
    shape = f"{article.paragraphs}款" + (f"、{article.items}项" if article.items else "")
    lines = ["", f"## 第{chinese_number(article.number)}条（`{known.id}:{article.number}`）", "", article.gist]
    lines += ["", f"共{shape}。"] if article.paragraphs > 1 or article.items else []
    return [*lines, "", *_rules(rules)]


def _rules(rules: Sequence[RuleHit]) -> list[str]:
    built = [rule for rule in rules if rule.file != GLOSSARY]
    named = [rule for rule in rules if rule.file == GLOSSARY]
    lines = [f"- `{rule.file}` `{rule.id}` {rule.label}".rstrip() for rule in built] or ["没有规则。"]
    if named:
        lines += ["", "术语：" + "、".join(f"{rule.label}（`{rule.id}`）" for rule in named)]
    return lines


def main(arguments: Sequence[str]) -> int:
    """Write the pages into the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("用法：python -m gongkai.law.reference docs/reference/law\n")
        return 2
    touched = write(Path(arguments[0]))
    sys.stdout.write("".join(f"{name}\n" for name in touched))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
