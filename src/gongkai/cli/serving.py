"""Start the product: migrations, demonstration data, then granian in the foreground."""

import os
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command

from gongkai.cli.errors import CallError


def run(*, host: str, port: int, demo: bool) -> int:
    """Prepare the database and serve until interrupted."""
    _refuse_busy_port(host, port)
    started = time.monotonic()
    os.environ.setdefault("GONGKAI_SITE_URL", f"http://{host}:{port}")
    settings.SITE_URL = os.environ["GONGKAI_SITE_URL"].rstrip("/")
    for folder in (settings.DATA_DIR, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        _load_demo()
    _announce(host, port, demo=demo, seconds=time.monotonic() - started)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    os.environ["GONGKAI_DEMONSTRATION"] = "1" if demo else os.environ.get("GONGKAI_DEMONSTRATION", "0")
    if settings.STATIC_SITE:
        _write_pages(demo=demo)
    os.execv(  # noqa: S606 - the server replaces this process, so Ctrl-C reaches it and nothing else stays
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "gongkai.config.wsgi:application",
        ],
    )  # fmt: skip


def _refuse_busy_port(host: str, port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CallError(
                f"端口 {port} 无法使用（{error.strerror}）。请改用其他端口，例如 PORT=8001 make run。"
            ) from error


def _load_demo() -> None:
    from gongkai.cli.demo import load, loaded
    from gongkai.web.static_site import effects

    if loaded():
        return
    print("正在载入演示数据（隆德县山河乡2023年与虚构的示例县），约需一分钟……", flush=True)
    effects.ignore()  # page by page would take longer than the build that follows
    load()


def _write_pages(*, demo: bool) -> None:
    """Let a process beside the server write the pages; until it is done the application makes them on request."""
    from gongkai.web.static_site import publishing

    settings.DEMONSTRATION = settings.DEMONSTRATION or demo
    if not publishing.is_current():
        publishing.retire()
    subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "site", "build", "--if-needed", "--workers", "1"],
        stdout=subprocess.DEVNULL,
    )


def _announce(host: str, port: int, *, demo: bool, seconds: float) -> None:
    lines = [f"公开 Gongkai 已就绪（{seconds:.1f} 秒）：http://{host}:{port}/"]
    if demo:
        from gongkai.cli.demo import where_to_go

        lines += where_to_go(f"http://{host}:{port}")
    lines.append("按 Ctrl-C 结束。")
    print("\n".join(lines), flush=True)
