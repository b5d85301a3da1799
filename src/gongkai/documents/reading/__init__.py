"""
Read published yearly reports of any kind into the form, and prove the reading.

`read_report` reads one file, `read_many` a folder or an archive. A cell whose content cannot be told for certain stays blank, and the
candidates are reported.
"""

from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.isolation import read_isolated
from gongkai.documents.reading.many import Outcome, read_many
from gongkai.documents.reading.reader import read_report
from gongkai.documents.reading.result import Confidence, Evidence, Proof, ReadReport, Standing, as_json

__all__ = [
    "Confidence",
    "Evidence",
    "Outcome",
    "Proof",
    "ReadReport",
    "Standing",
    "UnreadableReport",
    "as_json",
    "read_isolated",
    "read_many",
    "read_report",
]
