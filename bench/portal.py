"""
The public portal with very many items: files against the servers' own rates, pages by CPU time, the cost of one publication.

    python bench/portal.py [--items 100000] [--seconds 2]

Fills two SQLite databases, one with a tenth of the items, over 160 organs and ten years. Prints ratios measured in this run only:

- a page behind nginx against nginx serving a bare file of the same size (asked: ≥ 0.95);
- a page from the embedded server against granian's own static mount (asked: ≥ 0.9);
- CPU time of a dynamic item page (≤ 6 ms) and of a list (≤ 8 ms); of a page made for its file;
- one publication, from the call to the last file: time (≤ 0.5 s) and the ratio between the two databases (≤ 1.5);
- pages a second of a whole build with two processes (≥ 300), over a part of the site.

Without nginx or wrk the lines that need them say so. The machine should have nothing else to do.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ORGANS, YEARS = 160, 10
PARAGRAPH = (
    "根据有关规定，现将本年度工作安排、资金使用和监督渠道予以公开，接受社会监督。如有异议，请在公示期内向本机关反映。"
    * 3
)


def main() -> None:
    """Run everything and print the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement over HTTP")
    parser.add_argument("--child", choices=["measure"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        measure(arguments.items, arguments.seconds)
        return
    times = {}
    for items in (arguments.items // 10, arguments.items):
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
            environment = os.environ | {
                "GONGKAI_DATA_DIR": folder,
                "GONGKAI_SITE_URL": "http://127.0.0.1:8000",
                "DJANGO_SETTINGS_MODULE": "gongkai.config.embedded",
            }
            command = [
                sys.executable,
                __file__,
                "--child",
                "measure",
                "--items",
                str(items),
                "--seconds",
                str(arguments.seconds),
            ]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            print(done.stdout, end="", flush=True)
            times[items] = float(done.stdout.rsplit("publication-ms ", 1)[1].split()[0])
    small, large = times.values()
    print(f"one publication, {arguments.items:,} items ÷ {arguments.items // 10:,}: {large / small:.2f} (asked ≤ 1.5)")


def measure(items: int, seconds: int) -> None:
    """Fill a database and measure everything on it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    print(f"== {items:,} items, {ORGANS} organs, {YEARS} years")
    start = time.perf_counter()
    township = fill(items)
    print(f"filled in {time.perf_counter() - start:.0f} s")
    dynamic(township)
    build_rate(township)
    publication(township)
    http(township, seconds)


def fill(items: int) -> Any:
    """Make organs and items; rows are written directly, for what is measured only reads them."""
    from django.db import transaction

    from gongkai.apps.organs.models import Organ, User
    from gongkai.apps.publication import operations
    from gongkai.apps.publication.models import CatalogEntry

    with transaction.atomic():
        operations.enter_legal_topics(by=None, on=date(2026, 1, 1))
        person = User.objects.create(username="bench", display_name="演示")
        root = _organ(Organ, "9999", "county", None)
        organs = [_organ(Organ, f"99{number:06}", "township", root) for number in range(ORGANS)]
        topics = list(CatalogEntry.objects.filter(organ=None, code__startswith="a20."))
        last = datetime(2026, 11, 20, 1, tzinfo=UTC)
        step = timedelta(days=365 * YEARS) / items
        rows = [(organs[n * 7 % ORGANS], topics[n * 5 % len(topics)], last - step * (items - n)) for n in range(items)]
        for at in range(0, items, 2000):
            _write(rows[at : at + 2000], at, person)
    return organs[0]


def _organ(model: Any, code: str, kind: str, parent: Any) -> Any:
    return model.objects.create(
        code=code, kind=kind, parent=parent, path=f"{parent.path if parent else ''}{code}/", name=f"演示乡{code}人民政府", short_name=f"演示乡{code}",
        area_code="999900", credit_code=f"{code:0>18}"[:18], founded_on=date(2000, 1, 1), phone="0000-1234567", office="综合办公室",
    )  # fmt: skip


def _write(rows: list[tuple[Any, Any, datetime]], first: int, person: Any) -> None:
    from gongkai.apps.publication.content import Heads, digest
    from gongkai.apps.publication.models import DisclosureItem, ItemVersion

    body = f"<p>{PARAGRAPH}</p>" * 8
    items = [
        DisclosureItem(
            organ=organ, public_key=f"b{first + n:09}", title=f"关于演示事项{first + n}的通知", kind="notice", catalog_entry=topic,
            produced_on=at.date(), formed_on=at.date(), source="综合办公室", disclosure_attribute="proactive", responsible=person,
            drafted_by=person, drafted_at=at, index_number=f"{organ.code}/{at.year}-{first + n:06}", abstract=PARAGRAPH[:60],
        )
        for n, (organ, topic, at) in enumerate(rows)
    ]  # fmt: skip
    DisclosureItem.objects.bulk_create(items)
    versions = []
    for item in items:
        heads = Heads(item.title, item.kind, item.produced_on, "proactive", catalog_entry=item.catalog_entry).as_json()
        mark = digest(public_key=item.public_key, number=1, heads=heads, body_html="", attachments=[])
        versions.append(
            ItemVersion(
                item=item, number=1, heads=heads, body_html=body, body_text=PARAGRAPH, hash=mark,
                saved_by=person, saved_at=item.drafted_at,
            )
        )  # fmt: skip
    ItemVersion.objects.bulk_create(versions)
    for item, version in zip(items, versions, strict=True):
        item.published_version, item.published_at, item.state = version, item.drafted_at, "published"
    DisclosureItem.objects.bulk_update(items, ["published_version", "published_at", "state"], batch_size=500)


def cpu(work: Callable[[int], object], rounds: int = 60) -> float:
    """Give the median CPU time of a call in ms; the argument counts the rounds."""
    times = []
    for number in range(rounds):
        start = time.process_time()
        work(number)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def dynamic(township: Any) -> None:
    """Measure pages made on request, each of another item, with nothing kept."""
    from django.test import Client

    from gongkai.apps.publication.models import DisclosureItem

    keys = list(DisclosureItem.objects.filter(organ=township).values_list("public_key", flat=True)[:80])
    client, base = Client(SERVER_NAME="127.0.0.1"), f"/xxgk/{township.code}/"
    client.get(base)

    def get(path: str) -> None:
        assert client.get(path).status_code == 200, path

    # A query keeps the page from being answered with the one made before.
    print(f"item page: {cpu(lambda n: get(f'{base}item/{keys[n % len(keys)]}/?n={n}')):.1f} ms CPU (asked ≤ 6)")
    print(f"list page: {cpu(lambda n: get(f'{base}items/?n={n}'), 30):.1f} ms CPU (asked ≤ 8)")
    get(base)
    print(f"column kept from before: {cpu(lambda _: get(base)):.2f} ms CPU")


def build_rate(township: Any) -> None:
    """Write a part of the site into a fresh tree with two processes; the whole has the same pages many times over."""
    from gongkai.web.static_site import addresses, publishing

    wanted = [*addresses.column(township), *addresses.items_of(township)]
    from gongkai.apps.organs.models import Organ

    for organ in Organ.objects.filter(kind="township").exclude(pk=township.pk)[:12]:
        wanted += [*addresses.items_of(organ)][:300]
    site = publishing.tree()
    folder = site.fresh("bench")
    start = time.perf_counter()
    pages, _missing = publishing.make_all(folder, wanted, workers=2, progress=None)
    spent = time.perf_counter() - start
    folder.add(publishing.assets(folder))
    site.switch(folder)
    print(f"build: {pages / spent:.0f} pages/s with two processes (asked ≥ 300), {pages} pages and files")


def publication(township: Any) -> None:
    """Measure one publication: draft, review, approval aside, from the call to the last file."""
    from django.db import transaction

    from gongkai.apps.organs import operations as organs
    from gongkai.apps.organs.models import Role
    from gongkai.apps.publication import operations
    from gongkai.apps.publication.content import Content, Heads
    from gongkai.apps.publication.models import CatalogEntry

    people = {}
    with transaction.atomic():
        for role in ("clerk", "secrecy_reviewer", "group_leader"):
            people[role] = organs.open_account(
                username=role,
                display_name=role,
                password="bench-bench-bench",
                organ=township,
                by=None,
                on=date(2026, 1, 1),
            )
            organs.appoint(user=people[role], role=Role(role), organ=township, by=None, on=date(2026, 1, 1))
    topic, times = CatalogEntry.objects.get(code="a20.11"), []
    at = datetime(2026, 11, 24, 1, tzinfo=UTC)
    for number in range(9):
        clock = iter(at + timedelta(minutes=10 * number + step) for step in range(9))
        heads = Heads(
            f"测量公开{number}", "notice", date(2026, 11, 20), "proactive", catalog_entry=topic, source="综合办公室"
        )
        item = operations.draft_item(
            organ=township, content=Content(heads, f"<p>{PARAGRAPH}</p>"), by=people["clerk"], at=next(clock),
            responsible=people["clerk"],
        )  # fmt: skip
        operations.submit(item=item, by=people["clerk"], at=next(clock))
        version = item.versions.get(number=1)
        operations.review(
            item=item, version=version, review_round="secrecy_review", conclusion="may_publish", by=people["secrecy_reviewer"],
            at=next(clock),
        )  # fmt: skip
        operations.approve(item=item, version=version, by=people["group_leader"], at=next(clock))
        start = time.perf_counter()
        operations.publish(item=item, by=people["group_leader"], at=next(clock))
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times[1:])
    print(f"publication to the last file: {median:.0f} ms (asked ≤ 500)\npublication-ms {median:.1f}")


# ---- over HTTP


def http(township: Any, seconds: int) -> None:
    """Compare servers with their own rates, five alternating rounds."""
    if shutil.which("wrk") is None:
        print("over HTTP: skipped, wrk is not installed (apt-get install wrk)")
        return
    site = Path(os.environ["GONGKAI_DATA_DIR"]) / "site" / "current"
    page = next(iter((site / "xxgk" / township.code / "item").glob("*/index.html")))
    path = f"/{page.parent.relative_to(site)}/"
    bare = site / "bare.bin"
    bare.write_bytes(page.read_bytes())
    print(f"a page of {bare.stat().st_size:,} bytes")
    with embedded(8101), mount(8102, site):
        compare(
            "embedded server ÷ granian's own mount",
            "http://127.0.0.1:8101" + path,
            "http://127.0.0.1:8102/m/bare.bin",
            seconds,
            0.9,
        )
    if shutil.which("nginx") is None:
        print("behind nginx: skipped, nginx is not installed (apt-get install nginx-light)")
        return
    with nginx(8103, site):
        compare(
            "page behind nginx ÷ nginx's own file",
            "http://127.0.0.1:8103" + path,
            "http://127.0.0.1:8103/bare.bin",
            seconds,
            0.95,
        )


def compare(name: str, ours: str, theirs: str, seconds: int, asked: float) -> None:
    """Print the ratio of medians, and the rates behind it."""
    rates: dict[str, list[float]] = {ours: [], theirs: []}
    for _round in range(5):
        for address, found in rates.items():
            found.append(rate(address, seconds))
    first, second = (statistics.median(found) for found in rates.values())
    print(f"{name}: {first / second:.2f} (asked ≥ {asked}); {first:,.0f}/s against {second:,.0f}/s")


def rate(address: str, seconds: int) -> float:
    """Give requests a second over eight connections; anything but 200 is no measurement."""
    done = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{seconds}s", address], check=True, stdout=subprocess.PIPE, text=True
    )
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{address} did not answer 200:\n{done.stdout}")
    return float(next(line for line in done.stdout.splitlines() if line.startswith("Requests/sec")).split()[1])


@contextmanager
def embedded(port: int) -> Iterator[None]:
    """Run the embedded server as `gongkai serve` runs it."""
    with running(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "4",
         "--no-ws", "--log-level", "error", "gongkai.config.wsgi:application"], port,
    ):  # fmt: skip
        yield


@contextmanager
def mount(port: int, site: Path) -> Iterator[None]:
    """Run granian with its own static mount, and nothing of ours."""
    with running(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "4",
         "--no-ws", "--log-level", "error", "--static-path-route", "/m", "--static-path-mount", str(site.resolve()),
         "gongkai.config.wsgi:application"], port,
    ):  # fmt: skip
        yield


@contextmanager
def nginx(port: int, site: Path) -> Iterator[None]:
    """Run nginx with one worker over the site."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        settings = Path(folder) / "nginx.conf"
        settings.write_text(
            f"daemon off; pid {folder}/pid; error_log stderr; user root; worker_processes 1; events {{}} http {{ access_log off;"
            f" client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};"
            f" scgi_temp_path {folder}; open_file_cache max=10000; open_file_cache_valid 2s; gzip_static on; types {{ text/html html; }}"
            f" default_type application/octet-stream; server {{ listen {port}; root {site}; location / {{ try_files $uri $uri/index.html"
            " =404; } } }",
            encoding="utf-8",
        )
        with running(["nginx", "-c", str(settings), "-p", folder], port):
            yield


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """Run a server until it is no longer needed."""
    import socket

    process = subprocess.Popen(command)
    try:
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"no server on port {port}")
        time.sleep(0.5)
        yield
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()
