"""How many aliases a document may have, with Magento's paths. Other limits of documents are the deployment's."""

from stores import config

ALIASES_LIMITED = "graphql/validation/alias_limit_enabled"
MOST_ALIASES = "graphql/validation/maximum_alias_allowed"

PLACE = ("Services", "GraphQL", "Validation")

config.declare(
    config.Setting(
        path=ALIASES_LIMITED,
        place=PLACE,
        label="Limit Aliases",
        help="Whether a GraphQL document with more aliases than the next setting allows is refused.",
        default="1",
        kind=config.Flag(),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=MOST_ALIASES,
        place=PLACE,
        label="Maximum Aliases",
        help="How many fields of a GraphQL document may go by another name, if aliases are limited.",
        default="10",
        kind=config.Number(least=0, most=1000),
        scopes=config.GLOBAL,
    ),
)
