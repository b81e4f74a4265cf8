"""Pages of the demo, and of the demo only: the mails the shop has written, with links that can be followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from outbox.models import Mail

SHOWN = 50
# Mails bring their styles with them, and the frame a mail is shown in has the policy of the page around it.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def mails(request: HttpRequest) -> HttpResponse:
    """The latest mails, the newest first."""
    return _private(render(request, "commerce/demo_mails.html", {"mails": Mail.objects.order_by("-id")[:SHOWN]}))


def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail: its HTML, where no script runs and links open beside it, and its text."""
    shown = get_object_or_404(Mail, pk=number)
    framed = shown.html.replace("<head>", '<head><base target="_blank">', 1)
    return _private(render(request, "commerce/demo_mail.html", {"mail": shown, "framed": framed}))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


urlpatterns = [path("", mails, name="demo_mails"), path("<int:number>/", mail, name="demo_mail")]
