"""How far a file came: from waiting to read and proved, in one word for lists."""

from collections.abc import Mapping
from enum import StrEnum

from gongkai.documents.reading import ReadReport, UnreadableReport
from gongkai.documents.reading import Standing as OfTable


class Standing(StrEnum):
    """The state of a file in a collection."""

    WAITING = "waiting"  #: not read yet
    PROVED = "proved"  #: tables 三 and 四 satisfy every sum of the form, and no cell of table 二 is open
    LABELLED = "labelled"  #: read by labels; the sums cannot be taken or do not hold, or a table is missing
    PARTLY = "partly"  #: some cells have more than one possible reading and were left blank
    REFUSED = "refused"  #: not read, with the reason


WORDS: Mapping[str, str] = {
    Standing.WAITING: "待读取",
    Standing.PROVED: "读取并证明",
    Standing.LABELLED: "按标签读取",
    Standing.PARTLY: "部分未定",
    Standing.REFUSED: "未能读取",
}
#: States in which there are figures.
READ = (Standing.PROVED, Standing.LABELLED, Standing.PARTLY)


def standing_of(found: ReadReport | UnreadableReport) -> Standing:
    """Tell how far a reading came."""
    if isinstance(found, UnreadableReport):
        return Standing.REFUSED
    of = {table: proof.standing for table, proof in found.proofs.items()}
    if OfTable.REFUSED in of.values():
        return Standing.PARTLY
    proved = of["table3"] is OfTable.PROVED and of["table4"] is OfTable.PROVED and of["table2"] is not OfTable.MISSING
    return Standing.PROVED if proved else Standing.LABELLED
