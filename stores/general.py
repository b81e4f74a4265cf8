"""General settings every part of the shop needs."""

from stores import config

config.declare(
    config.Setting(
        path="general/locale/code",
        place=("General", "General", "Locale Options"),
        label="Locale",
        help="Language and country the store view speaks, such as en_US; country names follow it.",
        default="en_US",
        kind=config.Text(),
    ),
)
