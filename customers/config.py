"""Settings about customers, with Magento's paths and defaults."""

from stores import config

DEFAULT_GROUP = "customer/create_account/default_group"
MINIMUM_PASSWORD_LENGTH = "customer/password/minimum_password_length"
PASSWORD_CLASSES = "customer/password/required_character_classes_number"
STREET_LINES = "customer/address/street_lines"
REFUSE_INVALID_TELEPHONES = "customer/address/refuse_invalid_telephones"
NEWSLETTER_ACTIVE = "newsletter/general/active"

CREATE = ("Customers", "Customer Configuration", "Create New Account Options")
PASSWORD = ("Customers", "Customer Configuration", "Password Options")
ADDRESS = ("Customers", "Customer Configuration", "Name and Address Options")

config.declare(
    config.Setting(
        path=DEFAULT_GROUP,
        place=CREATE,
        label="Default Group",
        help="Number of the group new customers belong to: 1 is General.",
        default="1",
        kind=config.Number(least=0, most=2**31 - 1),
    ),
    config.Setting(
        path=MINIMUM_PASSWORD_LENGTH,
        place=PASSWORD,
        label="Minimum Password Length",
        help="How many characters a new password needs.",
        default="8",
        kind=config.Number(least=1, most=256),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=PASSWORD_CLASSES,
        place=PASSWORD,
        label="Number of Required Character Classes",
        help="How many of lower case, upper case, digits and special characters a new password needs.",
        default="3",
        kind=config.Number(least=1, most=4),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=STREET_LINES,
        place=ADDRESS,
        label="Number of Lines in a Street Address",
        help="How many street lines an address may have.",
        default="2",
        kind=config.Number(least=1, most=4),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=REFUSE_INVALID_TELEPHONES,
        place=ADDRESS,
        label="Refuse Invalid Telephone Numbers",
        help="Yes refuses an address whose telephone is no number of its country. No takes any text, as Magento does.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=NEWSLETTER_ACTIVE,
        place=("Customers", "Newsletter", "General Options"),
        label="Enabled",
        help="No means that nobody can be subscribed; who asks for it gets an account without a subscription.",
        default="1",
        kind=config.Flag(),
    ),
)
