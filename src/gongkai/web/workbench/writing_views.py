"""Writing at the desk: begin an item from nothing, from a file or from an earlier one; change it; keep what is typed meanwhile."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.core import uploads
from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import gate, importing, operations, queries
from gongkai.apps.publication.body import plain_text
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.errors import EditConflict, PublicationError
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Scratch
from gongkai.documents.markup import clean, differences, told
from gongkai.documents.rebuilding import Refused
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.items import FileForm, ItemForm, plain_body
from gongkai.web.workbench.frame import page
from gongkai.web.workbench.item_views import item_or_404
from gongkai.web.workbench.once import once
from gongkai.web.workbench.pictures import at_desk, shown_at_desk

#: What a kept form does not keep.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "once", "next"})


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an item: from nothing, from a kept form, or as a copy of an earlier one (`?copy=`)."""
    organ = organ_or_404(request, code, "item.write")
    scratch = queries.scratch_of(organ=organ, item=None, by=person(request))
    initial = {"produced_on": today(), "disclosure_attribute": "proactive", "source": organ.name, "body_form": "text"}
    if key := request.GET.get("copy"):
        initial |= _copied(request, organ, key)
    form = ItemForm(request.POST or None, organ=organ, initial=_restored(request, organ, scratch) or initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = operations.draft_item(organ=organ, content=form.content(), by=person(request), at=timezone.now())
        except PublicationError as error:
            form.refuse(error)
        else:
            operations.drop_scratch(organ=organ, item=None, by=person(request), at=timezone.now())
            return _saved(request, organ, item, form, _("已保存草稿。"))
    return _editor(request, organ, form, scratch=scratch, trail=[(_("新建公开信息"), "")], file_form=FileForm())


@permitted("item.write")
@require_POST
@once
def new_from_file(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an item from an uploaded file: text, pictures and head fields come out of it, and what was dropped is told."""
    organ = organ_or_404(request, code, "item.write")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file, now = form.cleaned_data["file"], timezone.now()
        try:
            upload = uploads.take(
                organ=organ, name=file.name, data=file.read(), by=person(request), on=today(), at=now, purpose="item"
            )
            reading = importing.read(upload, by=person(request), at=now)
            item = operations.draft_from_file(organ=organ, reading=reading, by=person(request), at=now)
        except (uploads.UploadRefused, Refused, PublicationError) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("已从文件建立草稿。请核对著录项目，再提交审查。"))
            return redirect("workbench:item-edit", code, item.public_key)
    initial = {"produced_on": today(), "disclosure_attribute": "proactive", "source": organ.name, "body_form": "text"}
    trail = [(_("新建公开信息"), "")]
    return _editor(request, organ, ItemForm(organ=organ, initial=initial), trail=trail, file_form=form)


@permitted("item.write")
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save a new version; a published item is corrected, with its reason. `next=submit` hands it in as well."""
    organ, item = item_or_404(request, code, key, "item.write")
    if item.state == DisclosureItem.State.WITHDRAWN:
        raise Http404
    version = gate.newest_version(item)
    scratch = queries.scratch_of(organ=organ, item=item, by=person(request))
    initial = _restored(request, organ, scratch) or _initial(organ, version)
    form = ItemForm(request.POST or None, organ=organ, version=version, initial=initial)
    corrects = item.state == DisclosureItem.State.PUBLISHED
    conflict: EditConflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(item, form, request, corrects=corrects)
        except EditConflict as error:
            conflict = error
            form = form.on_top_of(error.theirs)
        except PublicationError as error:
            form.refuse(error)
        else:
            operations.drop_scratch(organ=organ, item=item, by=person(request), at=timezone.now())
            return _saved(request, organ, item, form, _("已保存新版本。"))
    return _editor(
        request,
        organ,
        form,
        scratch=scratch,
        trail=[(item.title, reverse("workbench:item", args=[code, key])), (_("修改"), "")],
        item=item,
        corrects=corrects,
        imported=queries.import_of(item),
        others=queries.others_writing(item, by=person(request), at=timezone.now()),
        **(_conflict(organ, conflict) if conflict else {}),
    )


@permitted("item.write")
@require_POST
def keep(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Keep what is typed at an item, every few seconds."""
    organ, item = item_or_404(request, code, key, "item.write")
    return _keep(request, organ, item)


@permitted("item.write")
@require_POST
def keep_new(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what is typed for an item that is not begun yet."""
    return _keep(request, organ_or_404(request, code, "item.write"), None)


@permitted("item.write")
@require_POST
def forget(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Throw away what was typed at an item and not saved."""
    organ, item = item_or_404(request, code, key, "item.write")
    operations.drop_scratch(organ=organ, item=item, by=person(request), at=timezone.now())
    messages.success(request, _("已丢弃未保存的内容。"))
    return redirect("workbench:item-edit", code, key)


@permitted("item.write")
@require_POST
def forget_new(request: HttpRequest, code: str) -> HttpResponse:
    """Throw away what was typed for an item that is not begun."""
    organ = organ_or_404(request, code, "item.write")
    operations.drop_scratch(organ=organ, item=None, by=person(request), at=timezone.now())
    messages.success(request, _("已丢弃未保存的内容。"))
    return redirect("workbench:item-new", code)


def _keep(request: HttpRequest, organ: Organ, item: DisclosureItem | None) -> HttpResponse:
    typed = {name: str(value) for name, value in request.POST.items() if name not in NOT_TYPED}
    based_on = typed.get("based_on", "")
    try:
        operations.keep_scratch(
            organ=organ,
            item=item,
            typed=typed,
            based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0,
            by=person(request),
            at=timezone.now(),
        )
    except PublicationError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _saved(request: HttpRequest, organ: Organ, item: DisclosureItem, form: ItemForm, done: str) -> HttpResponse:
    """Say that it was saved and what was dropped; hand it in where that was asked for."""
    if form.dropped:
        messages.warning(request, _("已去除：%(dropped)s。") % {"dropped": told(form.dropped)})
    if request.POST.get("next") == "submit":
        try:
            operations.submit(item=item, by=person(request), at=timezone.now())
        except PublicationError as error:
            messages.error(request, str(error))
        else:
            done = _("已保存并提交审查。")
    messages.success(request, done)
    return redirect("workbench:item", organ.code, item.public_key)


def _save(item: DisclosureItem, form: ItemForm, request: HttpRequest, *, corrects: bool) -> None:
    based_on, note = form.cleaned_data["based_on"] or 0, form.cleaned_data["note"]
    content, now = form.content(), timezone.now()
    if corrects:
        operations.correct(item=item, based_on=based_on, content=content, reason=note, by=person(request), at=now)
    else:
        operations.save_version(item=item, based_on=based_on, content=content, by=person(request), at=now, note=note)


def _editor(request: HttpRequest, organ: Organ, form: ItemForm, **context: Any) -> HttpResponse:
    file_form = context.get("file_form")
    wrong = form.errors or (file_form.errors if file_form is not None else None)
    status = 409 if context.get("conflict") else 400 if wrong else 200
    context.setdefault("scratch", None)
    return page(request, "item_edit.html", organ, here="items", form=form, status=status, **context)


def _conflict(organ: Organ, conflict: EditConflict) -> dict[str, Any]:
    """Show both texts and where they part."""
    theirs = conflict.theirs
    return {
        "conflict": conflict,
        "theirs": theirs,
        "their_body": shown_at_desk(organ, theirs.body_html),
        "lines": differences(theirs.body_text, plain_text(conflict.mine.body)),
    }


def _initial(organ: Organ, version: ItemVersion) -> dict[str, Any]:
    heads = heads_of(version)
    initial = {name: getattr(heads, name) for name in ItemForm.base_fields if hasattr(heads, name)}
    plain = plain_body(version.body_html)
    return {
        **initial,
        "body": at_desk(organ, version.body_html) if plain is None else plain,
        "body_form": "html" if plain is None else "text",
        "based_on": version.number,
    }


def _restored(request: HttpRequest, organ: Organ, scratch: Scratch | None) -> dict[str, Any]:
    """Give what was typed and not saved, where the person asked for it (`?restore=1`)."""
    if scratch is None or request.GET.get("restore") != "1":
        return {}
    typed = dict(scratch.typed)
    if typed.get("body_form") == "html":
        typed["body"] = at_desk(organ, clean(typed.get("body", "")).html)
    return typed


def _copied(request: HttpRequest, organ: Organ, key: str) -> dict[str, Any]:
    """
    Give the content of an earlier item for this year: its year becomes ours, number and dates are left to be filled in.

    :raises Http404: there is no such item within reach.
    """
    _organ, earlier = item_or_404(request, organ.code, key, "item.write")
    version = gate.newest_version(earlier)
    heads = heads_of(version)
    then, now = str(heads.produced_on.year), str(today().year)
    kept = replace(heads, title=heads.title.replace(then, now), produced_on=today(), formed_on=None, document_number="")
    initial = {name: getattr(kept, name) for name in ItemForm.base_fields if hasattr(kept, name)}
    return {**initial, "body": at_desk(organ, version.body_html), "body_form": "html", "based_on": None}
