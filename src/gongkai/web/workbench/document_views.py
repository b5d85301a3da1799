"""The document library at the desk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import NormativeDocument
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.publication import DocumentForm, RepealForm
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once


@permitted("item.read")
@require_safe
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """Show the document library with the validity of each document today."""
    organ = organ_or_404(request, code, "item.read")
    return _library(request, organ, DocumentForm(initial={"issued_on": today()}))


@permitted("document.write")
@require_POST
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a document."""
    organ = organ_or_404(request, code, "document.write")
    form = DocumentForm(request.POST)
    if form.is_valid():
        try:
            operations.issue_document(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记文件。"))
            return redirect("workbench:documents", code)
    return _library(request, organ, form)


def _library(request: HttpRequest, organ: Organ, form: DocumentForm) -> HttpResponse:
    words = {
        queries.Validity.NOT_YET_EFFECTIVE: _("尚未施行"),
        queries.Validity.IN_FORCE: _("有效"),
        queries.Validity.EXPIRED: _("失效"),
        queries.Validity.REPEALED: _("废止"),
    }
    listed = [(row, queries.validity(row, on=today())) for row in queries.documents(organ=organ)]
    rows = [(row, words[validity], validity is queries.Validity.IN_FORCE) for row, validity in listed]
    status = 400 if form.errors else 200
    return page(request, "documents.html", organ, here="documents", rows=rows, form=form, status=status)


@permitted("document.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def repeal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """
    Repeal a document.

    :raises Http404: there is none, or it is repealed already.
    """
    organ = organ_or_404(request, code, "document.write")
    document = NormativeDocument.objects.filter(organ=organ, pk=pk, repealed_on=None).first()
    if document is None:
        raise Http404
    form = RepealForm(request.POST or None, document=document, initial={"repealed_on": today()})
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            operations.repeal_document(document=document, by=person(request), on=today(), **data)
        except PublicationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记废止。"))
            return redirect("workbench:documents", code)
    return page(
        request,
        "document_repeal.html",
        organ,
        here="documents",
        trail=[(document.number, "")],
        document=document,
        form=form,
        status=400 if form.errors else 200,
    )
