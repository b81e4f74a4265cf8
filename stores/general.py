"""General settings every part of the shop needs: language, time, weight."""

from babel.core import get_global

from stores import config

LOCALE = "general/locale/code"
TIMEZONE = "general/locale/timezone"
WEIGHT_UNIT = "general/locale/weight_unit"

LOCALE_OPTIONS = ("General", "General", "Locale Options")
TIMEZONES = sorted({"UTC", *(zone for zone in get_global("zone_territories") if "/" in zone)})

config.declare(
    config.Setting(
        path=LOCALE,
        place=LOCALE_OPTIONS,
        label="Locale",
        help="Language and country the store view speaks, such as en_US; country names follow it.",
        default="en_US",
        kind=config.Text(),
    ),
    config.Setting(
        path=TIMEZONE,
        place=LOCALE_OPTIONS,
        label="Timezone",
        help="Where the shop's day begins and ends; storefronts show times in it.",
        default="America/Los_Angeles",
        kind=config.Choice(tuple((zone, zone) for zone in TIMEZONES)),
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=WEIGHT_UNIT,
        place=LOCALE_OPTIONS,
        label="Weight Unit",
        help="What the weights of products are given in.",
        default="lbs",
        kind=config.Choice((("lbs", "lbs"), ("kgs", "kgs"))),
    ),
)
