"""Magento's countries and regions, from `directory/data/directory.json`."""

from django.db import migrations

from directory.catalog import catalog


def create(apps, schema_editor):
    connection = schema_editor.connection
    Country, Region = apps.get_model("directory", "Country"), apps.get_model("directory", "Region")
    data = catalog()
    Country.objects.using(connection.alias).bulk_create(Country(**row) for row in data["countries"])
    Region.objects.using(connection.alias).bulk_create(
        Region(pk=row["region_id"], country_id=row["country_id"], code=row["code"], name=row["name"])
        for row in data["regions"]
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('directory_region', 'id'), (SELECT max(id) FROM directory_region))"
            )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
