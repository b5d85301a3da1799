"""The child can read and answer, nothing else; the parent survives whatever it does."""

import json
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

import gongkai
from gongkai.documents.rebuilding import Limits, Refused, rebuild
from gongkai.documents.rebuilding.sandbox import parent, wire
from tests.documents.rebuilding.corpus import docx, pdf, xlsx
from tests.documents.rebuilding.corpus.packing import patched, put_before

SOURCE = str(Path(gongkai.__file__).parents[1])
JAILED = """
import sys
sys.path.insert(0, {source!r})
from gongkai.documents.rebuilding.sandbox import jail
without_network = jail.confine(memory=200 * 2**20, cpu=5, output=10**6)
jail.guard()
import json, os
def attempt(work):
    try:
        work()
    except (OSError, ImportError, MemoryError) as error:
        return type(error).__name__
    return "done"
def connect():
    import socket
    socket.create_connection(("127.0.0.1", 9), 1)
def kernel_socket():
    import ctypes
    libc = ctypes.CDLL(None)
print(json.dumps({{
    "network": without_network,
    "interfaces": open("/proc/net/dev").read().count(":"),
    "socket": attempt(connect),
    "dlopen": attempt(kernel_socket),
    "process": attempt(lambda: os.system("true")),
    "fork": attempt(os.fork),
    "write": attempt(lambda: open({target!r}, "w")),
    "remove": attempt(lambda: os.remove({target!r})),
    "read": attempt(lambda: open("/etc/hostname").read()),
    "memory": attempt(lambda: bytes(400 * 2**20)),
}}))
"""


def jailed(tmp_path: Path) -> dict[str, object]:
    target = tmp_path / "x"
    code = JAILED.format(source=SOURCE, target=str(target))
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert not target.exists()
    return json.loads(done.stdout)


def test_the_child_reaches_nothing(tmp_path: Path) -> None:
    found = jailed(tmp_path)
    assert found["socket"] == "ModuleNotFoundError"
    assert {found[key] for key in ("dlopen", "process", "fork", "write", "remove")} == {"Forbidden"}
    assert found["read"] == "done"
    assert found["memory"] == "MemoryError"
    if found["network"]:
        assert found["interfaces"] == 1  # only a loopback that is down


def test_without_the_jail_the_same_acts_succeed() -> None:
    """Positive control: what the jail refuses is possible without it."""
    code = "import socket, os; os.system('true'); pid = os.fork(); pid or os._exit(0); os.waitpid(pid, 0); bytes(400 * 2**20)"
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


def boot(monkeypatch: pytest.MonkeyPatch, code: str, limits: Limits | None = None) -> tuple[str, str]:
    """Start a child that does something else; give code and message of the refusal."""
    monkeypatch.setattr(parent, "_BOOT", code)
    with pytest.raises(Refused) as refusal:
        parent.run({"task": "rebuild"}, [b"x"], limits or Limits())
    return refusal.value.code, str(refusal.value)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", "too_big"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "damaged"),
        ("print('no message')", "damaged"),
        ("pass", "damaged"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff'); sys.exit(3)", "damaged"),
        ("import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\x04null')", "damaged"),
    ],
)
def test_a_broken_child_is_one_refusal(monkeypatch: pytest.MonkeyPatch, code: str, expected: str) -> None:
    assert boot(monkeypatch, code)[0] == expected


def test_a_child_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    code, message = boot(monkeypatch, "import time; time.sleep(60)", Limits(wall=1))
    assert code == "too_slow"
    assert "花费的时间过长" in message


def test_a_child_that_runs_hot_is_stopped_by_the_kernel() -> None:
    with pytest.raises(Refused) as refusal:
        rebuild(_slow_workbook(), "a.xlsx", limits=Limits(cpu=1))
    assert refusal.value.code == "too_slow"


@cache
def _slow_workbook() -> bytes:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}" t="inlineStr"><is><t>第{at}户</t></is></c></row>'
        for at in range(10, 60_000)
    )
    return patched(xlsx.saved(xlsx.plain(0)[0]), {"xl/worksheets/sheet1.xml": put_before("</sheetData>", rows)})


def test_a_child_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        rebuild(_slow_workbook(), "a.xlsx", limits=Limits(memory=70 * 2**20))
    assert refusal.value.code == "too_big"
    assert "内存" in str(refusal.value)


def test_a_child_that_answers_too_much_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        rebuild(_slow_workbook(), "a.xlsx", limits=Limits(output=1000))
    assert refusal.value.code == "too_big"


def test_the_child_gets_no_environment_and_no_open_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "秘密")
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import os\n"
        "from gongkai.documents.rebuilding.sandbox import wire\n"
        "wire.send(sys.stdout.buffer, {'ok': True, 'names': sorted(os.environ), 'files': len(os.listdir('/proc/self/fd'))})"
    )
    monkeypatch.setattr(parent, "_BOOT", code)
    with (tmp_path / "open").open("w"):
        header, _, _ = parent.run({}, [], Limits())
    assert set(header["names"]) <= {"LANG", "MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert header["files"] <= 5


def test_nothing_is_left_behind_after_a_refusal() -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        with pytest.raises(Refused):
            rebuild(b"\x00\x01\x02", "a.bin")
    assert len(list(descriptors.iterdir())) == before


def test_messages_go_through_whole_and_broken_ones_are_told() -> None:
    stream = BytesIO()
    wire.send(stream, {"名": "值"}, [b"a", b"", b"bc"])
    stream.seek(0)
    assert wire.receive(stream) == ({"名": "值"}, [b"a", b"", b"bc"])
    whole = stream.getvalue()
    for cut in (0, 3, 10, len(whole) - 1):
        with pytest.raises(wire.Garbled):
            wire.receive(BytesIO(whole[:cut]))
    with pytest.raises(wire.Garbled):
        wire.receive(BytesIO(b"\xff\xff\xff\xff" + whole))


@pytest.mark.parametrize(
    ("data", "name"),
    [(xlsx.saved(xlsx.plain(0)[0]), "a.xlsx"), (docx.plain(0), "a.docx"), (pdf.saved(pdf.plain(0)[0]), "a.pdf")],
    ids=["xlsx", "docx", "pdf"],
)
def test_the_real_way_reports_what_it_cost(data: bytes, name: str) -> None:
    result = rebuild(data, name)
    assert result.data
    assert 0 < result.usage.cpu < 10
    assert 0 < result.usage.peak < 256 * 2**20


def test_an_upload_over_the_size_limit_is_not_even_opened() -> None:
    with pytest.raises(Refused, match="超过1MB的限制") as refusal:
        rebuild(bytes(2 * 2**20), "a.bin", limits=Limits(size=2**20))
    assert refusal.value.usage.cpu == 0


def test_a_big_file_gets_more_time_a_small_one_does_not() -> None:
    usual = Limits()
    assert usual.for_size(1000) is usual
    assert usual.for_size(12 * 2**20).cpu == usual.cpu + 30
    assert usual.for_size(50 * 2**20).memory <= 2**30
