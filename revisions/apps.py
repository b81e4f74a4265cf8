"""The revisions app: what lets every process keep what changes seldom, and know at once when it has changed."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = "Revisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from revisions import kept, triggers

        post_migrate.connect(triggers.install, dispatch_uid="revisions.triggers")
        connection_created.connect(kept.watch_statements, dispatch_uid="revisions.kept")
