"""Workers as processes of their own: several at once, killed, told to stop. They run on a database made for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mail_server import MailServer, dead_server, listening
from tests.server import PATIENCE, ROOT, fresh_database

FILL = """
from customers.mails import FORGOTTEN_PASSWORD
from outbox import mails
from outbox.models import Mail
from stores import lookups
Mail.objects.all().delete()
for number in range({count}):
    mails.put(FORGOTTEN_PASSWORD, store=lookups.default_store(), recipient=f"reader{{number}}@example.org",
              values={{"link": "https://shop.example.com/?token=%s" % number}})
"""
STATES = """
from outbox.models import Mail
print(Mail.objects.filter(state="sent").count(), Mail.objects.filter(state="waiting").count())
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the shop's tables."""
    with fresh_database(tmp_path_factory.mktemp("workers")) as url:
        run(url, 1, "migrate", "-v", "0")
        yield url


@pytest.fixture
def server() -> MailServer:
    return dead_server()


@pytest.fixture
def fill(url: str) -> Callable[[int], list[str]]:
    """Puts so many mails into the outbox, and nothing else; whom they are for."""

    def fill(count: int) -> list[str]:
        run(url, 1, "shell", "--no-imports", "-c", FILL.format(count=count))
        return [f"reader{number}@example.org" for number in range(count)]

    return fill


def start(url: str, port: int, *words: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DUPLEX_MODE": "production",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "shop.example.com",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "commerce.settings",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(url: str, port: int, *words: str) -> str:
    process = start(url, port, *words)
    output, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    return output


def states(url: str) -> list[int]:
    """How many were sent, and how many wait."""
    return [int(word) for word in run(url, 1, "shell", "--no-imports", "-c", STATES).split()]


def test_two_workers_at_once_send_each_mail_once(url: str, fill: Callable[..., list[str]], server: MailServer) -> None:
    recipients = fill(200)

    with listening(server):
        workers = [start(url, server.port, "send_mails", "--once") for _ in range(2)]
        outputs = [worker.communicate(timeout=PATIENCE)[0] for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(int(output.split()[0]) for output in outputs) == 200
    assert Counter(server.recipients) == Counter(recipients)
    assert len({mail.message["Message-ID"] for mail in server.taken}) == 200
    assert states(url) == [200, 0]


def test_a_worker_that_is_killed_loses_nothing_and_what_is_sent_twice_says_so(
    url: str, fill: Callable[..., list[str]], server: MailServer
) -> None:
    recipients = fill(20)
    killed: list[subprocess.Popen[str]] = []

    def kill(number: int) -> None:
        # The worst moment there is: the mail is taken, and the worker does not hear of it.
        if number == 8:
            killed[0].kill()
            killed[0].wait()

    server.before_answer = kill
    with listening(server):
        killed.append(start(url, server.port, "send_mails"))
        killed[0].communicate(timeout=PATIENCE)
        after = states(url)
        run(url, server.port, "send_mails", "--once")

    counts = Counter(server.recipients)
    assert killed[0].returncode == -signal.SIGKILL
    assert after == [7, 13]
    assert set(counts) == set(recipients)
    assert [recipient for recipient, count in counts.items() if count > 1] == [server.taken[7].recipients[0]]
    assert server.taken[7].raw == server.taken[8].raw
    assert states(url) == [20, 0]


def test_a_worker_told_to_stop_finishes_its_mail_and_leaves_the_rest(
    url: str, fill: Callable[..., list[str]], server: MailServer
) -> None:
    fill(20)
    worker: list[subprocess.Popen[str]] = []

    def stop(number: int) -> None:
        if number == 5:
            worker[0].send_signal(signal.SIGTERM)

    server.before_answer = stop
    with listening(server):
        worker.append(start(url, server.port, "send_mails"))
        worker[0].communicate(timeout=PATIENCE)

    assert worker[0].returncode == 0
    assert len(server.taken) == 5
    assert states(url) == [5, 15]


def test_with_nobody_to_send_to_it_says_so_and_everything_waits(
    url: str, fill: Callable[..., list[str]], server: MailServer
) -> None:
    fill(3)

    worker = start(url, server.port, "send_mails", "--once")
    _, complaints = worker.communicate(timeout=PATIENCE)

    assert worker.returncode == 1
    assert "The mail server cannot be used: ConnectionRefusedError" in complaints
    assert states(url) == [0, 3]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"EMAIL_TLS": "yes"}, "EMAIL_TLS is 'yes'"),
        ({"EMAIL_USER": "shop"}, "EMAIL_USER and EMAIL_PASSWORD"),
        ({"EMAIL_USER": "shop", "EMAIL_PASSWORD": "x", "EMAIL_HOST": "mail.example.com"}, "set EMAIL_TLS"),
        ({"EMAIL_FROM": "nobody"}, "EMAIL_FROM is 'nobody'"),
        ({"MAIL_KEEP_DAYS": "0"}, "MAIL_KEEP_DAYS"),
    ],
)
def test_nonsense_about_the_mail_server_is_refused(tmp_path: Path, given: dict[str, str], told: str) -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "DUPLEX_MODE": "demo", "DJANGO_SETTINGS_MODULE": "commerce.settings", **given},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode != 0
    assert told in refused.stderr
