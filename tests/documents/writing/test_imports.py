"""Loading the package must not load what only some exports need: start-up time and memory of every web worker."""

import subprocess
import sys


def test_heavy_libraries_are_loaded_when_first_used() -> None:
    code = (
        "import sys, gongkai.documents.writing;"
        "print([name for name in ('typst', 'docx', 'xlsxwriter', 'segno', 'lxml', 'pdfplumber', 'django') if name in sys.modules])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
