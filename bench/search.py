"""
Search over 100,000 notices: does it find everything, and how long does a result page take?

    python bench/search.py [--documents N] [--seed N]

Run as it is for SQLite; `python tests/with_postgres.py python bench/search.py` for PostgreSQL. Truth is a substring scan of the same
texts. Prints the time of a result page (`search`: number, titles, texts, count to 1,001, titles and snippets marked), and its ratio to
two peers measured in the same run on the same index: the bare index query alone, and a scan with LIKE.
"""
# ruff: noqa: SIM905 - lines of words read better than lists

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

DUTIES = "公开 公示 公告 通知 意见 方案 规划 预算 决算 补贴 救助 征收 补偿 审批 许可 处罚 检查 验收 招标 采购 培训 考核 评议 整改 复议".split()
THINGS = (
    "政府信息 村务 财政资金 惠民惠农资金 最低生活保障 残疾人两项补贴 临时救助 特困供养 农田水利 宅基地 土地承包经营权 房屋 筹资筹劳 社会救助 卫生院 "
    "学校 道路 饮水工程 危房改造 养老保险 医疗保险 就业 创业 环境保护 安全生产 食品药品 防汛抗旱 森林防火 动物防疫 乡村振兴 项目建设 政务服务 营商环境"
).split()
GLUE = "关于 做好 开展 进一步 加强 规范 的 工作 有关 事项 根据 要求 结合 我乡 实际 现将 予以 请 各村 按照 认真 组织 落实 及时 报送 负责 部门".split()
NAMES = [a + b + c for a in "王李张刘陈杨马赵黄周" for b in "建国文海秀玉志永" for c in ["", "华", "军", "英", "平"]]


def notice(random_: random.Random, n: int) -> dict[str, object]:
    """Make a notice of some 430 characters; frequent words are frequent, names are rare."""
    thing, duty = _often_first(random_, THINGS), _often_first(random_, DUTIES)
    year, number = 2008 + n * 18 // 100_000 % 18, random_.randint(1, 300)
    sentences = []
    for _ in range(random_.randint(6, 14)):
        parts = [
            _often_first(random_, random_.choice((GLUE, GLUE, THINGS, DUTIES))) for _ in range(random_.randint(6, 14))
        ]
        if random_.random() < 0.3:
            parts.append(f"{random_.randint(1, 12)}月{random_.randint(1, 28)}日")
        sentences.append("".join(parts))
    text = "，".join(sentences) + f"。联系人：{random_.choice(NAMES)}。"
    return {
        "title": f"关于{year}年{thing}{duty}的{_often_first(random_, DUTIES[3:6])}",
        "number": f"演政发〔{year}〕{number}号" if random_.random() < 0.4 else "",
        "text": text,
        "published_on": date(2008, 1, 1) + timedelta(days=n * 6570 // 100_000),
    }


def _often_first(random_: random.Random, words: list[str]) -> str:
    return words[min(int(random_.paretovariate(0.6)) - 1, len(words) - 1)]


def queries(random_: random.Random, notices: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Take 43 queries of eight kinds out of the notices."""

    def piece(length: int) -> str:
        while True:
            text = str(random_.choice(notices)["text"])
            start = random_.randrange(len(text) - length)
            if (found := text[start : start + length]).isalnum():
                return found

    made = [(f"{length} characters", piece(length)) for length in (2, 3, 4) for _ in range(7)]
    made += [("5 and more", piece(random_.randint(5, 10))) for _ in range(7)]
    numbers = [str(found["number"]) for found in random_.sample(notices, 200) if found["number"]]
    made += [("document number", number) for number in numbers[:3]]
    made += [("two words", f"{_often_first(random_, THINGS)} {_often_first(random_, DUTIES)}") for _ in range(4)]
    made += [("name", random_.choice(NAMES)) for _ in range(4)]
    made += [("frequent", word) for word in ("公开", "的", "政府信息", "工作")]
    return made


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Give the median of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def show(name: str, times: list[float]) -> None:
    """Print a line of times."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(
        f"{name:34} mean {statistics.mean(times):8.2f}  p50 {statistics.median(times):8.2f}"
        f"  p95 {p95:8.2f}  worst {ordered[-1]:8.2f} ms"
    )


def main() -> None:
    """Build, check, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2023)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        os.environ.update(GONGKAI_DATA_DIR=folder, GONGKAI_DATABASE=str(Path(folder) / "bench.sqlite3"))
        settings = "gongkai.config.test" if os.environ.get("GONGKAI_TEST_PG") else "gongkai.config.embedded"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
        measure(arguments.documents, random.Random(arguments.seed))


def measure(documents: int, random_: random.Random) -> None:
    """Do it all on the database of the settings."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from gongkai.apps.core import search as engine
    from gongkai.apps.core.models import SearchDocument
    from gongkai.apps.core.search import words
    from gongkai.apps.organs.models import Organ
    from gongkai.apps.organs.operations import found_organ

    call_command("migrate", verbosity=0)
    county = found_organ(
        by=None, on=date(2008, 1, 1), code="999900", kind=Organ.Kind.COUNTY, name="示例县（演示）", short_name="示例县"
    )
    towns = [
        found_organ(
            by=None,
            on=date(2008, 1, 1),
            code=f"9999{n:05}",
            kind=Organ.Kind.TOWNSHIP,
            name=f"示例{n}乡",
            short_name=f"示例{n}乡",
            parent=county,
        )
        for n in range(1, 21)
    ]
    notices = [notice(random_, n * 100_000 // documents) for n in range(documents)]
    rows = [
        SearchDocument(
            pk=found["published_on"].toordinal() * engine.IDS_A_DAY + n,
            organ=random_.choice(towns),
            kind="item",
            object_id=n + 1,
            url=f"/item/{n + 1}/",
            number_key=words.number_key(str(found["number"])),
            **found,
        )
        for n, found in enumerate(notices)
    ]
    SearchDocument.objects.bulk_create(rows, batch_size=500)
    start = time.perf_counter()
    engine.rebuild()
    print(
        f"{connection.vendor}: {documents:,} documents indexed, {documents / (time.perf_counter() - start):,.0f} a second"
    )

    asked = queries(random_, notices)
    texts = {row.object_id: words.fold(f"{row.title}\n{row.number}\n{row.text}") for row in rows}
    check(engine, asked, texts)
    path = towns[0].path
    for _, query in asked:
        engine.search(query)
    pages = [milliseconds(lambda query=query: engine.search(query), 5) for _, query in asked]
    show("result page", pages)
    show("result page, title only", [milliseconds(lambda q=q: engine.search(q, field="title"), 3) for _, q in asked])
    show(
        "result page, one township", [milliseconds(lambda q=q: engine.search(q, organs_path=path), 3) for _, q in asked]
    )
    second = [(q, page.next) for _, q in asked if (page := engine.search(q)).next]
    show("second page", [milliseconds(lambda q=q, b=b: engine.search(q, before=b), 3) for q, b in second])
    for kind in dict.fromkeys(kind for kind, _ in asked):
        show(f"  {kind}", [took for (found, _), took in zip(asked, pages, strict=True) if found == kind])

    def bare(query: str) -> object:
        wanted = engine.Wanted([], words.phrases(query))
        index = engine.store()
        titles = index.titles(wanted, before=engine.NO_END, limit=21)
        bodies = index.bodies(wanted, before=engine.NO_END, limit=21) if len(titles) < 21 else []
        return titles, bodies, index.count(wanted, titles_only=False)

    def scan(query: str) -> object:
        matches = SearchDocument.objects.order_by("-pk")
        for word in query.split():
            matches = matches.filter(text__contains=word)
        return matches.count(), list(matches.values_list("pk", flat=True)[:20])

    bares = [milliseconds(lambda q=q: bare(q), 5) for _, q in asked]
    scans = [milliseconds(lambda q=q: scan(q), 1) for _, q in asked]
    show("bare index query", bares)
    show("LIKE scan", scans)
    print(f"result page / bare index query: {statistics.mean(pages) / statistics.mean(bares):.2f}  (limit 2)")
    print(f"LIKE scan / result page:        {statistics.mean(scans) / statistics.mean(pages):.1f}")


def check(engine, asked: list[tuple[str, str]], texts: dict[int, str]) -> None:
    """Compare every query with a substring scan, all pages of up to 2,000 hits."""
    missed = wrong = total = 0
    for _, query in asked:
        parts = [engine.words.fold(word) for word in query.split()]
        truth = {n for n, text in texts.items() if all(part in text for part in parts)}
        hits: set[int] = set()
        before = None
        while len(hits) <= 2_000:
            page = engine.search(query, limit=500, before=before)
            hits |= {hit.object_id for hit in page.hits}
            before = page.next
            if before is None:
                break
        total += len(truth)
        wrong += len(hits - truth)
        missed += len(truth - hits) if before is None else 0
        assert page.count == min(len(truth), 1_001), (query, page.count, len(truth))
    print(f"{len(asked)} queries, {total:,} true matches: {missed} missed, {wrong} wrong")


if __name__ == "__main__":
    main()
