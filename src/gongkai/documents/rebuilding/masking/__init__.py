"""
Mask the personal data of a rebuilt file: strike what blocks a publication, or make the public form of a list by a profile.

The work is done in the child, like every other; what comes out goes the whole way of a rebuild again, second reader included.
"""

from gongkai.documents.rebuilding.masking.plan import Masked, Plan
from gongkai.documents.rebuilding.masking.whole import mask

__all__ = ["Masked", "Plan", "mask"]
