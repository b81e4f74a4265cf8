"""Settings about countries."""

from stores import config

# After Magento's installation and its region patches: the countries whose addresses need a region.
STATE_REQUIRED = "AU,BE,BR,CA,CH,CN,CO,EE,ES,HR,IN,LT,LV,MX,PL,RO,US"

config.declare(
    config.Setting(
        path="general/country/default",
        place=("General", "General", "Country Options"),
        label="Default Country",
        help="Two-letter id of the country forms begin with.",
        default="US",
        kind=config.Text(),
    ),
    config.Setting(
        path="general/country/optional_zip_countries",
        place=("General", "General", "Country Options"),
        label="Zip/Postal Code is Optional for",
        help="Two-letter ids of countries, separated by commas, whose addresses need no postcode.",
        default="HK,IE,MO,PA,GB",
        kind=config.Text(),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path="general/region/state_required",
        place=("General", "General", "State Options"),
        label="State is Required for",
        help="Two-letter ids of countries, separated by commas, whose addresses need a region.",
        default=STATE_REQUIRED,
        kind=config.Text(),
        scopes=config.GLOBAL,
    ),
)
