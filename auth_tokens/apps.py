"""The auth_tokens app: proofs of identity that calls carry."""

from django.apps import AppConfig


class AuthTokensConfig(AppConfig):
    name = "auth_tokens"
    verbose_name = "Tokens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from auth_tokens import config, endings  # noqa: F401  (declare settings, listen to admins being saved)
