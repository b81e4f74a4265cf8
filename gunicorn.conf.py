"""The production server: `gunicorn commerce.wsgi` reads this file."""

import gc
import os
import shutil
import tempfile
import threading
from typing import Any

import gunicorn.http.message  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from commerce import logs

wsgi_app = "commerce.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "commerce.crew.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("THREADS", "8"))
timeout = 60
keepalive = 5
control_socket_disable = True  # Signals are enough, and the servers of one user would share one socket.
# Clients send queries in the address, the longest known ones 8 kB. gunicorn takes no more than 8190 bytes of a
# request's first line, whatever it is told, or (told 0) bytes without an end; so its own bound is moved.
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line = 16 * 1024
accesslog = None  # commerce.arrivals writes a line for each request, without what is secret in its address.


class Lines(Logger):
    """What gunicorn itself has to say, as lines like all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        in_plain = os.environ.get("DUPLEX_MODE") in ("demo", "test")
        style = os.environ.get("LOG_FORMAT") or ("plain" if in_plain else "json")
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter(style))


logger_class = Lines

# A worker does not wait for a statement longer than for a request.
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "30")
# Each worker counts in files of its own; they are put together for whoever asks, and thrown away at the end.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="duplex-metrics-")
    own_metrics = os.environ["PROMETHEUS_MULTIPROC_DIR"]
else:
    own_metrics = ""


def child_exit(server: object, worker: Any) -> None:
    """A worker that has ended has no requests in progress."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: object) -> None:
    """Leave nothing behind."""
    if own_metrics:
        shutil.rmtree(own_metrics, ignore_errors=True)


def post_worker_init(worker: object) -> None:
    """Let the collector of garbage leave alone what stays, and look less often; in the demo, send the mails as well.

    A call leaves few objects behind that hold each other, and thousands of others are made and freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    from django.conf import settings

    if settings.IS_DEMO:
        from outbox import worker as mails

        threading.Thread(target=mails.run, args=(threading.Event(),), name="mails", daemon=True).start()


def when_ready(server: object) -> None:
    """Say where everything is, once it is there."""
    if os.environ.get("DUPLEX_BANNER"):
        print(os.environ["DUPLEX_BANNER"], flush=True)  # noqa: T201
