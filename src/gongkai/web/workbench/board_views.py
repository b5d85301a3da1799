"""Boards at the desk (C11): what hangs and what must come down, choosing items, one sheet with its proofs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import Upload
from gongkai.apps.organs.models import Organ
from gongkai.apps.outreach import operations, queries
from gongkai.apps.outreach.errors import FacesNotChecked, OutreachError
from gongkai.apps.outreach.models import Posting
from gongkai.apps.publication import queries as publication
from gongkai.apps.publication.errors import PublicationError
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.outreach import (
    BoardForm,
    OutreachForm,
    PostingsForm,
    ProofForm,
    RemovalForm,
    SheetForm,
)
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.once import once
from gongkai.web.workbench.outreach_tabs import tabs
from gongkai.web.workbench.sheets import sheet_answer

SHOWN = 100
CHOICE = 60


@permitted("item.read")
@require_safe
def boards(request: HttpRequest, code: str) -> HttpResponse:
    """Show the boards, what hangs there, what must come down and what lacks its photograph."""
    return _register(request, organ_or_404(request, code, "item.read"))


@permitted("item.write")
@require_POST
@once
def new_board(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a board."""
    organ = organ_or_404(request, code, "item.write")
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            operations.set_up_board(organ=organ, by=person(request), on=today(), **form.cleaned_data)
        except (OutreachError, PublicationError) as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记公开栏。"))
            return redirect("workbench:boards", code)
    return _register(request, organ, form)


def _register(request: HttpRequest, organ: Organ, form: BoardForm | None = None) -> HttpResponse:
    return page(
        request,
        "boards.html",
        organ,
        here="boards",
        tabs=tabs(organ, "boards"),
        boards=queries.boards(organ, on=today()),
        rows=[(posting, queries.state_of(posting)) for posting in queries.postings(organ)[:SHOWN]],
        ended=queries.come_down(organ, until=today()),
        bare=queries.without_proof(organ, on=today()),
        form=form or BoardForm(),
        status=400 if form and form.errors else 200,
    )


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_postings(request: HttpRequest, code: str) -> HttpResponse:
    """Choose items for a board: one sheet each, its lines taken from the text."""
    organ = organ_or_404(request, code, "item.write")
    boards = queries.boards(organ, on=today())
    public = publication.public_items(organ=organ)
    asked = {"items": [item.pk for item in public.filter(public_key=request.GET.get("item", ""))]}
    form = PostingsForm(request.POST or None, boards=boards, items=public, initial=asked)
    if request.method == "POST" and form.is_valid():
        chosen = dict(form.cleaned_data)
        board, items = chosen.pop("board"), chosen.pop("items")
        try:
            made = [
                operations.prepare_posting(
                    board=board,
                    item=item,
                    lines=queries.suggested_lines(item),
                    by=person(request),
                    at=timezone.now(),
                    **chosen,
                )
                for item in items.select_related("organ", "published_version")
            ]
        except OutreachError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已制作 %(count)s 张，可以打印。") % {"count": len(made)})
            return (
                redirect("workbench:posting", code, made[0].pk)
                if len(made) == 1
                else redirect("workbench:boards", code)
            )
    form.fields["items"].queryset = public[:CHOICE]  # type: ignore[attr-defined]  # the newest are offered, all are taken
    return page(
        request, "postings_new.html", organ, here="boards", trail=[(_("选择信息张贴"), "")], form=form,
        boards=boards, none_public=not public.exists(), status=400 if form.errors else 200,
    )  # fmt: skip


@permitted("item.read")
@require_safe
def posting(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one sheet: what it says, where it hangs, its proofs, and what comes next."""
    organ, found = _posting_or_404(request, code, pk, "item.read")
    return _show(request, organ, found)


def _show(request: HttpRequest, organ: Organ, found: Posting, **forms: OutreachForm) -> HttpResponse:
    given: dict[str, Any] = {
        "sheet": SheetForm.of(found),
        "posted": ProofForm(initial={"on": found.posted_on or today()}, auto_id="posted_%s"),
        "removed": RemovalForm(initial={"on": today()}, auto_id="removed_%s"),
    }
    return page(
        request,
        "posting.html",
        organ,
        here="boards",
        trail=[(found.item.title, "")],
        posting=found,
        state=queries.state_of(found).value,
        stale=found.version_id != found.item.published_version_id or found.item.withdrawn_at is not None,
        over=found.take_down_on is not None and found.take_down_on < today(),
        forms=given | forms,
        status=400 if any(form.errors for form in forms.values()) else 200,
    )


def _act(
    request: HttpRequest,
    code: str,
    pk: int,
    name: str,
    make: Callable[[Posting], OutreachForm],
    operation: Callable[[Posting, OutreachForm], Any],
) -> HttpResponse:
    """Carry out one step of a posting; a refusal stands beside its form."""
    organ, found = _posting_or_404(request, code, pk, "item.write")
    form = make(found)
    if form.is_valid():
        try:
            operation(found, form)
        except (OutreachError, PublicationError) as error:
            form.refuse(error)
        except uploads.UploadError as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, _("已登记。"))
            return redirect("workbench:posting", code, pk)
    return _show(request, organ, found, **{name: form})


@permitted("item.write")
@require_POST
@once
def reword(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change what a sheet says before it hangs."""

    def operation(found: Posting, form: Any) -> None:
        operations.reword_posting(posting=found, by=person(request), at=timezone.now(), **form.said())

    return _act(request, code, pk, "sheet", lambda found: SheetForm.of(found, request.POST), operation)


@permitted("item.write")
@require_POST
def posted(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record that a sheet hangs, with its photograph."""

    def operation(found: Posting, form: OutreachForm) -> None:
        data = form.cleaned_data
        operations.record_posted(
            posting=found, posted_on=data["on"], photo=_taken(request, found, form),
            faces_checked=data["faces_checked"], by=person(request), at=timezone.now(),
        )  # fmt: skip

    return _act(
        request,
        code,
        pk,
        "posted",
        lambda found: ProofForm(request.POST, request.FILES, auto_id="posted_%s"),
        operation,
    )


@permitted("item.write")
@require_POST
def removed(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record that a sheet was taken down, with its photograph."""

    def operation(found: Posting, form: OutreachForm) -> None:
        data = form.cleaned_data
        operations.record_removed(
            posting=found, removed_on=data["on"], photo=_taken(request, found, form),
            faces_checked=data["faces_checked"], early_reason=data["early_reason"], by=person(request), at=timezone.now(),
        )  # fmt: skip

    return _act(
        request,
        code,
        pk,
        "removed",
        lambda found: RemovalForm(request.POST, request.FILES, auto_id="removed_%s"),
        operation,
    )


@permitted("item.write")
@require_POST
@once
def cancel(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a sheet back that was never posted."""

    def operation(found: Posting, form: OutreachForm) -> None:
        operations.cancel_posting(posting=found, by=person(request), on=today())

    return _act(request, code, pk, "cancel", lambda found: OutreachForm(request.POST), operation)


def _taken(request: HttpRequest, found: Posting, form: OutreachForm) -> Upload | None:
    """Take the photograph in; nobody has looked at it before the tick, so without the tick it is not even taken."""
    photo = form.cleaned_data["photo"]
    if photo is None or not form.cleaned_data["faces_checked"]:
        if photo is not None:
            raise FacesNotChecked
        return None
    return uploads.take(
        organ=found.organ, name=str(photo.name), data=photo.read(), by=person(request), on=today(), at=timezone.now(), purpose="board",
    )  # fmt: skip


@permitted("item.read")
@require_safe
def sheet(request: HttpRequest, code: str, pk: int, paper: str) -> HttpResponse:
    """
    Give the sheet as a PDF in A3 or A4.

    :raises Http404: there is no such posting or paper.
    """
    _organ, found = _posting_or_404(request, code, pk, "item.read")
    url = request.build_absolute_uri(reverse("portal:item-short", args=[found.item.public_key]))
    back = reverse("workbench:posting", args=[code, pk])
    return sheet_answer(request, queries.sheet_of(found, url=url), paper, name=found.item.title, back=back)


@permitted("item.read")
@require_safe
def photo(request: HttpRequest, code: str, pk: int, which: str) -> HttpResponseBase:
    """
    Show the photograph of the posting or of the removal.

    :raises Http404: there is none.
    """
    _organ, found = _posting_or_404(request, code, pk, "item.read")
    stored = {"posted": found.posted_photo, "removed": found.removed_photo}.get(which)
    if stored is None:
        raise Http404
    return FileResponse(iter([files.read(stored)]), content_type=stored.media_type)


def _posting_or_404(request: HttpRequest, code: str, pk: int, verb: str) -> tuple[Organ, Posting]:
    organ = organ_or_404(request, code, verb)
    found = queries.postings(organ).select_related("delivery", "organ").filter(pk=pk).first()
    if found is None:
        raise Http404
    return organ, found
