"""Tries on this machine what docs/deploy.md describes: `make trial`.

Two machines' worth of servers behind nginx with TLS, PostgreSQL behind pgbouncer, the worker of mails: all of them run
with the files of this folder, in which nothing but addresses and places is replaced. It says what it found, and ends
with 1 if anything is not as docs/deploy.md says. nginx, pgbouncer and PostgreSQL have to be installed.
"""

from __future__ import annotations

import configparser
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import psycopg

HERE = Path(__file__).parent
ROOT = HERE.parent
HOST = "shop.example.com"
ADMIN = {"username": "merchant", "password": "Correct-Horse-9"}
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
LENGTH = "customer/password/minimum_password_length"
CUSTOMER = "{ customer { email firstname addresses { city } } }"
PATIENCE = 60  # seconds
CALLERS = 4
IMPORTS, MOVED = "/admin/transfer/customerimport/", 30_000


class Wrong(AssertionError):
    """Something is not as it shall be."""


class Trial:
    """Everything there is in a shop, on ports of this machine."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.folder, self.running = folder, running
        self.is_root = os.getuid() == 0
        self.password = secrets.token_hex(16)
        names = ("postgresql", "pgbouncer", "a", "b", "http", "https", "mail")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.nodes: dict[str, subprocess.Popen[bytes]] = {}
        self.says = Counter[str]()
        os.chmod(folder, 0o755)  # noqa: S103  # pgbouncer and PostgreSQL run as somebody else.

    # What runs

    def start(self) -> None:
        self._start_postgresql()
        self._start_pgbouncer()
        direct = self.environment() | {
            "DATABASE_URL": f"postgres://duplex:{self.password}@127.0.0.1:{self.ports['postgresql']}/duplex",
            "DATABASE_PGBOUNCER": "0",
        }
        created = {f"DJANGO_SUPERUSER_{name.upper()}": value for name, value in ADMIN.items()}
        created["DJANGO_SUPERUSER_EMAIL"] = "merchant@example.com"
        for words in (["migrate"], ["collectstatic", "--noinput"], ["createsuperuser", "--noinput"]):
            self._run([sys.executable, "manage.py", *words, "-v", "0"], env=direct | created, cwd=ROOT)
        self.start_node("a")
        self.start_node("b")
        self._start_mails()
        self._start_nginx()
        for name in ("a", "b"):
            self.wait_until_ready(name)

    def environment(self) -> dict[str, str]:
        """What deploy/environment says, for this machine."""
        found = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
        for line in self._text("environment").splitlines():
            if line and not line.startswith("#"):
                name, _, value = line.partition("=")
                found[name] = value
        return found

    def start_node(self, name: str) -> None:
        """What duplex-web.service starts."""
        unit = self._unit("duplex-web.service")
        own = dict(pair.split("=", 1) for pair in unit["Environment"].split())
        own |= {"HOST": "127.0.0.1", "PORT": str(self.ports[name]), "WEB_CONCURRENCY": "1"}
        self.nodes[name] = self._spawn(f"node-{name}", unit["ExecStart"], self.environment() | own)

    def kill_node(self, name: str) -> None:
        """As if its power had failed: everything at once, without a word."""
        os.killpg(self.nodes[name].pid, signal.SIGKILL)
        self.nodes[name].wait()

    def wait_until_ready(self, name: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if self.node(name, "GET", "/health/ready").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise Wrong(f"{name} is not ready:\n{(self.folder / f'node-{name}.log').read_text()[-3000:]}")

    def take_out(self, name: str) -> None:
        """Let nginx send nothing more to a node."""
        text, server = self.site.read_text("utf-8"), f"server 127.0.0.1:{self.ports[name]} "
        self.site.write_text(text.replace(server, f"{server}down "), "utf-8")
        self.nginx.send_signal(signal.SIGHUP)

    def put_back(self) -> None:
        """Let nginx know all nodes again."""
        self.site.write_text(self.site.read_text("utf-8").replace(" down ", " "), "utf-8")
        self.nginx.send_signal(signal.SIGHUP)

    def _start_postgresql(self) -> None:
        programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        home = self._owned("postgresql")
        (home / "password").write_text(self.password, encoding="utf-8")
        as_owner = self._as_postgres()
        ctl = [*as_owner, str(programs / "pg_ctl"), "-D", str(home / "data"), "-s", "-w"]
        self._run(
            [*as_owner, str(programs / "initdb"), "-D", str(home / "data"), "-U", "owner", "-A", "scram-sha-256",
             f"--pwfile={home / 'password'}", "--no-sync"],
            cwd=home,
        )  # fmt: skip
        options = f"-p {self.ports['postgresql']} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
        self._run([*ctl, "-l", str(home / "log"), "-o", options, "start"], cwd=home)
        self.running.callback(self._run, [*ctl, "-m", "immediate", "stop"], cwd=home)
        psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"password={self.password}", "-d", "postgres"]
        place = {"PGHOST": "127.0.0.1", "PGPORT": str(self.ports["postgresql"]), "PGUSER": "owner"}
        self._run([*psql, "-f", str(HERE / "postgresql.sql")], env={**os.environ, **place, "PGPASSWORD": self.password})

    def _start_pgbouncer(self) -> None:
        home = self._owned("pgbouncer")
        (home / "userlist.txt").write_text(f'"duplex" "{self.password}"\n"pgbouncer" "{self.password}"\n', "utf-8")
        (home / "pgbouncer.ini").write_text(self._text("pgbouncer.ini", home), "utf-8")
        self._spawn("pgbouncer", [*self._as_postgres(), "pgbouncer", str(home / "pgbouncer.ini")], None)
        self._wait_for("pgbouncer")

    def _start_mails(self) -> None:
        mailbox = threading.Thread(target=self._take_mails, daemon=True)
        mailbox.start()
        unit = self._unit("duplex-mails.service")
        self._spawn("mails", unit["ExecStart"], self.environment())

    def _start_nginx(self) -> None:
        home = self._owned("nginx", to_postgres=False)
        self._run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
             "-keyout", str(home / "key.pem"), "-out", str(home / "certificate.pem")]
        )  # fmt: skip
        self.site = home / "site.conf"
        self.site.write_text(self._text("nginx.conf", home), "utf-8")
        places = "".join(
            f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if self.is_root else ""
        (home / "nginx.conf").write_text(
            f"daemon off; {user} pid {home}/pid; error_log {home}/error.log; worker_processes 1; "
            f"events {{ worker_connections 256; }} http {{ include /etc/nginx/mime.types; access_log off; {places} "
            f"include {home}/site.conf; }}\n",
            "utf-8",
        )
        self.nginx = self._spawn("nginx", ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")], None)
        self._wait_for("https")

    def _take_mails(self) -> None:
        """A mail server that takes everything, and remembers only that there was something."""
        with socket.create_server(("127.0.0.1", self.ports["mail"])) as server:
            while True:
                connection, _ = server.accept()
                with connection, connection.makefile("rwb") as talk:
                    self._talk(talk)

    def _talk(self, talk: Any) -> None:
        def say(text: str) -> None:
            talk.write(text.encode() + b"\r\n")
            talk.flush()

        say(f"220 {HOST}")
        for line in talk:
            word = line[:4].upper()
            if word == b"DATA":
                say("354 go on")
                while talk.readline() not in (b".\r\n", b""):
                    pass
                self.says["mails taken"] += 1
            say("221 bye" if word == b"QUIT" else "250 well")

    # What the files say, for this machine

    def _text(self, name: str, home: Path | None = None) -> str:
        """A file of this folder with the addresses and places of the trial. What is to be replaced has to be there."""
        text, port = (HERE / name).read_text("utf-8"), self.ports
        replaced = {
            "nginx.conf": {
                "10.0.0.11:8000": f"127.0.0.1:{port['a']}",
                "10.0.0.12:8000": f"127.0.0.1:{port['b']}",
                "listen 80;": f"listen 127.0.0.1:{port['http']};",
                "listen 443 ": f"listen 127.0.0.1:{port['https']} ",
                "/etc/ssl/shop.example.com.pem": f"{home}/certificate.pem",
                "/etc/ssl/private/shop.example.com.key": f"{home}/key.pem",
                "/opt/duplex/": f"{ROOT}/",
            },
            "pgbouncer.ini": {
                "host=10.0.0.21 port=5432": f"host=127.0.0.1 port={port['postgresql']}",
                "listen_addr = 10.0.0.21": "listen_addr = 127.0.0.1",
                "listen_port = 6432": f"listen_port = {port['pgbouncer']}",
                "/etc/pgbouncer/": f"{home}/",
                "/var/log/postgresql/": f"{home}/",
                "/var/run/postgresql": f"{home}",
            },
            "environment": {
                "put-fifty-or-more-random-characters-here": self.password * 2,
                "duplex:password@10.0.0.21:6432": f"duplex:{self.password}@127.0.0.1:{port['pgbouncer']}",
                "EMAIL_HOST=mail.example.com": f"EMAIL_HOST=127.0.0.1\nEMAIL_PORT={port['mail']}",
            },
            "duplex-web.service": {"/opt/duplex/.venv/bin/python": sys.executable, "/opt/duplex": str(ROOT)},
            "duplex-mails.service": {"/opt/duplex/.venv/bin/python": sys.executable, "/opt/duplex": str(ROOT)},
        }[name]
        for there, here in replaced.items():
            if there not in text:
                raise Wrong(f"{name} does not have {there}")
            text = text.replace(there, here)
        return text

    def _unit(self, name: str) -> dict[str, str]:
        """The [Service] of a unit."""
        unit = configparser.ConfigParser(interpolation=None, strict=False)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(self._text(name))
        return dict(unit["Service"])

    # How it is called

    def shop(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A call as the world makes it: by HTTPS, through nginx."""
        headers = {"Host": HOST, **more.pop("headers", {})}
        address = f"https://127.0.0.1:{self.ports['https']}{path}"
        # S501: the certificate was made a moment ago, for another name.
        return httpx.request(method, address, headers=headers, verify=False, timeout=30, **more)  # noqa: S501

    def node(self, name: str, method: str, path: str, **more: Any) -> httpx.Response:
        """A call of one machine, as nginx makes it."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
        headers |= more.pop("headers", {})
        return httpx.request(method, f"http://127.0.0.1:{self.ports[name]}{path}", headers=headers, timeout=30, **more)

    def graphql(self, name: str, query: str, **headers: str) -> Any:
        answer = self.node(name, "POST", "/graphql", json={"query": query}, headers=headers).json()
        if "errors" in answer:
            raise Wrong(str(answer))
        return answer["data"]

    # How processes are started

    def _spawn(self, name: str, command: str | list[str], env: dict[str, str] | None) -> subprocess.Popen[bytes]:
        words = shlex.split(command) if isinstance(command, str) else command
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        self.running.callback(end, process)
        return process

    def _run(self, command: list[str], **more: Any) -> None:
        found = subprocess.run(command, capture_output=True, text=True, **more)
        if found.returncode:
            raise Wrong(f"{shlex.join(command)}\n{found.stdout}{found.stderr}")

    def _owned(self, name: str, *, to_postgres: bool = True) -> Path:
        home = self.folder / name
        home.mkdir()
        if self.is_root and to_postgres:
            shutil.chown(home, "postgres")
        return home

    def _as_postgres(self) -> list[str]:
        return ["runuser", "-u", "postgres", "--"] if self.is_root else []

    def _wait_for(self, name: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self.ports[name]), timeout=1):
                    return
            except OSError:
                time.sleep(0.02)
        raise Wrong(f"Nobody answers for {name}.")


class Admin:
    """A merchant's browser at one machine, or with no name at the shop's front. It sends what it has been given."""

    def __init__(self, trial: Trial, name: str = "") -> None:
        self.trial, self.name, self.cookies = trial, name, SimpleCookie()
        self.send("/admin/login/", ADMIN)

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Cookie": "; ".join(f"{key}={each.value}" for key, each in self.cookies.items())}
        headers["Referer"] = f"https://{HOST}{path}"
        if self.name:
            answer = self.trial.node(self.name, method, path, headers=headers, **more)
        else:
            answer = self.trial.shop(method, path, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            self.cookies.load(line)
        return answer

    def send(self, path: str, typed: dict[str, str], *, page: str = "", **more: Any) -> str:
        """Fill in the form of a page and send it to a path; where that leads."""
        form = CSRF.search(self.call("GET", page or path).text)
        answer = self.call("POST", path, data={"csrfmiddlewaretoken": form[1] if form else "", **typed}, **more)
        if answer.status_code != 302:
            raise Wrong(f"{path} was answered {answer.status_code}:\n{answer.text[:2000]}")
        return answer.headers["Location"]

    def wait_for(self, text: str, page: str) -> None:
        """Look at a page until it says something."""
        end = time.monotonic() + PATIENCE
        while text not in (shown := self.call("GET", page).text):
            if time.monotonic() > end:
                raise Wrong(f"{page} never says {text}:\n{shown[:2000]}")
            time.sleep(0.2)


def try_everything(trial: Trial) -> None:
    """What docs/deploy.md promises, one after the other."""
    begun = time.monotonic()
    trial.start()
    say(f"two nodes, nginx, pgbouncer, PostgreSQL and the worker of mails run after {time.monotonic() - begun:.1f} s")
    the_front(trial)
    token = a_token_given_by_one_is_good_at_the_other(trial)
    a_setting_changed_at_one_holds_at_the_other(trial)
    pages_with_choices_work_behind_pgbouncer(trial)
    a_file_of_customers_comes_in(trial)
    calls_go_on(trial, token, "b is taken out, restarted and put back", restart_b)
    calls_go_on(trial, token, "b is reloaded where it is (SIGHUP)", reload_b, lost=CALLERS)
    calls_go_on(trial, token, "b is killed (SIGKILL) and comes back", kill_b, lost=CALLERS)
    connections(trial)
    mails(trial)


def the_front(trial: Trial) -> None:
    plain = httpx.get(f"http://127.0.0.1:{trial.ports['http']}/graphql?a=b", headers={"Host": HOST})
    there = f"https://{HOST}/graphql?a=b"
    check(plain.status_code == 308 and plain.headers["Location"] == there, "HTTP leads to HTTPS")
    page = trial.shop("GET", "/customer/account/login/")
    check("max-age=31536000" in page.headers["Strict-Transport-Security"], "HTTPS is promised for a year")
    file = re.search(r'/static/[^"]+\.[0-9a-f]{12}\.css', page.text)
    answer = trial.shop("GET", file[0]) if file else None
    check(
        answer is not None and answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"],
        "files are nginx's own, and kept for good",
    )
    check(trial.shop("GET", "/metrics").status_code == 404, "metrics are not for the world")
    long = "/graphql?query=%7B__typename%7D&padding=" + "a" * 12_000
    check(trial.shop("GET", long).status_code == 200, "an address of 12 kB arrives")


def a_token_given_by_one_is_good_at_the_other(trial: Trial) -> str:
    admin = trial.node("a", "POST", "/rest/V1/integration/admin/token", json=ADMIN).json()
    address = {
        "firstname": "Grace", "lastname": "Holloway", "street": ["12 Quay Street"], "city": "Albany",
        "postcode": "12207", "region": {"region_id": 43}, "country_id": "US", "telephone": "518-555-0142",
    }  # fmt: skip
    customer = {"email": "grace@example.org", "firstname": "Grace", "lastname": "Holloway", "addresses": [address]}
    created = trial.node(
        "b", "POST", "/rest/V1/customers", json={"customer": customer, "password": ADMIN["password"]},
        headers={"Authorization": f"Bearer {admin}"},
    )  # fmt: skip
    check(created.status_code == 200, "an admin's token given by a opens an account at b")
    given = f'email: "grace@example.org", password: "{ADMIN["password"]}"'
    sign_in = f"mutation {{ generateCustomerToken({given}) {{ token }} }}"
    token: str = trial.graphql("a", sign_in)["generateCustomerToken"]["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    found = trial.graphql("b", CUSTOMER, **bearer)["customer"]
    check(found["addresses"] == [{"city": "Albany"}], "a customer's token given by a is good at b")
    other = trial.graphql("b", sign_in)["generateCustomerToken"]["token"]
    trial.graphql("a", "mutation { revokeCustomerToken { result } }", Authorization=f"Bearer {other}")
    after = trial.node("b", "POST", "/graphql", json={"query": CUSTOMER}, headers=bearer).json()
    check("errors" in after, "what is revoked at a is revoked at b at once")
    forged = {"X-Forwarded-For": "203.0.113.9"}
    answer = trial.shop("POST", "/graphql", json={"query": sign_in}, headers=forged).json()
    token = answer["data"]["generateCustomerToken"]["token"]
    devices = trial.graphql("a", "{ customer { duplex_devices { network } } }", Authorization=f"Bearer {token}")
    networks = [device["network"] for device in devices["customer"]["duplex_devices"]]
    check(networks == ["127.0.0.0/24"], f"an address a client claims is not believed: signed in from {networks}")
    return token


def a_setting_changed_at_one_holds_at_the_other(trial: Trial) -> None:
    query = "{ storeConfig { minimum_password_length } }"
    merchant, slowest = Admin(trial, "a"), 0.0
    for length in ("11", "12", "13", "8"):
        before = trial.graphql("b", query)  # b has it in memory now
        merchant.send("/admin/stores/configvalue/?section=customer", {LENGTH: length})
        changed = time.monotonic()
        while trial.graphql("b", query) == before:
            if time.monotonic() - changed > 5:
                raise Wrong("A setting changed at a does not hold at b.")
        slowest = max(slowest, time.monotonic() - changed)
        if trial.graphql("b", query)["storeConfig"]["minimum_password_length"] != length:
            raise Wrong("b has another setting than a.")
    check(slowest < 1, f"a setting changed at a holds at b; the slowest of four was seen after {slowest * 1000:.0f} ms")


def pages_with_choices_work_behind_pgbouncer(trial: Trial) -> None:
    merchant = Admin(trial, "b")
    pages = ("/admin/customers/customer/add/", "/admin/customers/customer/", "/admin/stores/store/add/", "/admin/")
    found = {page: merchant.call("GET", page).status_code for page in pages}
    check(set(found.values()) == {200}, f"the admin's pages, whose choices the database lists, open: {found}")


def a_file_of_customers_comes_in(trial: Trial) -> None:
    """Through nginx and whichever machine it asks; the file is larger than any other request may be."""
    merchant = Admin(trial)
    rows = "".join(f"moved{n}@example.org,base,Ada,Novak,{'x' * 200}\n" for n in range(MOVED))
    file = f"email,_website,firstname,lastname,created_in\n{rows}".encode()
    typed = {"behavior": "add_update", "separator": ","}
    page = merchant.send(f"{IMPORTS}add/", typed, page=IMPORTS, files={"file": ("customer.csv", file, "text/csv")})
    merchant.wait_for("Checked: nothing has been changed yet", page)
    number = page.strip("/").split("/")[-2]
    merchant.send(f"{IMPORTS}{number}/do/import/", {}, page=page)
    merchant.wait_for(">Imported<", page)
    token = trial.node("a", "POST", "/rest/V1/integration/admin/token", json=ADMIN).json()
    search = "/rest/V1/customers/search?searchCriteria[pageSize]=1&fields=total_count"
    told = trial.shop("GET", search, headers={"Authorization": f"Bearer {token}"}).json()
    check(told == {"total_count": MOVED + 1}, f"a file of {len(file) / 2**20:.0f} MiB is uploaded and imported: {told}")
    refused = trial.shop("POST", "/graphql", content=file).status_code
    check(refused == 413, "elsewhere nginx lets nothing pass that is so large")


def reload_b(trial: Trial) -> None:
    os.kill(trial.nodes["b"].pid, signal.SIGHUP)
    time.sleep(4)


def restart_b(trial: Trial) -> None:
    trial.take_out("b")
    time.sleep(1)
    trial.nodes["b"].terminate()
    trial.nodes["b"].wait(timeout=PATIENCE)
    trial.start_node("b")
    trial.wait_until_ready("b")
    trial.put_back()


def kill_b(trial: Trial) -> None:
    trial.kill_node("b")
    time.sleep(2)
    trial.start_node("b")
    trial.wait_until_ready("b")


def calls_go_on(trial: Trial, token: str, what: str, happens: Any, lost: int = 0) -> None:
    """Customers call through nginx meanwhile; no more than `lost` calls may fail, those that were being answered."""
    ended: Counter[str] = Counter()
    slowest: list[float] = [0.0]
    again: list[float] = []
    address = f"https://127.0.0.1:{trial.ports['https']}/graphql"
    done = threading.Event()

    def call() -> None:
        headers = {"Host": HOST, "Authorization": f"Bearer {token}"}
        with httpx.Client(verify=False, headers=headers, timeout=30) as client:  # noqa: S501  # as above
            while not done.is_set():
                begun = time.monotonic()
                try:
                    answer = client.post(address, json={"query": CUSTOMER})
                except httpx.RemoteProtocolError:
                    again.append(begun)  # nginx has closed a connection that was idle; browsers ask again, too.
                    continue
                slowest[0] = max(slowest[0], time.monotonic() - begun)
                good = answer.status_code == 200 and '"Albany"' in answer.text
                ended["good" if good else f"{answer.status_code} {answer.text[:80]}"] += 1

    callers = [threading.Thread(target=call) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    time.sleep(1)
    happens(trial)
    time.sleep(1)
    done.set()
    for caller in callers:
        caller.join()
    failed = sum(ended.values()) - ended["good"]
    check(
        ended["good"] > 50 and failed <= lost and len(again) <= 2 * CALLERS,
        f"calls go on while {what}: {dict(ended)}, {len(again)} asked again because nginx had hung up, "
        f"the slowest took {slowest[0]:.2f} s",
    )


def connections(trial: Trial) -> None:
    place = f"host=127.0.0.1 port={trial.ports['pgbouncer']} user=pgbouncer dbname=pgbouncer password={trial.password}"
    with psycopg.connect(place, autocommit=True) as console:
        cursor = console.cursor(binary=False)
        columns = [column.name for column in cursor.execute("SHOW POOLS").description or []]
        pools = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    pool = next(pool for pool in pools if pool["database"] == "duplex")
    clients = int(pool["cl_active"]) + int(pool["cl_waiting"])
    servers = sum(int(pool[name]) for name in ("sv_active", "sv_idle", "sv_used", "sv_tested", "sv_login"))
    check(0 < servers <= 20, f"{clients} connections of the shop share {servers} of the database's")
    with psycopg.connect(
        f"host=127.0.0.1 port={trial.ports['pgbouncer']} user=duplex dbname=duplex password={trial.password}",
        prepare_threshold=None,
    ) as connection:
        row = connection.execute("SELECT current_setting('statement_timeout'), current_setting('timezone')").fetchone()
    check(row == ("30s", "UTC"), f"a statement is given up after {row[0] if row else '?'}, behind pgbouncer as well")


def mails(trial: Trial) -> None:
    end = time.monotonic() + 15
    while not trial.says["mails taken"] and time.monotonic() < end:
        time.sleep(0.1)
    check(trial.says["mails taken"] > 0, "the welcome has been sent by the worker of mails")


def check(is_so: bool, text: str) -> None:
    say(f"{'good ' if is_so else 'WRONG'}  {text}")
    if not is_so:
        raise Wrong(text)


def say(text: str) -> None:
    print(text, flush=True)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started, and whatever it has started."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def trial() -> Iterator[Trial]:
    missing = [name for name in ("nginx", "pgbouncer", "psql", "openssl") if not shutil.which(name)]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)}. On Debian: apt install nginx-light pgbouncer postgresql.")
    with tempfile.TemporaryDirectory(prefix="duplex-trial-", dir="/tmp") as folder, ExitStack() as running:
        made = Trial(Path(folder), running)
        try:
            yield made
        except BaseException:
            for log in sorted(Path(folder).glob("*.log")):
                say(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}")
            raise


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Then what was started ends, too.
    try:
        with trial() as made:
            try_everything(made)
    except Wrong as wrong:
        sys.exit(f"Not as docs/deploy.md says: {wrong}")


if __name__ == "__main__":
    main()
