"""How long the merchant's list of customers takes, over HTTP, and REST's search beside it.

    python -m benchmarks.load --customers 1000000 --database postgres://root@127.0.0.1/duplex_bench
    python -m benchmarks.admin --database postgres://root@127.0.0.1/duplex_bench

It signs in to the admin of a server of its own (gunicorn, one worker, on this machine) and asks for each page in turn,
TIMES times. What it prints is the table of benchmarks/README.md: how long somebody waits, and how long processors work
for it, of the server and of its connections to the database, which says more on a machine that has other things to do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import math
import os
import platform
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from benchmarks.load import PASSWORD, use

ROOT = Path(__file__).parent.parent
ADMIN = "benchmark"
LIST = "/admin/customers/customer/"
TIMES = 20
MOST = 300  # milliseconds, of 95 in 100

PAGES = {
    "the list": "",
    "the last page without going on": "p=4",
    "older, behind half of all": "before={half}",
    "older, the last ones": "before=60",
    "by name": "o=2",
    "by day of creation": "o=6",
    "website, a tenth of all": "website__id__exact={second}",
    "group, most of all": "group__id__exact=1",
    "group, a few hundred": "group__id__exact={vip}",
    "not confirmed": "confirmed=0",
    "locked, three of all": "locked=1",
    "not locked": "locked=0",
    "subscribed": "subscribed=1",
    "not subscribed": "subscribed=0",
    "country, most": "country=US",
    "country, one in 100,000": "country=LI",
    "created in a month years ago": "created_at_from=2020-03-01&created_at_to=2020-03-31",
    "created this year": "created_at_from={year}-01-01",
    "search: a frequent name": "q=smith",
    "search: a rare name": "q=castellanos-holloway",
    "search: two parts": "q=grace+holl",
    "search: with an accent": "q=Zoë+Müller",
    "search: what everybody has": "q=example",
    "search: what nobody has": "q=qqqqq",
    "search: two letters each": "q=jo+sm",
    "search: whole e-mail": "q={email}",
    "search: part of an e-mail": "q=papadopoulos77",
    "search: number": "q=4711",
    "search: telephone": "q={telephone}",
    "search: five digits of telephones": "q=555-01",
    "locked and a name": "locked=1&q=smith",
    "rare country and a name": "country=LI&q=ma",
    "country, subscribed and a name": "country=US&subscribed=1&q=grace",
    "group, website, not confirmed": "group__id__exact=3&website__id__exact={second}&confirmed=0",
    "a month, a country and a name": "created_at_from=2020-03-01&created_at_to=2020-03-31&country=DE&q=anna",
}

SEARCHES = {
    "REST: e-mail": [("email", "{email}", "eq")],
    "REST: part of an e-mail": [("email", "%papadopoulos77%", "like")],
    "REST: part of a name": [("lastname", "%castell%", "like")],
    "REST: group and a week": [
        ("group_id", "2", "eq"),
        ("created_at", "2020-03-01 00:00:00", "from"),
        ("created_at", "2020-03-07 23:59:59", "to"),
    ],
    "REST: a custom attribute": [("loyalty_number", "L-000004711", "eq")],
    "REST: the last page of all": [],
}


def main() -> None:
    asked = argparse.ArgumentParser(description="Measures the admin's list of customers and REST's search.")
    asked.add_argument("--database", required=True, help="postgres://user:password@host:port/name, filled by load")
    url = asked.parse_args().database
    use(url)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    known = _known()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", "THREADS": "2"}
    log = (ROOT / "var" / "benchmark.log").open("wb")
    server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, follow_redirects=True) as client:
            _wait(client)
            _sign_in(client)
            _print(client, known, server.pid)
    finally:
        server.terminate()
        server.wait()


def _print(client: httpx.Client, known: dict[str, Any], server: int) -> None:
    one, five, fifteen = os.getloadavg()
    print(
        f"{dt.date.today()}, {known['count']:,} customers, {os.cpu_count()} processors ({platform.machine()}), "
        f"load {one:.1f} {five:.1f} {fifteen:.1f}, {TIMES} times each, milliseconds.\n\n"
        "| page | p50 | p95 | processor: server | database | SQL | found |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    for name, query in PAGES.items():
        address = f"{LIST}?{query.format(**known)}"
        answer, times, work = _measure(partial(client.get, address), server)
        found = re.search(r"(more than [\d,]+|\d+)\s+customers?\b", answer.text)
        _row(name, times, work, _statements(address), found[1] if found else "?")
    headers = {"Authorization": f"Bearer {known['token']}"}
    for name, filters in SEARCHES.items():
        parameters = {"searchCriteria[pageSize]": "50", "searchCriteria[currentPage]": "1"}
        if not filters:
            parameters["searchCriteria[currentPage]"] = "1000000"
        for place, (field, value, condition) in enumerate(filters):
            prefix = f"searchCriteria[filterGroups][{place}][filters][0]"
            parameters |= {
                f"{prefix}[field]": field,
                f"{prefix}[value]": value.format(**known),
                f"{prefix}[conditionType]": condition,
            }
        address = str(httpx.URL("/rest/V1/customers/search", params=parameters))
        answer, times, work = _measure(partial(client.get, address, headers=headers), server)
        _row(name, times, work, _statements(address, headers), str(answer.json()["total_count"]))


def _row(name: str, times: list[float], work: tuple[float, float], statements: int, found: str) -> None:
    late = sorted(times)[math.ceil(len(times) * 0.95) - 1]
    waited = f"{median(times):.0f} | {late:.0f}{'' if late <= MOST else f' (over {MOST})'}"
    print(f"| {name} | {waited} | {work[0]:.0f} | {work[1]:.0f} | {statements} | {found} |", flush=True)


def _measure(ask: Callable[[], httpx.Response], server: int) -> tuple[httpx.Response, list[float], tuple[float, float]]:
    answer = ask().raise_for_status()
    times = []
    before = _work(server)
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - begun) * 1000)
    after = _work(server)
    return answer, times, ((after[0] - before[0]) / TIMES, (after[1] - before[1]) / TIMES)


def _work(server: int) -> tuple[float, float]:
    """For how many milliseconds processors have worked for the server and its workers, and for the database's end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        ends = [pid for (pid,) in cursor.fetchall()]
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return sum(map(_processor, [server, *map(int, children)])), sum(map(_processor, ends))


def _processor(process: int) -> float:
    """Nothing of a process that has ended, or that is on another machine."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _statements(address: str, headers: dict[str, str] | None = None) -> int:
    """How many statements a page takes, asked of the same code in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from admins.models import AdminUser

    client = Client(headers=headers or {}, SERVER_NAME="127.0.0.1")
    if headers is None:
        client.force_login(AdminUser.objects.get(username=ADMIN))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def _known() -> dict[str, Any]:
    from admins.models import AdminUser
    from auth_tokens import tokens
    from auth_tokens.models import Token
    from customers.models import Customer
    from stores.models import CustomerGroup, Website

    admin = AdminUser.objects.filter(username=ADMIN).first()
    if admin is None:
        admin = AdminUser.objects.create_superuser(ADMIN, "benchmark@example.com", PASSWORD)
    count = Customer.objects.count()
    somebody = Customer.objects.get(pk=count * 7 // 10)
    return {
        "count": count,
        "half": count // 2,
        "second": Website.objects.get(code="second").pk,
        "vip": CustomerGroup.objects.get(code="VIP").pk,
        "email": somebody.email,
        "telephone": somebody.addresses.all()[0].telephone,
        "year": dt.date.today().year,
        "token": tokens.issue(Token.Kind.ADMIN, admin.pk),
    }


def _sign_in(client: httpx.Client) -> None:
    client.get("/admin/login/").raise_for_status()
    sent = {"username": ADMIN, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    client.post("/admin/login/", data=sent).raise_for_status()
    assert client.get(LIST).url.path == LIST, "The admin did not let the benchmark in."


def _wait(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            client.get("/admin/login/").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not start; var/benchmark.log says why.")


if __name__ == "__main__":
    main()
