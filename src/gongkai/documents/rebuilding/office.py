"""Old Word and WPS files: turned into DOCX by LibreOffice where it is installed, refused with what to do where it is not."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gongkai.documents.rebuilding.model import Limits, Refused, damaged

_NAMES = ("soffice", "libreoffice")
_SECONDS = 90
_MEMORY = 3 * 1024**3
# The wrapper takes the network away where the machine permits, limits itself, and becomes the converter.
_WRAPPER = """
import ctypes, os, resource, sys
memory, seconds, output = map(int, sys.argv[1:4])
try:
    libc = ctypes.CDLL(None)
    libc.unshare(0x50000000) and libc.unshare(0x40000000)
except (AttributeError, OSError):
    pass
for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, output), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(what, (most, most))
os.execv(sys.argv[4], sys.argv[4:])
"""


def to_docx(data: bytes, limits: Limits) -> bytes:
    """
    Turn a DOC or WPS file into DOCX.

    :raises Refused: no converter here, or it cannot read the file.
    """
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise Refused(
            "needs_office",
            "这是旧版 Word 或 WPS 文字文件（doc、wps），无法直接核查隐藏内容。"
            "请用 WPS 或 Word 打开，另存为 docx 后再上传；管理员安装 LibreOffice 后可以自动转换。",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder, "upload.doc")
        source.write_bytes(data)
        _convert(program, source, limits)
        result = source.with_suffix(".docx")
        if not result.is_file():
            raise damaged("Word 文件")
        return result.read_bytes()


def _convert(program: str, source: Path, limits: Limits) -> None:
    profile = (source.parent / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    wrapped = [sys.executable, "-I", "-c", _WRAPPER, str(_MEMORY), str(_SECONDS), str(limits.output), *command]
    try:
        subprocess.run(  # noqa: S603 - our own wrapper, an installed program, a file name we made
            wrapped,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"HOME": str(source.parent), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(
            "too_slow", "转换旧版文件花费的时间过长，已停止。请用 WPS 或 Word 另存为 docx 后再上传。"
        ) from error
