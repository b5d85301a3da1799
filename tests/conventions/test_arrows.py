"""The arrows of the house hold, and the linter that says so sees a wrong one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": path or str(ROOT / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_arrows_point_down() -> None:
    result = lint()
    assert result.returncode == 0, result.stdout


def test_the_linter_sees_a_wrong_arrow(tmp_path: Path) -> None:
    package = tmp_path / "gongkai"
    for layer in ("law", "documents", "apps", "integrations", "web", "cli", "config"):
        (package / layer).mkdir(parents=True)
        (package / layer / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "law" / "wrong.py").write_text("import gongkai.web\n")
    config = tmp_path / "importlinter"
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    config.write_text(text.split("[importlinter:contract:apps]")[0], encoding="utf-8")
    result = lint("--config", str(config), path=str(tmp_path))
    assert result.returncode == 1
    assert "gongkai.law.wrong -> gongkai.web" in result.stdout
