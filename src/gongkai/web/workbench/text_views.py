"""What the editor asks the server for: cleaning what was pasted, keeping and showing pictures."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.core import files, uploads
from gongkai.apps.core.models import StoredFile
from gongkai.apps.publication import operations
from gongkai.apps.publication.body import safe_html
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.importing import PICTURES
from gongkai.documents.markup import TooLong, clean, told
from gongkai.web.access import organ_or_404, permitted, person, today
from gongkai.web.workbench.forms.items import FileForm
from gongkai.web.workbench.pictures import at_desk


@permitted("item.write")
@require_POST
def clean_pasted(request: HttpRequest, code: str) -> HttpResponse:
    """Clean pasted markup and say what was dropped."""
    organ = organ_or_404(request, code, "item.write")
    try:
        cleaned = clean(request.POST.get("html", ""))
    except TooLong as error:
        return JsonResponse({"code": "too_long", "message": str(error)}, status=400)
    dropped = told(cleaned.dropped)
    return JsonResponse(
        {
            "html": at_desk(organ, safe_html(cleaned.html)),
            "told": _("已去除：%(dropped)s。") % {"dropped": dropped} if dropped else "",
        }
    )


@permitted("item.write")
@require_POST
def new_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Take a picture for a text and give its address."""
    organ = organ_or_404(request, code, "item.write")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"code": "no_file", "message": str(form.errors["file"][0])}, status=400)
    file, now = form.cleaned_data["file"], timezone.now()
    try:
        upload = uploads.take(
            organ=organ, name=file.name, data=file.read(), by=person(request), on=today(), at=now, purpose="picture"
        )
        stored = operations.add_picture(organ=organ, upload=upload, by=person(request), at=now)
    except (uploads.UploadRefused, PublicationError) as error:
        return JsonResponse({"code": error.code, "message": str(error)}, status=400)
    return JsonResponse({"url": reverse("workbench:picture", args=[code, stored.sha256])})


@permitted("item.read")
@require_safe
def picture(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """
    Show a picture of the organ's texts.

    :raises Http404: the organ has no such picture.
    """
    organ = organ_or_404(request, code, "item.read")
    stored = StoredFile.objects.filter(organ=organ, sha256=sha256, media_type__in=PICTURES).order_by("-pk").first()
    if stored is None:
        raise Http404
    response = HttpResponse(files.read(stored), content_type=stored.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
