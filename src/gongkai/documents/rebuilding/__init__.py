"""
Take an uploaded file apart, keep what is visible, say what was dropped.

Every upload is untrusted: it is read in a child process without network, with limits of time and memory; made anew from what a person
sees; read again by a second reader in a second child. A file that cannot be treated so is refused with one clear line.
"""

from gongkai.documents.rebuilding.model import Dropped, Grid, Limits, Mark, Preview, Rebuilt, Refused, Usage
from gongkai.documents.rebuilding.whole import pages_of, rebuild, scan_bytes

__all__ = [
    "Dropped",
    "Grid",
    "Limits",
    "Mark",
    "Preview",
    "Rebuilt",
    "Refused",
    "Usage",
    "pages_of",
    "rebuild",
    "scan_bytes",
]
