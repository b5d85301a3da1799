"""
The reference page of all checks, written from their data: `python -m gongkai.law.annual_report.reference [FILE]`.

Without a file the page goes to `docs/reference/checks.md` under the current directory; a test compares it with this text.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from gongkai.law.annual_report.checks import rules
from gongkai.law.annual_report.checks.registry import Rule, functions
from gongkai.law.citations import chinese

PAGE = Path("docs/reference/checks.md")
_SEVERITIES = {"error": "错误", "warning": "提示", "info": "参考"}
_FAMILIES = {
    "structure": "结构",
    "number": "数字",
    "table": "表内勾稽",
    "chain": "与上年对照",
    "register": "与登记对照",
    "text": "正文",
    "roll_up": "汇总",
    "publication": "公布",
}


def render() -> str:
    """Give the page as Markdown: one table for each family of checks."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 年度报告核对项目"
    yield ""
    yield "本页由 `python -m gongkai.law.annual_report.reference` 生成，请勿手工修改；规则见 `src/gongkai/law/data/checks.toml`。"
    yield ""
    yield "“错误”不改正不能报送；“提示”需要说明原因；“参考”只提示。缺少资料而没有核对的，单独列出，不当作通过。"
    for family, title in _FAMILIES.items():
        chosen = [rule for rule in rules().values() if rule.family == family]
        yield ""
        yield f"## {title}"
        yield ""
        yield "| 编号 | 项目 | 程度 | 规则 | 依据 | 程序 |"
        yield "|---|---|---|---|---|---|"
        yield from map(_row, chosen)


def _row(rule: Rule) -> str:
    function = functions()[rule.id]
    place = f"{function.__module__.rsplit('.', 1)[1]}.{function.__name__}"
    grounds = "；".join(f"{chinese(citation)}（`{citation}`）" for citation in rule.cites)
    return f"| {rule.id} | {rule.label} | {_SEVERITIES[rule.severity]} | {rule.formula} | {grounds} | `{place}` |"


def main(arguments: list[str]) -> None:
    """Write the page."""
    target = Path(arguments[0]) if arguments else PAGE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
