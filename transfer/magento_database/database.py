"""The database of a running Magento 2, read as it was at one moment. Nothing is ever written there."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import pymysql
from pymysql.constants import CR, ER
from pymysql.converters import conversions

from transfer.errors import DatabaseAddressNotValid, DatabaseNotMagento, DatabaseNotReached, DatabaseOfMagento1

SCHEMES = ("mysql", "mariadb")
PORT = 3306
CONNECT_SECONDS, ANSWER_SECONDS = 10, 600
PREFIX = re.compile(r"\w*", re.ASCII)
TLS = ("off", "on", "unverified")

# Every value comes as text, as in a file, or as None; only what is sent is converted.
CONVERSIONS: Any = {kind: encode for kind, encode in conversions.items() if not isinstance(kind, int)}

SESSION = (
    "SET SESSION TRANSACTION READ ONLY",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET SESSION time_zone = '+00:00'",
    "SET SESSION wait_timeout = 28800",  # while a batch is written here, nothing is asked there
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)
NEEDED = (
    "store_website", "store_group", "store", "customer_group", "core_config_data", "eav_entity_type", "eav_attribute",
    "customer_eav_attribute", "customer_entity", "customer_address_entity",
)  # fmt: skip

Line = tuple[str | None, ...]


class Database:
    """A snapshot. Statements name tables in braces, `SELECT code FROM {store}`, which get the shop's prefix."""

    def __init__(self, connection: pymysql.Connection[Any], place: str, name: str, prefix: str) -> None:
        self._connection, self.place, self.name, self.prefix = connection, place, name, prefix
        self._columns: dict[str, set[str]] = {}
        for table, column in self._ask(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()", ()
        ):
            self._columns.setdefault(str(table), set()).add(str(column))

    @property
    def identity(self) -> str:
        """Which database it is, without a user or a password."""
        return f"{self.place}/{self.name}?{self.prefix}"

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether there is a table, or a column of it: not every version of Magento has all of them."""
        found = self._columns.get(self.prefix + table, set())
        return bool(found) if column is None else column in found

    def lines(self, statement: str, *values: Any) -> Sequence[Line]:
        """What a SELECT says. Raises DatabaseNotReached."""
        return self._ask(re.sub(r"\{(\w+)\}", lambda found: f"`{self.prefix}{found[1]}`", statement), values)

    def records(
        self, table: str, columns: Sequence[str], rest: LiteralString = "", *values: Any
    ) -> list[dict[str, str | None]]:
        """Rows by column; None where this Magento has no such column. Raises DatabaseNotReached."""
        there = [column for column in columns if self.has(table, column)]
        named = ", ".join(f"`{column}`" for column in there)
        empty = dict.fromkeys(columns)
        found = self.lines(f"SELECT {named} FROM {{{table}}} {rest}", *values)  # noqa: S608
        return [{**empty, **dict(zip(there, line, strict=True))} for line in found]

    def count(self, table: str, rest: LiteralString = "") -> int:
        """How many rows a table has; 0 if there is none. Raises DatabaseNotReached."""
        return int(self.lines(f"SELECT COUNT(*) FROM {{{table}}} {rest}")[0][0] or 0) if self.has(table) else 0  # noqa: S608

    def check(self) -> None:
        """Let it pass if it is a Magento 2's. Raises DatabaseNotMagento, DatabaseOfMagento1."""
        if self.has("core_store") and self.has("customer_entity") and not self.has("store"):
            raise DatabaseOfMagento1(self.name)
        missing = [self.prefix + table for table in NEEDED if not self.has(table)]
        if not missing:
            return
        whole = "customer_eav_attribute"
        prefixes = sorted(table.removesuffix(whole) for table in self._columns if table.endswith(whole))
        hint = f" Its tables begin with {prefixes[0]}: give --table-prefix {prefixes[0]}." if any(prefixes) else ""
        if prefixes and not prefixes[0]:
            hint = " Its tables have no prefix." if self.prefix else " Or the user may not read it."
        raise DatabaseNotMagento(self.name, ", ".join(missing[:3]), hint)

    def _ask(self, statement: str, values: Sequence[Any]) -> Sequence[Line]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall()
        except (pymysql.MySQLError, OSError) as refusal:
            raise _told(refusal, self.place, self.name) from None


@contextmanager
def opened(address: str, *, password: str = "", prefix: str = "") -> Iterator[Database]:
    """A snapshot of the database at `mysql://user:password@host:port/name`; `password` is for an address without one.

    `?tls=on` encrypts the connection and looks at the server's certificate, `&ca=/path/to/file` by an authority of its
    own; `tls=unverified` only encrypts. `?socket=/path` takes the place of host and port.

    Raises DatabaseAddressNotValid, DatabaseNotReached, DatabaseNotMagento, DatabaseOfMagento1.
    """
    if not PREFIX.fullmatch(prefix):
        raise DatabaseAddressNotValid("a table prefix has letters, digits and underscores")
    parts, parameters = _parts_of(address)
    place = parameters.get("socket") or f"{parts.hostname}:{parts.port or PORT}"
    name = unquote(parts.path[1:])
    try:
        connection = pymysql.connect(
            host=parts.hostname,
            port=parts.port or PORT,
            unix_socket=parameters.get("socket"),
            user=unquote(parts.username or ""),
            password=(unquote(parts.password) if parts.password else password).encode(),
            database=name,
            charset="utf8mb4",
            conv=CONVERSIONS,
            ssl=_tls(parameters),
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            program_name="duplex",
        )
    except (pymysql.MySQLError, RuntimeError, OSError) as refusal:
        raise _told(refusal, place, name) from None
    try:
        try:
            with connection.cursor() as cursor:
                for statement in SESSION:
                    cursor.execute(statement)
        except pymysql.MySQLError as refusal:
            raise _told(refusal, place, name) from None
        database = Database(connection, place, name, prefix)
        database.check()
        yield database
    finally:
        if connection.open:
            connection.close()


def _parts_of(address: str) -> tuple[SplitResult, dict[str, str]]:
    try:
        parts = urlsplit(address)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise DatabaseAddressNotValid("the port is a number") from None
    if parts.scheme not in SCHEMES or not port_is_good:
        raise DatabaseAddressNotValid("it begins with mysql://")
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(parameters) - {"tls", "ca", "socket"}):
        raise DatabaseAddressNotValid(f"it knows tls, ca and socket, not {', '.join(unknown)}")
    if parameters.get("tls", "off") not in TLS:
        raise DatabaseAddressNotValid(f"tls is one of {', '.join(TLS)}")
    if not parts.hostname and "socket" not in parameters:
        raise DatabaseAddressNotValid("it names no host")
    if not parts.path.strip("/"):
        raise DatabaseAddressNotValid("it names no database")
    return parts, parameters


def _tls(parameters: Mapping[str, str]) -> Any:
    """What PyMySQL is to encrypt with; None if nothing."""
    wanted = parameters.get("tls", "on" if "ca" in parameters else "off")
    if wanted == "off":
        return None
    try:
        context = ssl.create_default_context(cafile=parameters.get("ca"))
    except (OSError, ssl.SSLError):
        raise DatabaseAddressNotValid(f"{parameters.get('ca')} is no file of certificates") from None
    if wanted == "unverified":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _told(refusal: Exception, place: str, name: str) -> DatabaseNotReached:
    """A refusal in a sentence; no user, no statement and no password is in it."""
    code = refusal.args[0] if refusal.args else None
    match code:
        case ER.ACCESS_DENIED_ERROR | 1698:
            return DatabaseNotReached(place, "refuses the user or the password")
        case ER.DBACCESS_DENIED_ERROR:
            return DatabaseNotReached(place, f"does not let the user read the database {name}")
        case ER.BAD_DB_ERROR:
            return DatabaseNotReached(place, f"has no database {name}")
        case ER.TABLEACCESS_DENIED_ERROR | ER.COLUMNACCESS_DENIED_ERROR:
            return DatabaseNotReached(place, "does not let the user read all of Magento's tables; GRANT SELECT does")
        case CR.CR_SERVER_GONE_ERROR | CR.CR_SERVER_LOST:
            return DatabaseNotReached(place, "has ended the connection")
        case CR.CR_SSL_CONNECTION_ERROR:
            return DatabaseNotReached(place, "offers no TLS")
        case CR.CR_CONN_HOST_ERROR | CR.CR_CONNECTION_ERROR:
            certificate = "CERTIFICATE" in str(refusal)
            return DatabaseNotReached(place, "has no certificate to be trusted" if certificate else "does not answer")
    if isinstance(refusal, RuntimeError):  # the hash of MySQL 8 wants RSA without TLS
        return DatabaseNotReached(place, "wants the password over TLS: add ?tls=on or ?tls=unverified")
    if isinstance(refusal, OSError) and not isinstance(refusal, pymysql.MySQLError):
        return DatabaseNotReached(place, "does not answer")
    return DatabaseNotReached(place, f"answers with the error {code}")
