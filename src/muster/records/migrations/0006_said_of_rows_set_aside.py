"""What was found in a row that was set aside is kept taken apart, so that it can be said in any language."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more; rows set aside before keep code and English sentence together in ``reason``."""

    dependencies = [("records", "0005_own_period")]

    operations = [
        migrations.AddField("setaside", "said", models.JSONField(blank=True, default=str)),
    ]
