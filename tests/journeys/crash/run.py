"""The server that is killed, the clients that keep trying, and what they were told."""

import http.client
import http.cookies
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[3]
BASE = "/xxgk/990101001/apply"
SERIAL = re.compile(r'<span class="number">([^<]+)</span>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CLIENTS, PATIENCE = 8, 60.0


@dataclass
class Told:
    """What the clients were told: the number shown for each draft, and how long the server was away after each kill."""

    serials: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0
    recoveries: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Server:
    """A server in a session of its own, so that a kill reaches all of it and nothing else."""

    def __init__(self, folder: Path, *, lazy: bool = False) -> None:
        self.port = _free_port()
        self.threads = 1 if lazy else 4
        self.env = {
            **os.environ,
            "GONGKAI_DATA_DIR": str(folder),
            "GONGKAI_APPLICATIONS_PER_HOUR": "1000000",
            "DJANGO_SETTINGS_MODULE": "tests.journeys.crash.settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            **({"CRASH_LAZY": "1"} if lazy else {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def script(self, *words: str) -> Any:
        """Run the preparing script and read what it prints."""
        command = [sys.executable, "-m", "tests.journeys.crash.prepare", *words]
        env = {name: value for name, value in self.env.items() if name != "CRASH_LAZY"}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
        return json.loads(done.stdout)

    def start(self) -> None:
        """Start it, without waiting."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", str(self.threads), "--no-ws", "--log-level", "critical",
            "gongkai.config.wsgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Kill all of it at once (-9)."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait(self) -> float:
        """Wait until it answers; give the seconds."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                    connection.request("GET", f"{BASE}/resume/")
                    connection.getresponse().read()
                return time.monotonic() - begun
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server did not come back")


class Client(threading.Thread):
    """Somebody who takes up drafts by their codes and hands each in, and sends again whenever no answer comes."""

    def __init__(self, port: int, waiting: "Queue[list[str]]", told: Told) -> None:
        super().__init__(daemon=True)
        self.port, self.waiting, self.told = port, waiting, told

    def run(self) -> None:
        """Work until nothing waits."""
        while True:
            try:
                key, code = self.waiting.get_nowait()
            except Empty:
                return
            try:
                self.told.serials[key] = self.hand_in(key, code)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
                self.told.faults.append(f"{key}: {error!r}")

    def hand_in(self, key: str, code: str) -> str:
        """Take one draft up, send it, read the number off the receipt."""
        cookies: dict[str, str] = {}
        page, _ = self.ask("GET", f"{BASE}/resume/", cookies)
        self.ask("POST", f"{BASE}/resume/", cookies, {"csrfmiddlewaretoken": _token(page), "code": code})
        for _round in range(20):
            page, location = self.ask("GET", f"{BASE}/draft/{key}/check/", cookies)
            if not location:
                _page, location = self.ask(
                    "POST", f"{BASE}/draft/{key}/check/", cookies, {"csrfmiddlewaretoken": _token(page)}
                )
            if "/receipt/" in location:
                page, _ = self.ask("GET", location, cookies)
                if found := SERIAL.search(page):
                    return found[1]
            if "/resume/" in location:  # the draft itself was lost with its opening: begin again
                return self.hand_in(key, code)
        raise AssertionError("no receipt after twenty rounds")

    def ask(
        self, method: str, path: str, cookies: dict[str, str], sent: dict[str, str] | None = None
    ) -> tuple[str, str]:
        """Ask until there is an answer; give the page and where it leads."""
        begun, body = time.monotonic(), urlencode(sent) if sent else None
        while time.monotonic() - begun < PATIENCE:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                    connection.request(method, path, body, headers)
                    answer = connection.getresponse()
                    page = answer.read().decode()
            except (OSError, http.client.HTTPException):
                self.told.sent_again += 1
                time.sleep(0.05)
                continue
            if answer.status < 500:
                for line in answer.headers.get_all("Set-Cookie") or []:
                    cookies |= {name: morsel.value for name, morsel in http.cookies.SimpleCookie(line).items()}
                return page, answer.headers.get("Location", "")
        raise TimeoutError(path)


def besiege(server: Server, drafts: list[list[str]], *, every: float, kills: int | None = None) -> Told:
    """Let the clients work while the server is killed every so many seconds, until all drafts are in."""
    told, waiting = Told(), Queue[list[str]]()
    for draft in drafts:
        waiting.put(draft)
    server.start()
    server.wait()
    clients = [Client(server.port, waiting, told) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    while any(client.is_alive() for client in clients):
        _sleep(every, lambda: any(client.is_alive() for client in clients))
        if kills is None or len(told.recoveries) < kills:
            server.kill()
            server.start()
            told.recoveries.append(server.wait())
    server.kill()
    return told


def _sleep(seconds: float, going_on: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and going_on():
        time.sleep(0.05)


def _token(page: str) -> str:
    found = TOKEN.search(page)
    return found[1] if found else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
