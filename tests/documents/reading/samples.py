"""Made-up reports with figures that add up; everything in them is fictional (演示)."""

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import OUTCOME_ROWS, TABLE3_ROWS, FormVersion, Tables

PROSE = {
    1: (
        "{year}年，我乡认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进各项工作（演示）。",
        "（一）主动公开情况。全年主动公开政府信息{posts}条，其中政务新媒体发布120条。",
        "（二）依申请公开情况。全年收到政府信息公开申请若干件，予以公开、部分公开的均已办结，另有个别结转下年度继续办理。",
        "（三）政府信息管理情况。严格落实三审三校制度，对拟公开信息逐条进行保密审查。",
        "（四）平台建设情况。持续优化门户网站栏目，加强政务新媒体管理。",
        "（五）监督保障情况。未发生行政复议被纠正的情形，未发生因政府信息公开被追究责任的情形。",
    ),
    5: (
        "（一）存在的主要问题。一是公开的及时性有待提高；二是政策解读的形式较为单一。",
        "（二）改进情况。一是建立定期检查制度；二是组织业务培训2次。",
    ),
    6: ("本机关{year}年未收取政府信息公开信息处理费。",),
}
PREFACE = (
    "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉"
    "的通知》（国办公开办函〔2021〕30号）要求，编制本报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)


@dataclass(frozen=True)
class Sample:
    """A report of which everything is known."""

    organ: str
    year: int
    tables: Tables
    seed: int

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    @property
    def form(self):
        return form(self.tables.form)

    def headings(self) -> tuple[str, ...]:
        return self.form.headings

    def preface(self) -> str:
        return PREFACE.format(year=self.year)

    def prose(self, number: int) -> tuple[str, ...]:
        return tuple(text.format(year=self.year, posts=100 + self.seed % 900) for text in PROSE.get(number, ()))

    def rows3(self):
        """The rows that are printed: label path, label, figures."""
        for row in self.form.rows:
            cells = self.tables.row3(row.code)
            if cells is not None:
                yield row, cells


def _count(rng: random.Random, scale: int) -> int:
    if rng.random() < 0.7:
        return 0
    return rng.choice((rng.randint(1, 9), rng.randint(1, 30), rng.randint(1, scale)))


def tables3(rng: random.Random, *, undivided: bool, scale: int = 400) -> tuple[tuple[int, ...] | None, ...]:
    """Rows of table 三 in which both identities hold."""
    rows: dict[str, tuple[int, ...] | None] = {}
    quiet = rng.random() < 0.5
    for row in OUTCOME_ROWS:
        if undivided and row in ("o1", "o2"):
            rows[row] = None
            continue
        cells = [_count(rng, scale)] + [
            0 if quiet and rng.random() < 0.8 else _count(rng, max(3, scale // 20)) for _ in range(5)
        ]
        rows[row] = (*cells, sum(cells))
    total = tuple(sum(column) for column in zip(*(cells for cells in rows.values() if cells), strict=True))
    forward = [rng.choice((0, 0, rng.randint(0, 5))) for _ in range(6)]
    carry = [min(rng.choice((0, 0, rng.randint(0, 5))), total[i] + forward[i]) for i in range(6)]
    new = [total[i] + forward[i] - carry[i] for i in range(6)]
    rows |= {"tot": total}
    for name, cells in (("fwd", forward), ("carry", carry), ("new", new)):
        rows[name] = (*cells, sum(cells))
    return tuple(rows[row] for row in TABLE3_ROWS)


def tables4(rng: random.Random, scale: int = 20) -> tuple[int, ...]:
    found: list[int] = []
    for _ in range(3):
        cells = [_count(rng, scale) for _ in range(4)]
        found += [*cells, sum(cells)]
    return tuple(found)


def sample(
    seed: int, *, version: FormVersion = FormVersion.F2021, undivided: bool | None = None, scale: int = 400
) -> Sample:
    """A report made from a number."""
    rng = random.Random(seed)
    old = version is FormVersion.F2019
    undivided = old or (rng.random() < 0.2 if undivided is None else undivided)
    charge = rng.choice((0, Decimal(rng.randint(1, 10**6)) / 100, Decimal(rng.randint(1, 10**9)) / 10**4))
    charge = int(charge) if charge == int(charge) else charge
    second = {
        "government_rule": (0, 0, 0),
        "normative_document": (rng.randint(0, 120), rng.randint(0, 30), rng.randint(0, 700)),
        "license": (rng.choice((0, rng.randint(0, 99), rng.randint(0, 10**6))),),
        "penalty": (rng.choice((0, rng.randint(0, 9999))),),
        "coercive_measure": (rng.choice((0, rng.randint(0, 200))),),
        "charge": (charge,),
    }
    extra: dict[str, tuple] = {}
    if old:
        extra = {
            code: tuple(rng.choice((0, rng.randint(0, 500))) for _ in block.columns)
            for block in form(version).blocks
            for code, _ in block.rows
        }
        second = {row: (None,) * len(cells) for row, cells in second.items()}
        second["government_rule"] = (extra["government_rule"][0], None, None)
        second["normative_document"] = (extra["normative_document"][0], None, None)
        for row in ("license", "penalty", "coercive_measure"):
            second[row] = (extra[row][2],)
    tables = Tables(version, second, tables3(rng, undivided=undivided, scale=scale), tables4(rng), extra)
    organ = rng.choice(
        ("示例县演示镇人民政府", "示例市演示区教育局", "示例县示范乡", "示例市人民政府", "示例县演示街道办事处")
    )
    return Sample(organ, rng.choice((2021, 2022, 2023, 2024)) if not old else rng.choice((2019, 2020)), tables, seed)


def with_fault(made: Sample, rng: random.Random) -> Sample:
    """The same report with one figure of table 三 changed."""
    row = rng.choice([code for code in TABLE3_ROWS if made.tables.row3(code)])
    column = rng.choice(("c1", "c2", "c3", "c4", "c5", "c6", "ct"))
    value = made.tables.cell3(row, column)
    changed = max(0, int(value or 0) + rng.choice((-1, 1, 2, 10)))
    return replace(made, tables=made.tables.with_cell3(row, column, changed if changed != value else changed + 1))
