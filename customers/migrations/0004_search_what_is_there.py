"""What accounts and addresses that are there already are searched by."""

from itertools import islice

from django.db import migrations

BATCH = 1000


def derive(apps, schema_editor):
    for model, name, sources in (
        ("Customer", "search_text", ("prefix", "firstname", "middlename", "lastname", "suffix", "email")),
        ("Address", "telephone_digits", ("telephone", "telephone_parsed")),
    ):
        rows = apps.get_model("customers", model).objects
        field = rows.model._meta.get_field(name)
        waiting = rows.only("pk", *sources).order_by("pk").iterator(chunk_size=BATCH)
        while batch := list(islice(waiting, BATCH)):
            for row in batch:
                setattr(row, name, field.derived_from(row))
            rows.bulk_update(batch, [name])


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_search_columns")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
