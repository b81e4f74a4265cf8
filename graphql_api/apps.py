"""The GraphQL surface."""

from django.apps import AppConfig


class GraphqlApiConfig(AppConfig):
    name = "graphql_api"

    def ready(self) -> None:
        from graphql_api import config  # noqa: F401  (declares its settings)
