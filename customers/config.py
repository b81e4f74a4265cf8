"""Settings about customers, with Magento's paths and defaults."""

from outbox.config import IDENTITY
from stores import config

ACCOUNT_SHARE = "customer/account_share/scope"
DEFAULT_GROUP = "customer/create_account/default_group"
CONFIRM = "customer/create_account/confirm"
SHOW_VAT_NUMBER = "customer/create_account/vat_frontend_visibility"
SHARE_GROUP = "customer/account_information/graphql_share_customer_group"
SHARE_ALL_GROUPS = "customer/account_information/graphql_share_all_customer_groups"
RESET_LINK_HOURS = "customer/password/reset_link_expiration_period"
LOCKOUT_FAILURES = "customer/password/lockout_failures"
LOCKOUT_MINUTES = "customer/password/lockout_threshold"
PASSWORD_POLICY = "customer/password/duplex_policy"
RESET_PROTECTION = "customer/password/password_reset_protection_type"
RESET_REQUESTS = "customer/password/max_number_password_reset_requests"
RESET_MINUTES_APART = "customer/password/min_time_between_password_reset_requests"
TELL_WHO_HAS_AN_ACCOUNT = "customer/password/duplex_tell_who_has_an_account"
SIGN_UPS_PER_ADDRESS = "customer/create_account/duplex_max_per_address"
MINIMUM_PASSWORD_LENGTH = "customer/password/minimum_password_length"
PASSWORD_CLASSES = "customer/password/required_character_classes_number"
STREET_LINES = "customer/address/street_lines"
REFUSE_INVALID_TELEPHONES = "customer/address/refuse_invalid_telephones"
SHOW_PREFIX = "customer/address/prefix_show"
PREFIX_OPTIONS = "customer/address/prefix_options"
SHOW_MIDDLENAME = "customer/address/middlename_show"
SHOW_SUFFIX = "customer/address/suffix_show"
SUFFIX_OPTIONS = "customer/address/suffix_options"
SHOW_DOB = "customer/address/dob_show"
SHOW_GENDER = "customer/address/gender_show"
SHOW_TAXVAT = "customer/address/taxvat_show"
SHOW_TELEPHONE = "customer/address/telephone_show"
SHOW_COMPANY = "customer/address/company_show"
SHOW_FAX = "customer/address/fax_show"
NEWSLETTER_ACTIVE = "newsletter/general/active"
NEWSLETTER_GUESTS = "newsletter/subscription/allow_guest_subscribe"
NEWSLETTER_CONFIRM = "newsletter/subscription/confirm"
GUEST_CHECKOUT_LOGIN = "checkout/options/enable_guest_checkout_login"
ACCOUNT_SENDER = "customer/create_account/email_identity"
PASSWORD_SENDER = "customer/password/forgot_email_identity"
SUBSCRIPTION_CONFIRMATION_SENDER = "newsletter/subscription/confirm_email_identity"
SUBSCRIBED_SENDER = "newsletter/subscription/success_email_identity"
UNSUBSCRIBED_SENDER = "newsletter/subscription/un_email_identity"
LOGIN_AS_CUSTOMER = "login_as_customer/general/enabled"

CREATE = ("Customers", "Customer Configuration", "Create New Account Options")
PASSWORD = ("Customers", "Customer Configuration", "Password Options")
ADDRESS = ("Customers", "Customer Configuration", "Name and Address Options")
INFORMATION = ("Customers", "Customer Configuration", "Account Information Options")
SUBSCRIPTION = ("Customers", "Newsletter", "Subscription Options")

BY_ADDRESS_AND_EMAIL, BY_ADDRESS, BY_EMAIL = "1", "2", "3"
MAGENTO, NIST = "magento", "nist"

SHOWN = config.Choice((("", "No"), ("opt", "Optional"), ("req", "Required")))

config.declare(
    config.Setting(
        path=ACCOUNT_SHARE,
        place=("Customers", "Customer Configuration", "Account Sharing Options"),
        label="Share Customer Accounts",
        help="An account is one website's; storefronts read it here. Sharing between all websites is not offered.",
        default="1",
        kind=config.Choice((("1", "Per Website"),)),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=CONFIRM,
        place=CREATE,
        label="Require Emails Confirmation",
        help="Yes lets nobody sign in to a new account before opening the link in the mail it sends.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_VAT_NUMBER,
        place=CREATE,
        label="Show VAT Number on Storefront",
        help="Yes asks for the VAT number of an address on the storefront's pages.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHARE_GROUP,
        place=INFORMATION,
        label="Share Customer Group over GraphQL",
        help="Yes tells storefronts which group a customer is in.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHARE_ALL_GROUPS,
        place=INFORMATION,
        label="Share All Customer Groups over GraphQL",
        help="Yes tells storefronts which groups there are.",
        default="0",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=RESET_LINK_HOURS,
        place=PASSWORD,
        label="Recovery Link Expiration Period (hours)",
        help="How long the link of a password reset mail can be used.",
        default="2",
        kind=config.Number(least=1, most=8760),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=LOCKOUT_FAILURES,
        place=PASSWORD,
        label="Maximum Login Failures to Lockout Account",
        help="After how many wrong current passwords in a row an account is locked; 0 never locks.",
        default="10",
        kind=config.Number(least=0, most=10_000),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=LOCKOUT_MINUTES,
        place=PASSWORD,
        label="Lockout Time (minutes)",
        help="How long an account stays locked, and how far apart failures add up.",
        default="10",
        kind=config.Number(least=0, most=525_600),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=RESET_PROTECTION,
        place=PASSWORD,
        label="Password Reset Protection Type",
        help="What mails with a link to reset a password or to confirm an account are counted by.",
        default=BY_ADDRESS_AND_EMAIL,
        kind=config.Choice(
            (("0", "None"), (BY_ADDRESS_AND_EMAIL, "By IP and Email"), (BY_ADDRESS, "By IP"), (BY_EMAIL, "By Email"))
        ),
    ),
    config.Setting(
        path=RESET_REQUESTS,
        place=PASSWORD,
        label="Max Number of Password Reset Requests",
        help="How many of each of these mails can be asked for in an hour; 0 never refuses.",
        default="5",
        kind=config.Number(least=0, most=1_000_000),
    ),
    config.Setting(
        path=RESET_MINUTES_APART,
        place=PASSWORD,
        label="Min Time Between Password Reset Requests",
        help="How many minutes have to pass between two of them; 0 never refuses.",
        default="10",
        kind=config.Number(least=0, most=525_600),
    ),
    config.Setting(
        path=TELL_WHO_HAS_AN_ACCOUNT,
        place=PASSWORD,
        label="Tell Whether an Email Has an Account",
        help="Yes says so where a password is forgotten or a confirmation mail asked for again, as Magento does. No "
        "gives the same answer for every e-mail.",
        default="1",
        kind=config.Flag(),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SIGN_UPS_PER_ADDRESS,
        place=CREATE,
        label="Maximum Sign-ups per Address",
        help="How many accounts guests can open from one IP address in an hour; 0 never refuses.",
        default="20",
        kind=config.Number(least=0, most=1_000_000),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=PASSWORD_POLICY,
        place=PASSWORD,
        label="Password Policy",
        help="Magento asks for a length and for classes of characters. NIST asks for 15 characters, no classes, and "
        "refuses passwords that are common, or made of the e-mail or the name of the shop.",
        default=MAGENTO,
        kind=config.Choice(((MAGENTO, "Magento"), (NIST, "NIST SP 800-63B"))),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=NEWSLETTER_GUESTS,
        place=SUBSCRIPTION,
        label="Allow Guest Subscription",
        help="No lets only customers who are signed in subscribe an e-mail.",
        default="1",
        kind=config.Flag(),
    ),
    config.Setting(
        path=NEWSLETTER_CONFIRM,
        place=SUBSCRIPTION,
        label="Need to Confirm",
        help="Yes makes a subscription wait until the link in the mail it sends is opened.",
        default="0",
        kind=config.Flag(),
    ),
    config.Setting(
        path=GUEST_CHECKOUT_LOGIN,
        place=("Sales", "Checkout", "Checkout Options"),
        label="Enable Guest Checkout Login",
        help="Yes tells anybody who asks whether an e-mail has an account; No calls every e-mail available.",
        default="0",
        kind=config.Flag(),
    ),
    config.Setting(
        path=LOGIN_AS_CUSTOMER,
        place=("Customers", "Login as Customer", "General"),
        label="Enable Login as Customer",
        help="Yes lets admins with the permission act in the place of customers who have allowed it.",
        default="0",
        kind=config.Flag(),
        scopes=config.GLOBAL,
    ),
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
    config.Setting(
        path=SHOW_PREFIX,
        place=ADDRESS,
        label="Show Prefix",
        help="Whether customers and addresses have a name prefix, such as Dr.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=PREFIX_OPTIONS,
        place=ADDRESS,
        label="Prefix Dropdown Options",
        help="What forms offer as a name prefix, separated by semicolons, such as Mr;Mrs;Dr; empty for any text.",
        default="",
        kind=config.Text(),
    ),
    config.Setting(
        path=SHOW_MIDDLENAME,
        place=ADDRESS,
        label="Show Middle Name (initial)",
        help="Whether customers and addresses have a middle name.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_SUFFIX,
        place=ADDRESS,
        label="Show Suffix",
        help="Whether customers and addresses have a name suffix, such as Jr.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SUFFIX_OPTIONS,
        place=ADDRESS,
        label="Suffix Dropdown Options",
        help="What forms offer as a name suffix, separated by semicolons, such as Jr;Sr; empty for any text.",
        default="",
        kind=config.Text(),
    ),
    config.Setting(
        path=SHOW_DOB,
        place=ADDRESS,
        label="Show Date of Birth",
        help="Whether customers are asked for their date of birth.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_TAXVAT,
        place=ADDRESS,
        label="Show Tax/VAT Number",
        help="Whether customers are asked for their tax number.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_GENDER,
        place=ADDRESS,
        label="Show Gender",
        help="Whether customers are asked for their gender.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_TELEPHONE,
        place=ADDRESS,
        label="Show Telephone",
        help="Whether addresses have a telephone.",
        default="req",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_COMPANY,
        place=ADDRESS,
        label="Show Company",
        help="Whether addresses have a company.",
        default="opt",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=SHOW_FAX,
        place=ADDRESS,
        label="Show Fax",
        help="Whether addresses have a fax.",
        default="",
        kind=SHOWN,
        scopes=config.PER_WEBSITE,
    ),
)

for _path, _place, _label, _help, _default in (
    (ACCOUNT_SENDER, CREATE, "Email Sender", "Whom mails that welcome somebody or ask to confirm are from.", "general"),
    (
        PASSWORD_SENDER,
        PASSWORD,
        "Forgot and Remind Email Sender",
        "Whom mails about passwords and e-mails are from.",
        "support",
    ),
    (SUBSCRIPTION_CONFIRMATION_SENDER, SUBSCRIPTION, "Confirmation Email Sender", "Whom they are from.", "support"),
    (SUBSCRIBED_SENDER, SUBSCRIPTION, "Success Email Sender", "Whom they are from.", "general"),
    (UNSUBSCRIBED_SENDER, SUBSCRIPTION, "Unsubscription Email Sender", "Whom they are from.", "support"),
):
    config.declare(config.Setting(path=_path, place=_place, label=_label, help=_help, default=_default, kind=IDENTITY))
