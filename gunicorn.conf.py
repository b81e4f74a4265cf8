"""The production server: `gunicorn commerce.wsgi` reads this file."""

import os
import threading

import gunicorn.http.message  # type: ignore[import-untyped]

wsgi_app = "commerce.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("THREADS", "8"))
timeout = 60
keepalive = 5
# Clients send queries in the address, the longest known ones 8 kB. gunicorn takes no more than 8190 bytes of a
# request's first line, whatever it is told, or (told 0) bytes without an end; so its own bound is moved.
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line = 16 * 1024
accesslog = os.environ.get("ACCESS_LOG") or None


def post_worker_init(worker: object) -> None:
    """In the demo, send the mails: nobody has to start a worker for it."""
    from django.conf import settings

    if settings.IS_DEMO:
        from outbox import worker as mails

        threading.Thread(target=mails.run, args=(threading.Event(),), name="mails", daemon=True).start()


def when_ready(server: object) -> None:
    """Say where everything is, once it is there."""
    if os.environ.get("DUPLEX_BANNER"):
        print(os.environ["DUPLEX_BANNER"], flush=True)  # noqa: T201
