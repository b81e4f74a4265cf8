"""The production server: `gunicorn commerce.wsgi` reads this file."""

import os

wsgi_app = "commerce.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("THREADS", "8"))
timeout = 60
keepalive = 5
limit_request_line = 8190  # Clients send queries in the address, up to 8 kB of it.
accesslog = os.environ.get("ACCESS_LOG") or None


def when_ready(server: object) -> None:
    """Say where everything is, once it is there."""
    if os.environ.get("DUPLEX_BANNER"):
        print(os.environ["DUPLEX_BANNER"], flush=True)  # noqa: T201
