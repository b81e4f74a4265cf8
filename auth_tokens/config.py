"""How long tokens live, and how often signing in may fail."""

from decimal import Decimal

from stores import config

CUSTOMER_LIFETIME = "oauth/access_token_lifetime/customer"
ADMIN_LIFETIME = "oauth/access_token_lifetime/admin"
MOST_FAILURES = "oauth/authentication_lock/max_failures_count"
LOCK_SECONDS = "oauth/authentication_lock/timeout"

PLACE = ("Services", "OAuth", "Access Token Expiration")
HOURS = config.Number(least=Decimal("0.01"), most=876_000, fractions=True, optional=True)
HELP = "Hours, fractions allowed. Empty: a token never expires. A change holds at once, for tokens given before too."

config.declare(
    config.Setting(
        path=CUSTOMER_LIFETIME,
        place=PLACE,
        label="Customer Token Lifetime (hours)",
        help=HELP,
        default="1",
        kind=HOURS,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=ADMIN_LIFETIME,
        place=PLACE,
        label="Admin Token Lifetime (hours)",
        help=HELP,
        default="4",
        kind=HOURS,
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=MOST_FAILURES,
        place=("Services", "OAuth", "Authentication Locks"),
        label="Maximum Login Failures to Lock Out Account",
        help="After how many failures a user name or e-mail cannot sign in for a while; 0 never refuses.",
        default="6",
        kind=config.Number(least=0, most=10_000),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=LOCK_SECONDS,
        place=("Services", "OAuth", "Authentication Locks"),
        label="Lockout Time (seconds)",
        help="For how long after the last failure it cannot.",
        default="1800",
        kind=config.Number(least=0, most=31_536_000),
        scopes=config.GLOBAL,
    ),
)
