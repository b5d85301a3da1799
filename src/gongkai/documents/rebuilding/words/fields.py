"""Fields of a DOCX: code, result and end may lie in different runs and paragraphs; only results are seen."""

import re

_KEPT = re.compile(r"\s*(PAGE|NUMPAGES)\b", re.IGNORECASE)
#: Fields whose content is never shown.
_SILENT = re.compile(r"\s*(?:XE|TC|TA|RD|PRIVATE|SET|ASK|FILLIN|ADVANCE|COMMENTS|DOCVARIABLE\s*$)\b", re.IGNORECASE)


class Fields:
    """The stack of open fields."""

    def __init__(self) -> None:
        self._open: list[list[str | bool]] = []

    def begin(self) -> None:
        """Open a field."""
        if len(self._open) < 100:
            self._open.append(["", False])

    def code(self, text: str) -> None:
        """Take a piece of the code of the innermost field."""
        if self._open and not self._open[-1][1]:
            self._open[-1][0] = f"{self._open[-1][0]}{text}"[:2000]

    def separate(self) -> None:
        """Go from the code to the result."""
        if self._open:
            self._open[-1][1] = True

    def end(self) -> str:
        """Close the innermost field; give PAGE or NUMPAGES when it was one of these."""
        code = str(self._open.pop()[0]) if self._open else ""
        kept = _KEPT.match(code)
        return kept[1].upper() if kept else ""

    @property
    def seen(self) -> bool:
        """Tell whether text at this place is shown: in no code, in no silent field, not the old number of a page."""
        return all(
            result and not _SILENT.match(str(code)) and not _KEPT.match(str(code)) for code, result in self._open
        )

    @property
    def inside(self) -> bool:
        """Tell whether any field is open."""
        return bool(self._open)
