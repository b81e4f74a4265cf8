from django.db import migrations, models


def stop_counting(apps, schema_editor):
    """What counts is set up when all migrations have run; without its table nobody could open an account."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS customers_census_move() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_deep_pages")]

    operations = [
        migrations.CreateModel(
            name="Census",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("block", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
            ],
            options={"verbose_name_plural": "census"},
        ),
        migrations.RunPython(migrations.RunPython.noop, stop_counting),
    ]
