"""
Run a command against a private PostgreSQL: start a cluster in a temporary folder, set GONGKAI_TEST_PG, stop it afterwards.

PostgreSQL's server refuses to run as root, so root runs it as `postgres` (or `nobody`). Where there is no PostgreSQL the command is
skipped with a clear word and exit code 0.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=256MB"


def find_binaries() -> Path | None:
    """Find the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def server_user() -> str | None:
    """Name the account that may run the server; None means the present one."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise SystemExit("没有可用来运行 PostgreSQL 的帐号（postgres 或 nobody）。")


def main(command: list[str]) -> int:
    """Start, run, stop."""
    binaries = find_binaries()
    if binaries is None:
        print("跳过 PostgreSQL 测试：本机没有 PostgreSQL 服务端（apt-get install postgresql-15）。", flush=True)
        return 0
    account = server_user()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))
    if account:
        shutil.chown(folder, account)
    data, log = folder / "data", folder / "log"

    def as_server(*arguments: str) -> None:
        subprocess.run(
            arguments, check=True, user=account, cwd=folder, stdout=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"}
        )

    try:
        as_server(
            f"{binaries}/initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        options = f"{SPEED} -c listen_addresses='' -k {folder} -p 5432"
        as_server(f"{binaries}/pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "-o", options, "start")
        try:
            folder.chmod(0o755)
            environment = {**os.environ, "GONGKAI_TEST_PG": str(folder), "GONGKAI_TEST_PG_USER": "postgres"}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            as_server(f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
