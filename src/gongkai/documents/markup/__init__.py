"""
The text of a page: clean markup out of what was pasted, out of an uploaded file; its head fields; how two texts differ.

What comes out here is plain structure (headings, lists, tables, pictures, emphasis, links). The last word has the sanitiser of
publication, which everything passes before it is kept.
"""

from gongkai.documents.markup.cleaning import Cleaned, TooLong, clean, told
from gongkai.documents.markup.difference import Line, Piece, differences, word_pieces
from gongkai.documents.markup.from_file import Body, Picture, body_of
from gongkai.documents.markup.heads import Suggested, suggest

__all__ = [
    "Body",
    "Cleaned",
    "Line",
    "Picture",
    "Piece",
    "Suggested",
    "TooLong",
    "body_of",
    "clean",
    "differences",
    "suggest",
    "told",
    "word_pieces",
]
