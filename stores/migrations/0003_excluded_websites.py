from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stores", "0002_magento_defaults")]

    operations = [
        migrations.AddField(
            model_name="customergroup",
            name="excluded_websites",
            field=models.ManyToManyField(
                blank=True, help_text="Where the group is not offered.", related_name="+", to="stores.website"
            ),
        ),
    ]
