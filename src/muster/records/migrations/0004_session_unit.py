"""Sessions belong to a unit, where they are not the agency's as a whole."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_everybody_at_once"),
        ("roster", "0001_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="roster.unit",
                verbose_name="unit",
            ),
        ),
    ]
