"""What the deployment decides, read from the environment. What the merchant decides is in `stores.config`.

DUPLEX_MODE     production (default): SECRET_KEY and ALLOWED_HOSTS must be given.
                demo: what `make demo` sets: secrets of its own, known credentials, plain HTTP on this machine.
DATABASE_URL    sqlite:///path/to/file or postgres://user:password@host:port/name.
SECRET_KEY      signs sessions; long, random, the same on every machine of a shop.
ALLOWED_HOSTS   host names the shop answers to, separated by commas.
TRUSTED_ORIGINS origins such as https://shop.example.com whose pages may send forms here, separated by commas.
PUBLIC_URL      address of the storefront, for the links in mails, such as https://shop.example.com.
EMAIL_HOST, EMAIL_PORT, EMAIL_USER, EMAIL_PASSWORD, EMAIL_TLS
                the mail server: localhost, without a password, by default. EMAIL_TLS is none (default, port 25),
                starttls (port 587) or ssl (port 465). The demo shows mails instead of sending them.
EMAIL_FROM      whom mails are from where the merchant has not said, such as Shop <owner@example.com>.
MAIL_GIVE_UP_DAYS
                how many days a mail is tried that the mail server does not take; 3 by default.
MAIL_KEEP_DAYS  how many days the outbox remembers mails that were sent or have failed; 30 by default.
CORS_ORIGINS    origins such as https://shop.example.com whose scripts may call the APIs, separated by commas, or * for
                any, then without the shop's cookies. Nobody by default.
GRAPHQL_ERROR_STATUS
                magento (default): 401 and 403 with the errors of these categories, as Magento after 2.4.7;
                always-200: 200 with every error of a resolver, for clients made for an earlier Magento.
GRAPHQL_CACHE_SECONDS
                how long answers to GraphQL queries by GET may be stored that are the same for everybody, such as
                storeConfig; 60 by default, 0 for never.
GRAPHQL_BODY, GRAPHQL_TOKENS, GRAPHQL_COMPLEXITY, GRAPHQL_DEPTH, GRAPHQL_DIRECTIVES
                how much one GraphQL request may hold: bytes, and words, fields, levels and directives of its document;
                65536, 2000, 300, 20 and 100. The last four may be 0 for any number.
GRAPHQL_INTROSPECTION
                1 (default): anybody may read the schema, which is public; 0 refuses, as Magento's
                graphql/disable_introspection does.
GRAPHQL_SENSITIVE_ONCE
                1 (default): what signs in, signs up, sends mail or tries a secret is done once in a request, however
                many aliases ask for it; 0 lets it be done again.
IMPORT_MAX_MIB  how large a file of customers may be that is uploaded in the admin, in MiB; 512 by default. The proxy
                has to let as much pass.
IMPORT_KEEP_DAYS
                how many days such a file waits to be imported, and its rejected rows wait to be fetched, before they
                are deleted; 7 by default.
BEHIND_HTTPS    1 (default in production): cookies travel by HTTPS only; X-Forwarded-Proto of the proxy is believed.
HSTS_SECONDS    how long browsers come by HTTPS only, once they have: a year by default in production behind HTTPS, else
                0, which promises nothing.
PROXIES         how many proxies stand before the shop, each adding the address it was called from to X-Forwarded-For:
                1 by default behind HTTPS, else 0, which believes nothing a client says of its own address.
RATE_LIMITS     on (default, but for the demo): limits by address count. off: they do not, for load tests and for shops
                whose shoppers all come from the one address of a middleware. Limits by e-mail always count.
REDIS_URL       redis://host:port/number keeps what limits count; without it, and while it is away, the database does.
HASHING_THREADS how many passwords are hashed at once in each process, 64 MiB each; the machine's cores by default.
HASHING_QUEUE   how many more may wait for that in each process before a call is refused with 503; 100 by default.
DATABASE_POOL   PostgreSQL: how many connections each process keeps for all its threads; a thread that gets none within
                DATABASE_POOL_SECONDS (2) answers 503. 0 (default): each thread keeps one of its own.
DATABASE_PGBOUNCER
                PostgreSQL: 1 where pgbouncer, or a pooler like it, hands connections out by the transaction. Nothing
                is left in a connection then, and DATABASE_STATEMENT_SECONDS is said to the role instead;
                docs/deploy.md says how. 0 by default.
DATABASE_STATEMENT_SECONDS
                PostgreSQL: after how long a statement is given up with 503; 30 in the server, else 0, which is never.
LOG_FORMAT      json (default in production) or plain, a line each to standard error.
LOG_LEVEL       INFO (default), DEBUG, WARNING or ERROR.
METRICS_TOKEN   what Prometheus sends as `Authorization: Bearer ...` to /metrics; without one, only callers on the same
                machine are answered.
BOT_CHALLENGE   a function such as my_shop.captcha.is_good, called with form=, answer= and address=, that says whether
                an answer in X-ReCaptcha or X-Captcha is good; see limits/challenges.py. Nobody is asked by default.
"""

from __future__ import annotations

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from commerce import desk, environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

MODE = environment.choice("DUPLEX_MODE", ("production", "demo", "test"))
IS_DEMO = MODE == "demo"
DEBUG = False

SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY:
    if MODE == "production":
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give a long random text in the environment, or start the demo with `make demo`."
        )
    SECRET_KEY = environment.kept_secret(VAR_DIR / "secret-key")

ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS", "" if MODE == "production" else "127.0.0.1,localhost,[::1],testserver"
)
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS")

# Our apps in order: each imports only those named before it. tests/test_architecture.py holds them to it, and the
# surfaces open a room for each that has one.
COMMERCE_APPS = [
    "revisions",
    "history",
    "stores",
    "directory",
    "attributes",
    "outbox",
    "limits",
    "admins",
    "auth_tokens",
    "customers",
    "wishlists",
    "transfer",
]

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "graphene_django",
    "corsheaders",
    "phonenumber_field",
    *COMMERCE_APPS,
    "rest_api",
    "graphql_api",
    "storefront",
    "commerce",
]

MIDDLEWARE = [
    "commerce.arrivals.Arrivals",
    "commerce.headers.Headers",
    "commerce.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "commerce.lanes.Lanes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "commerce.arrivals.Admins",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commerce.failures.Outages",
]

# Scripts of other origins may call the APIs, and nothing else, if the deployment names the origins.
CORS_ORIGINS = environment.words("CORS_ORIGINS")
if CORS_ORIGINS:
    MIDDLEWARE.insert(2, "corsheaders.middleware.CorsMiddleware")
for origin in CORS_ORIGINS:
    if origin != "*" and not re.fullmatch(r"https?://[^/\s*@]+", origin):
        raise ImproperlyConfigured(
            f"CORS_ORIGINS has {origin!r}; an origin looks like https://shop.example.com, without a path, or is *."
        )
CORS_ALLOW_ALL_ORIGINS = "*" in CORS_ORIGINS
CORS_ALLOWED_ORIGINS = [origin.lower() for origin in CORS_ORIGINS if origin != "*"]
CORS_ALLOW_CREDENTIALS = not CORS_ALLOW_ALL_ORIGINS  # A shop's cookies are not for everybody's scripts.
CORS_URLS_REGEX = r"^/(graphql|rest)(/|$)"
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-currency",
    "content-type",
    "preview-version",
    "store",
    "x-adobe-company",
    "x-captcha",
    "x-csrftoken",
    "x-duplex-device",
    "x-magento-cache-id",
    "x-recaptcha",
    "x-request-id",
]
CORS_EXPOSE_HEADERS = ["Retry-After", "X-Duplex-Token-Expires-In", "X-Magento-Cache-Id", "X-Request-ID"]
CORS_PREFLIGHT_MAX_AGE = 24 * 60 * 60

ROOT_URLCONF = "commerce.urls"
WSGI_APPLICATION = "commerce.wsgi.application"
APPEND_SLASH = False  # Magento's addresses stand with and without; a redirected POST would lose its body.

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "commerce" / "templates"],  # Before those of the admin's theme.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """The database of an URL, with what each kind needs to keep its promises."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as refusal:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read: {refusal}. It looks like sqlite:///path/to/file "
            "or postgres://user:password@host:port/name."
        ) from None
    match found["ENGINE"]:
        case "django.db.backends.sqlite3":
            # IMMEDIATE takes the one place for a writer at once, so two writers wait for each other instead of failing.
            # Readers never wait (WAL). A commit is on the disk before it is acknowledged (FULL).
            found["OPTIONS"] = {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            }
            name = str(found["NAME"])
            if name and name != ":memory:":
                Path(name).resolve().parent.mkdir(parents=True, exist_ok=True)
        case "django.db.backends.postgresql":
            found["ENGINE"] = "commerce.postgresql"
            pool = environment.number("DATABASE_POOL", 0)
            found["CONN_MAX_AGE"] = 0 if pool else environment.number("DATABASE_CONNECTION_AGE", 600)
            found["CONN_HEALTH_CHECKS"] = True
            options: dict[str, Any] = {"connect_timeout": 5, **(found.get("OPTIONS") or {})}
            statement_seconds = environment.number("DATABASE_STATEMENT_SECONDS", 0)
            options["prepare_threshold"] = 5  # Django's own cursors prepare nothing; see commerce/postgresql/base.py.
            if environment.flag("DATABASE_PGBOUNCER", False):
                found["DISABLE_SERVER_SIDE_CURSORS"] = True  # They outlive their transaction, and so do plans.
                options["prepare_threshold"] = None
                statement_seconds = 0  # pgbouncer refuses options of a connection.
            if statement_seconds:
                milliseconds = 1000 * statement_seconds
                options["options"] = (
                    f"-c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={2 * milliseconds}"
                )
            if pool:
                seconds = environment.number("DATABASE_POOL_SECONDS", 2, least=1)
                options["pool"] = {"min_size": 1, "max_size": pool, "timeout": seconds}
            found["OPTIONS"] = options
        case engine:
            raise ImproperlyConfigured(f"DATABASE_URL names {engine}; Duplex runs on SQLite and PostgreSQL.")
    return found


DATABASES = {"default": database(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'duplex.sqlite3'}"))}

AUTH_USER_MODEL = "admins.AdminUser"
AUTHENTICATION_BACKENDS = ["auth_tokens.backends.Throttled"]
LOGIN_REDIRECT_URL = "/admin/"
PASSWORD_HASHERS = [
    "commerce.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "transfer.hashers.Magento",  # Compared only; see docs/migrating-from-magento.md.
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = MODE != "production"
if MODE == "production":
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

BEHIND_HTTPS = environment.flag("BEHIND_HTTPS", MODE == "production")
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXIES = environment.number("PROXIES", 1 if BEHIND_HTTPS else 0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = environment.number(
    "HSTS_SECONDS", 365 * 24 * 3600 if BEHIND_HTTPS and MODE == "production" else 0
)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

IMPORT_MAX_MIB = environment.number("IMPORT_MAX_MIB", 512, least=1)
IMPORT_KEEP_DAYS = environment.number("IMPORT_KEEP_DAYS", 7, least=1)

PHONENUMBER_DB_FORMAT = "E164"

RATE_LIMITS = environment.flag("RATE_LIMITS", not IS_DEMO)
REDIS_URL = environment.text("REDIS_URL")
HASHING_THREADS = environment.number("HASHING_THREADS", os.cpu_count() or 1, least=1)
HASHING_QUEUE = environment.number("HASHING_QUEUE", 100)
BOT_CHALLENGE = environment.text("BOT_CHALLENGE")

# Where links in mails lead.
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://127.0.0.1:{environment.text('PORT', '8000')}").rstrip("/")
EMAIL_BACKEND = f"outbox.{'smtp' if MODE == 'production' else 'console'}.Backend"
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_TLS = environment.choice("EMAIL_TLS", ("none", "starttls", "ssl"))
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_TLS == "starttls", EMAIL_TLS == "ssl"
EMAIL_PORT = environment.number("EMAIL_PORT", {"none": 25, "starttls": 587, "ssl": 465}[EMAIL_TLS], least=1)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = environment.text("EMAIL_USER"), environment.text("EMAIL_PASSWORD")
EMAIL_TIMEOUT = 10
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("EMAIL_USER and EMAIL_PASSWORD are given together, or neither is.")
if EMAIL_HOST_PASSWORD and EMAIL_TLS == "none" and EMAIL_HOST not in ("localhost", "127.0.0.1", "::1"):
    raise ImproperlyConfigured(
        f"EMAIL_PASSWORD would travel to {EMAIL_HOST} for everybody to read: set EMAIL_TLS to starttls or ssl."
    )
EMAIL_FROM = environment.text("EMAIL_FROM")
DEFAULT_FROM_EMAIL = EMAIL_FROM or "owner@example.com"
if "\n" in DEFAULT_FROM_EMAIL or "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured(
        f"EMAIL_FROM is {EMAIL_FROM!r}; it looks like owner@example.com or Shop <owner@example.com>."
    )
MAIL_GIVE_UP_DAYS = environment.number("MAIL_GIVE_UP_DAYS", 3, least=1)
MAIL_KEEP_DAYS = environment.number("MAIL_KEEP_DAYS", 30, least=1)
MAIL_KEEP_TEXTS = IS_DEMO  # Elsewhere a mail's text is forgotten once it is sent.

GRAPHQL_ERROR_STATUS = environment.choice("GRAPHQL_ERROR_STATUS", ("magento", "always-200"))
GRAPHQL_BODY = environment.number("GRAPHQL_BODY", 64 * 1024, least=1024)
GRAPHQL_COMPLEXITY = environment.number("GRAPHQL_COMPLEXITY", 300)
GRAPHQL_DEPTH = environment.number("GRAPHQL_DEPTH", 20)
GRAPHQL_DIRECTIVES = environment.number("GRAPHQL_DIRECTIVES", 100)
GRAPHQL_TOKENS = environment.number("GRAPHQL_TOKENS", 2000)
GRAPHQL_INTROSPECTION = environment.flag("GRAPHQL_INTROSPECTION", True)
GRAPHQL_SENSITIVE_ONCE = environment.flag("GRAPHQL_SENSITIVE_ONCE", True)
GRAPHQL_CACHE_SECONDS = environment.number("GRAPHQL_CACHE_SECONDS", 60)
# Nothing in an address changes the form of an answer.
REST_FRAMEWORK = {"URL_FORMAT_OVERRIDE": None}

# What a merchant changes holds at once, for guests of the APIs after as many seconds at the most: they need not ask the
# database for every answer that is the same for all. See revisions/kept.py.
GUESTS_LATE_SECONDS = 0.25 if MODE == "production" else 0

GRAPHENE = {"SCHEMA": "graphql_api.schema.schema", "SCHEMA_OUTPUT": "graphql_api/schema.graphql", "MIDDLEWARE": []}

UNFOLD = desk.UNFOLD

LOG_FORMAT = environment.choice("LOG_FORMAT", ("json", "plain") if MODE == "production" else ("plain", "json"))
LOG_LEVEL = environment.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR"))
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
METRICS_TOKEN = environment.text("METRICS_TOKEN")
