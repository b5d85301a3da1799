"""What a reader says when it cannot read: one line in Chinese that names the file, what was found and what to do."""


class UnreadableReport(ValueError):
    """
    A file that is not a readable yearly report.

    `code` is stable for programs: `empty`, `too_large`, `wrong_type`, `junk`, `encrypted`, `image_only`, `damaged`, `no_tables`,
    `many_reports`, `too_complex`, `timeout`.
    """

    def __init__(self, code: str, message: str, *, name: str = "") -> None:
        self.code, self.name, self.reason = code, name, message
        super().__init__(f"{name}：{message}" if name else message)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep code and name on the way out of a child process."""
        return _again, (self.code, self.reason, self.name)

    def named(self, name: str) -> "UnreadableReport":
        """Give the same refusal for the file called `name`."""
        return self if self.name else UnreadableReport(self.code, self.reason, name=name)


def _again(code: str, message: str, name: str) -> UnreadableReport:
    return UnreadableReport(code, message, name=name)


class PutOff(UnreadableReport):
    """A scan that can be recognised, but not now: the recognition needs more time and memory than other files are given."""

    def __init__(self, name: str = "") -> None:
        super().__init__("image_only", "PDF 只有图片，需要文字识别，这次没有识别。", name=name)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return PutOff, (self.name,)

    def named(self, name: str) -> "PutOff":
        """Give the same for the file called `name`."""
        return self if self.name else PutOff(name)
