"""Places on a page that findings jump to."""

import re

_CELL = re.compile(r"(?:表([二三四])|table([234]))[ :：.·]*([a-z0-9_.]+)(?:[ :：/,，]+([a-z0-9_]+))?")


def cell(table: int, row: str, column: str = "") -> str:
    """Give the id of a cell of table 二, 三 or 四: `t3-g-c1`, `t4-rec-m`."""
    parts = [f"t{table}", *row.split("."), column]
    return "-".join(part for part in parts if part)


def anchor(where: str) -> str:
    """Give the id for the words that name a place; words that name no cell become a slug of their own."""
    found = _CELL.search(where)
    if found:
        table = {"二": 2, "三": 3, "四": 4}.get(found[1]) or int(found[2])
        return cell(table, found[3], found[4] or "")
    return "at-" + re.sub(r"\W+", "-", where).strip("-")
