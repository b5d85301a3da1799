"""
Uploads: the one way in for every file that somebody hands in, whoever it is.

    upload = uploads.take(organ=…, name=file.name, data=file.read(), by=user_or_None, on=today, at=now, purpose="item")

What happens: the bytes are rebuilt from what is visible in a child process without network; the original is kept encrypted, for the
organ alone; the derivative is kept as a `StoredFile` (`upload.derivative`, encrypted at rest too, read by `files.read`) and is the only
thing that ever goes on to anybody. `by=None` is somebody without an account, on the public portal. A file that cannot be made safe
raises `UploadRefused`, whose message is one clear line for the sender; the record of the attempt stays, the bytes do not.

Call `take` outside a transaction: a big file takes seconds, and nobody else could write meanwhile. Then, in your own transaction,
keep `upload` (or `upload.derivative`) and say what it belongs to:

    uploads.claim(upload=upload, subject=application)     # unclaimed uploads are erased after a month

Reading:

    upload.dropped            [{"what", "where", "count"}]    upload.findings / hidden_findings   [{"kind", "severity", "where", …}]
    upload.blocking           how many findings stop a publication        upload.unread           places that only a person can look at
    standing(upload)          open or settled, with the sentences for people: ask this before anything is published
    text_of(upload)           the text of the derivative, for search and checks
    preview_of(upload)        grids and paragraphs; page pictures by `page_of(upload, number)`
    upload_of(stored_file)    the upload that a derivative came from, or None

Acting: `mask` makes a masked derivative, a new upload whose `masked_from` is this one (undo by going back to it); `confirm` records that
a person has looked at what was hidden and at what no program can read; `discard` takes an unclaimed upload away. To open an original
there is `gongkai.apps.organs.originals.open_original`, which asks for the permission and leaves an event.

`take` asks for no permission, because who may hand in a file depends on what for: ask before you call it.
"""

from gongkai.apps.core.uploads.errors import UploadError, UploadRefused
from gongkai.apps.core.uploads.masking import mask
from gongkai.apps.core.uploads.reading import (
    page_of,
    preview_of,
    text_of,
    upload_of,
)
from gongkai.apps.core.uploads.settling import Standing, claim, confirm, discard, erase, erase_unclaimed, standing
from gongkai.apps.core.uploads.taking import take

__all__ = [
    "Standing",
    "UploadError",
    "UploadRefused",
    "claim",
    "confirm",
    "discard",
    "erase",
    "erase_unclaimed",
    "mask",
    "page_of",
    "preview_of",
    "standing",
    "take",
    "text_of",
    "upload_of",
]
