"""The websites, stores, views and customer groups every Magento begins with, under Magento's ids."""

from django.db import migrations

GROUPS = [(0, "NOT LOGGED IN"), (1, "General"), (2, "Wholesale"), (3, "Retailer")]


def create(apps, schema_editor):
    db = schema_editor.connection.alias
    model = {name: apps.get_model("stores", name) for name in ("CustomerGroup", "Website", "StoreGroup", "Store")}

    for pk, code in GROUPS:
        model["CustomerGroup"].objects.using(db).create(pk=pk, code=code, tax_class_id=3)

    for pk, code, name, store_name, view, view_name in (
        (0, "admin", "Admin", "Default", "admin", "Admin"),
        (1, "base", "Main Website", "Main Website Store", "default", "Default Store View"),
    ):
        website = model["Website"].objects.using(db).create(pk=pk, code=code, name=name, is_default=pk == 1)
        group = (
            model["StoreGroup"]
            .objects.using(db)
            .create(
                pk=pk,
                website=website,
                code="default" if pk == 0 else "main_website_store",
                name=store_name,
                root_category_id=0 if pk == 0 else 2,
            )
        )
        store = model["Store"].objects.using(db).create(pk=pk, code=view, name=view_name, website=website, group=group)
        group.default_store = store
        group.save(update_fields=["default_store"])
        website.default_group = group
        website.save(update_fields=["default_group"])

    # The ids were given, so PostgreSQL's sequences have not moved: the next website must not be number 1 again.
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for each in model.values():
                table = connection.ops.quote_name(each._meta.db_table)
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("stores", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
