"""Asking about store views."""

from __future__ import annotations

from typing import Any

import graphene

from graphql_api.stores import recaptcha, types
from stores import store_configs
from stores.models import Store

# Root fields whose answer is the same for everybody who names the same store view.
cacheable = {"storeConfig", "availableStores", "recaptchaV3Config", "recaptchaFormConfig"}


class Query:
    availableStores = graphene.List(types.StoreConfig, useCurrentGroup=graphene.Boolean())
    storeConfig = graphene.Field(types.StoreConfig)
    recaptchaFormConfig = graphene.Field(
        recaptcha.ReCaptchaConfigOutput, formType=graphene.Argument(recaptcha.ReCaptchaFormEnum, required=True)
    )
    recaptchaV3Config = graphene.Field(recaptcha.ReCaptchaConfigurationV3)

    @staticmethod
    def resolve_availableStores(
        root: Any, info: Any, useCurrentGroup: bool | None = None
    ) -> list[store_configs.StoreConfig]:
        store = info.context.store
        return _described(store_configs.available_stores(store, same_group=bool(useCurrentGroup)), info)

    @staticmethod
    def resolve_storeConfig(root: Any, info: Any) -> store_configs.StoreConfig:
        return _described([info.context.store], info)[0]

    @staticmethod
    def resolve_recaptchaFormConfig(root: Any, info: Any, formType: Any) -> dict[str, Any]:
        return {"is_enabled": False, "configurations": None}

    @staticmethod
    def resolve_recaptchaV3Config(root: Any, info: Any) -> None:
        return None  # What a store answers whose forms are not watched over by version 3.


def _described(stores: list[Store], info: Any) -> list[store_configs.StoreConfig]:
    origin = info.context.request.build_absolute_uri("/")
    return store_configs.store_configs(stores, paths=types.PATHS, origin=origin)
