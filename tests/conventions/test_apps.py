"""The conventions of the apps, read from their source."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "src" / "gongkai" / "apps"
FACES = ("django.http", "django.shortcuts", "django.template", "django.views", "django.urls", "django.forms")
#: Operations that only the machinery calls; they take no `by` or `on` of their own.
WITHOUT_WHO = {"digest_event", "event_hash"}


def trees(pattern: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(APPS.glob(pattern)):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_there_are_apps_to_look_at() -> None:
    assert len(list(trees("**/*.py"))) > 20


@pytest.mark.parametrize("face", FACES)
def test_apps_know_no_http_and_no_templates(face: str) -> None:
    offenders = [
        str(path.relative_to(APPS))
        for path, tree in trees("**/*.py")
        if any(name == face or name.startswith(f"{face}.") for name in imported(tree))
    ]
    assert offenders == []


def operations() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Walk over the operations: every public function of `operations.py`, or what the package `operations` offers."""
    for path, tree in trees("*/operations.py"):
        yield from functions(path, tree, lambda name: not name.startswith("_"))
    for package, tree in trees("*/operations/__init__.py"):
        offered = ast.literal_eval(next(node.value for node in tree.body if isinstance(node, ast.Assign)))
        for path in sorted(package.parent.glob("*.py")):
            yield from functions(
                path, ast.parse(path.read_text(encoding="utf-8")), lambda name, names=offered: name in names
            )


def functions(path: Path, tree: ast.Module, wanted: Callable[[str], bool]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and wanted(node.name) and node.name not in WITHOUT_WHO:
            yield f"{path.relative_to(APPS)}:{node.name}", node


def test_there_are_operations_to_look_at() -> None:
    assert len(list(operations())) > 50


def test_operations_are_keyword_only_and_told_who_and_when() -> None:
    faults = []
    for name, function in operations():
        if function.args.args or function.args.posonlyargs:
            faults.append(f"{name}: takes positional arguments")
        names = {argument.arg for argument in function.args.kwonlyargs}
        if "by" not in names:
            faults.append(f"{name}: is not told who (by=)")
        if not names & {"on", "at"}:
            faults.append(f"{name}: is not told when (on= or at=)")
        if ast.get_docstring(function) is None:
            faults.append(f"{name}: has no docstring")
    assert faults == []


def test_operations_are_atomic() -> None:
    faults = [
        name
        for name, function in operations()
        if not any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    ]
    assert faults == []


def test_models_hold_fields_and_constraints_only() -> None:
    allowed = {"__str__"}
    faults = []
    for path, tree in [*trees("*/models.py"), *trees("*/models/*.py")]:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                faults += [
                    f"{path.relative_to(APPS)}:{node.name}.{item.name}"
                    for item in node.body
                    if isinstance(item, ast.FunctionDef)
                    and item.name not in allowed
                    and not any(
                        ast.unparse(decorator) in ("property", "classmethod") for decorator in item.decorator_list
                    )
                ]
    assert faults == []


def test_no_signals() -> None:
    assert [
        str(path)
        for path, tree in trees("**/*.py")
        if any(name.startswith("django.dispatch") for name in imported(tree))
    ] == []
    assert [str(path) for path, tree in trees("**/*.py") if any("signals" in name for name in imported(tree))] == []
