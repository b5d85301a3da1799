"""The whole way of masking: the child that masks, then the way of every upload."""

from gongkai.documents.rebuilding import sandbox
from gongkai.documents.rebuilding.masking.plan import Masked, Plan
from gongkai.documents.rebuilding.model import Dropped, Limits
from gongkai.documents.rebuilding.whole import rebuild


def mask(data: bytes, name: str, kind: str, *, plan: Plan, limits: Limits | None = None) -> Masked:
    """
    Mask a rebuilt file and rebuild what comes out.

    :param kind: the kind that the rebuild gave.
    :raises Refused: this kind is not masked by a program, or the file is over a limit.
    """
    given = (limits or Limits()).for_size(len(data))
    job = {"task": "mask", "kind": kind, "plan": plan.as_json(), "limits": vars(given)}
    header, blobs, _ = sandbox.run(job, [data], given)
    told = tuple(Dropped(what, where, count) for what, where, count in header["told"])
    return Masked(rebuild(blobs[0], name, limits=limits, on=plan.on), told)
