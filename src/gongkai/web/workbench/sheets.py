"""Answer with a sheet for the board, or with a clear word why there is none."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.documents.writing import BoardSheet, CannotTypeset, MissingFonts, Paper, board_sheet_pdf


def sheet_answer(request: HttpRequest, sheet: BoardSheet, paper: str, *, name: str, back: str) -> HttpResponse:
    """
    Give the PDF; where it cannot be made, go back and say why.

    :param back: the page to go back to.
    :raises Http404: no such paper.
    """
    if paper not in list(Paper):
        raise Http404
    try:
        data = board_sheet_pdf(sheet, paper=Paper(paper), font_dirs=settings.FONT_DIRS)
    except (MissingFonts, CannotTypeset) as error:
        messages.error(request, str(error))
        return redirect(back)
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{name}.pdf')}"
    return response
