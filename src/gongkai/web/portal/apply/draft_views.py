"""A draft: begin it, come back to it, fill it in page by page, look it over, hand it in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.core.codes import grouped, typed
from gongkai.apps.core.throttling import Exhausted
from gongkai.apps.foi import operations, queries
from gongkai.apps.foi.answers import Problem, problems
from gongkai.apps.foi.models import Draft
from gongkai.apps.organs.models import Organ
from gongkai.web.access import public, today
from gongkai.web.portal.apply import files, keys, suggestions
from gongkai.web.portal.apply.forms import CodeForm, StepForm
from gongkai.web.portal.apply.steps import NAMES, STEPS, Step, after, before, form_type, lines, step_of, step_with
from gongkai.web.portal.apply.tries import applications, drafts, private, too_many, tried
from gongkai.web.portal.frame import Head, answer, organ_of, page
from gongkai.web.portal.limits import free_units, reply
from gongkai.web.portal.words import period, term
from gongkai.web.ui.text import english

DraftView = Callable[..., HttpResponse]
#: A field that people do not see; what fills it in is no person.
TRAP = "website"
#: Whether the answers shall be looked over again after this page.
BACK = "check"


def own_page(
    request: HttpRequest, template: str, organ: Organ, title: str, *, posts: bool = True, **context: Any
) -> HttpResponse:
    """Answer with a page of applying; one that only reads sets no cookie."""
    trail = [(term("on_request"), reverse("portal:apply", args=[organ.code])), (title, "")]
    context |= {"csrf_token": get_token(request) if posts else "", "heading": title}
    return page(
        request, f"apply/{template}", organ, here="apply", crumbs=trail, head=Head(column=term("on_request")), **context
    )


def with_draft(view: DraftView) -> Callable[..., HttpResponse]:
    """Hand a view the draft that this device may go on with; one that was handed in leads to its receipt."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, key: str, **more: Any) -> HttpResponse:
        draft = Draft.objects.filter(organ=organ_of(code), key=key).select_related("organ", "foi__organ").first()
        secret = keys.code_of_draft(request, draft) if draft else ""
        if draft is None or not secret:
            return redirect(f"{reverse('portal:apply-resume', args=[code])}?again=1")
        if draft.foi is not None:
            return to_receipt(request, draft, secret)
        return view(request, draft, secret, **more)

    return cast("Callable[..., HttpResponse]", opened)


def to_receipt(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Lead to the receipt of the application that a draft became, on this device."""
    foi = draft.foi
    if foi is None:
        raise Http404
    response = redirect("portal:apply-receipt", foi.organ.code, foi.public_key)
    keys.remember_case(request, response, foi, secret)
    return response


def limited(request: HttpRequest, organ: Organ) -> HttpResponse:
    """Say that this was too often, and what to do meanwhile."""
    response = own_page(request, "limited.html", organ, _("请稍后再试"))
    response.status_code = 429
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Say before what is no application and what is public already (A01), then begin a draft; without a channel, say how else to apply."""
    organ = organ_of(code)
    if queries.online_channel(organ) is None:
        return redirect("portal:apply", code)
    if request.method != "POST":
        words = request.GET.get("q", "").strip()[:100]
        found = suggestions.near(organ, words) if words else []
        return own_page(
            request, "start.html", organ, _("网上申请"), words=words, found=found, reply=period(reply(on=today())),
            free=free_units(on=today()),
        )  # fmt: skip
    if too_many(request, drafts()):
        return limited(request, organ)
    draft, secret = operations.start_draft(organ=organ, by=None, at=timezone.now())
    wanted = request.POST.get("title", "").strip()
    if wanted:
        operations.save_answers(draft=draft, by=None, at=timezone.now(), title=wanted[:200])
    response = _to(draft, NAMES[0])
    keys.remember_draft(request, response, draft, secret)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with a draft by its code, on any device."""
    organ, form = organ_of(code), CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = typed(form.cleaned_data["code"])
        try:
            draft = tried(request, lambda: queries.draft_by_code(organ, secret))
        except Exhausted:
            return limited(request, organ)
        if draft is not None:
            return _opened(request, draft, secret)
        form.add_error("code", _("没有这个查询码的填写。请核对16位数字；超过30天没有继续的，已经清除。"))
    response = own_page(request, "resume.html", organ, _("继续填写"), form=form, again="again" in request.GET)
    response.status_code = 400 if form.errors else 200
    return response


def _opened(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    if draft.foi is not None:
        return to_receipt(request, draft, secret)
    found = problems(queries.answers_of(draft))
    first = step_with(found[0].field, queries.answers_of(draft)) if found else "check"
    response = _to(draft, first)
    keys.remember_draft(request, response, draft, secret)
    return response


@public
@require_safe
@private
@with_draft
def draft(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Go on where something is missing."""
    return _opened(request, draft, secret)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
@with_draft
def step(request: HttpRequest, draft: Draft, secret: str, name: str) -> HttpResponse:
    """Show or take one page of the draft; what was typed is kept, right or wrong."""
    here = step_of(name)
    if here is None:
        raise Http404
    answers = queries.answers_of(draft)
    kind = form_type(here, answers)
    if kind is None:
        return _check(request, draft, secret) if name == "check" else files.papers(request, draft, secret)
    form = kind(request.POST or None, answers=answers)
    if request.method == "POST":
        operations.save_answers(draft=draft, by=None, at=timezone.now(), **form.typed)
        if form.is_valid():
            return _onward(request, draft, name)
    return step_page(request, draft, secret, here, "step.html", form=form)


def _onward(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    """Lead on: to what is public already, back to the check page, or to the next page."""
    if name == "what" and suggestions.found(draft.organ, queries.answers_of(Draft.objects.get(pk=draft.pk))):
        operations.count_offer(organ=draft.organ, by=None, on=today(), what="shown")
        return redirect("portal:apply-already", draft.organ.code, draft.key)
    back = request.GET.get("to") == BACK and name not in ("who",)
    return _to(draft, BACK if back else after(name))


def step_page(
    request: HttpRequest, draft: Draft, secret: str, here: Step, template: str, **context: Any
) -> HttpResponse:
    """Answer with a page of the draft."""
    form: StepForm | None = context.get("form")
    response = own_page(
        request,
        template,
        draft.organ,
        str(here.title),
        draft=draft,
        step=here,
        steps=[str(each.short) for each in STEPS],
        place=NAMES.index(here.name) + 1,
        before=before(here.name),
        secret=grouped(secret),
        draft_url=keys.draft_path(draft),
        **context,
    )
    response.status_code = 400 if form is not None and form.errors else 200
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@private
@with_draft
def already(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Offer what is public already before the application goes on; count, without the person, what became of the offer (F05)."""
    answers = queries.answers_of(draft)
    found = suggestions.found(draft.organ, answers)
    if request.method == "POST":
        satisfied = request.POST.get("enough") == "yes"
        operations.count_offer(organ=draft.organ, by=None, on=today(), what="satisfied" if satisfied else "went_on")
        return _leave(draft) if satisfied else _to(draft, after("what"))
    if not found:
        return _to(draft, after("what"))
    here = Step("what", _("这些已经公开，是您要的吗？"), _("要什么"), "ogi:36(1)")
    return step_page(request, draft, secret, here, "already.html", found=found, wanted=answers)


def _check(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    answers, found = queries.answers_of(draft), []
    if request.method == "POST" and not request.POST.get(TRAP):
        if too_many(request, applications()):
            return limited(request, draft.organ)
        try:
            operations.submit(draft=draft, by=None, at=timezone.now())
        except operations.NotComplete as error:
            found = list(error.problems)
        except operations.NotTakenOnline as error:
            found = [Problem("", str(error))]
        else:
            return to_receipt(request, _again(draft), secret)
    here, channel = STEPS[-1], queries.online_channel(draft.organ)
    told = [(step_with(each.field, answers), each.message) for each in found or problems(answers)]
    response = step_page(
        request, draft, secret, here, "check.html", lines=list(lines(answers, draft)), problems=told,
        refused=bool(found), channel=channel, trap=TRAP,
    )  # fmt: skip
    response.status_code = 400 if found else 200
    return response


def _again(draft: Draft) -> Draft:
    return Draft.objects.select_related("organ", "foi__organ").get(pk=draft.pk)


@public
@require_safe
@private
@with_draft
def paper(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Give the application form filled in, for those who would rather sign and hand in paper."""
    address = request.build_absolute_uri(reverse("portal:apply", args=[draft.organ.code]))
    answers = queries.answers_of(draft)
    context = {"organ": draft.organ, "apply_url": address, "filled": answers, "english": english()}
    return answer(request, "apply_form.html", context, head=Head(column=term("on_request")))


@public
@require_POST
@private
@with_draft
def leave(request: HttpRequest, draft: Draft, secret: str) -> HttpResponse:
    """Leave this device: keep the draft for later, or throw it away."""
    if request.POST.get("throw") == "yes":
        return _leave(draft)
    response = redirect(f"{reverse('portal:apply', args=[draft.organ.code])}?left=kept")
    keys.forget_draft(response, draft)
    return response


def _leave(draft: Draft) -> HttpResponse:
    operations.forget_draft(draft=draft, by=None, at=timezone.now())
    response = redirect(f"{reverse('portal:apply', args=[draft.organ.code])}?left=gone")
    keys.forget_draft(response, draft)
    return response


def _to(draft: Draft, name: str) -> HttpResponseRedirect:
    return redirect("portal:apply-step", draft.organ.code, draft.key, name)
