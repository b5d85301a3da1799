"""
The archive package of a case: a folder that explains and proves itself without this system.

`packaging` puts it together; `verifier` is one file of plain Python that goes into every package and is run by
`gongkai archive verify` too.
"""

from gongkai.documents.archiving.packaging import Piece, package
from gongkai.documents.archiving.verifier import verify

__all__ = ["Piece", "package", "verify"]
