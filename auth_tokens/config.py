"""How long tokens live."""

from decimal import Decimal

from stores import config

CUSTOMER_LIFETIME = "oauth/access_token_lifetime/customer"
ADMIN_LIFETIME = "oauth/access_token_lifetime/admin"

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
)
