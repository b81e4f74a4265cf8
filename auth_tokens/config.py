"""How long tokens live, whether they are refreshed, and how often signing in may fail."""

from decimal import Decimal

from stores import config

CUSTOMER_LIFETIME = "oauth/access_token_lifetime/customer"
ADMIN_LIFETIME = "oauth/access_token_lifetime/admin"
REFRESH_ENABLED = "oauth/duplex_refresh/enabled"
REFRESH_ACCESS_MINUTES = "oauth/duplex_refresh/access_minutes"
REFRESH_DAYS = "oauth/duplex_refresh/refresh_days"
REFRESH_ABSOLUTE_DAYS = "oauth/duplex_refresh/absolute_days"
MOST_FAILURES = "oauth/authentication_lock/max_failures_count"
MOST_FAILURES_PER_ADDRESS = "oauth/authentication_lock/duplex_max_failures_per_address"
LOCK_SECONDS = "oauth/authentication_lock/timeout"

PLACE = ("Services", "OAuth", "Access Token Expiration")
REFRESH_PLACE = ("Services", "OAuth", "Refresh Tokens")
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
        path=REFRESH_ENABLED,
        place=REFRESH_PLACE,
        label="Give Refresh Tokens to Customers",
        help="To clients that ask for them by Duplex's own calls; Magento's calls answer as ever. "
        "No: those given before are refused.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=REFRESH_ACCESS_MINUTES,
        place=REFRESH_PLACE,
        label="Lifetime of a Token with a Refresh Token (minutes)",
        help="How long such a token is good before it has to be refreshed.",
        default="15",
        kind=config.Number(least=1, most=1_440),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=REFRESH_DAYS,
        place=REFRESH_PLACE,
        label="Refresh Token Lifetime (days)",
        help="How long a refresh token can be used, once. Each refresh gives another one, which counts from then.",
        default="30",
        kind=config.Number(least=1, most=3_650),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=REFRESH_ABSOLUTE_DAYS,
        place=REFRESH_PLACE,
        label="Longest Time Without a Password (days)",
        help="After this time the password is asked for again, however often the token was refreshed.",
        default="90",
        kind=config.Number(least=1, most=3_650),
        scopes=config.PER_WEBSITE,
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
        path=MOST_FAILURES_PER_ADDRESS,
        place=("Services", "OAuth", "Authentication Locks"),
        label="Maximum Login Failures per Address",
        help="After how many failures within the lockout time, whatever the names, nobody can sign in from an IP "
        "address until that time is over; 0 never refuses. Customers behind one address, as in an office, share it.",
        default="60",
        kind=config.Number(least=0, most=1_000_000),
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
