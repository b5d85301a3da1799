"""Read settings from the environment, with messages that tell the operator what to do."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on", "是"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "否", ""})


def text(name: str, default: str | None = None) -> str:
    """Read a text setting; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"缺少环境变量 {name}。请在环境文件中设置，说明见 docs/reference/settings.md。")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Read a yes-or-no setting."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”无法识别。请写 1 或 0。")


def number(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不是整数。请改为数字，例如 {default}。") from None


def words(name: str, default: str = "") -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Read a folder; it is created by whoever needs it."""
    return Path(os.environ.get(name, default)).expanduser().resolve()
