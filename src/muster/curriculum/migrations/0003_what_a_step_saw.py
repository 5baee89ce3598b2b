"""A step of a lesson plan keeps a digest of what the version said; steps taken before have none."""

from __future__ import annotations

from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    """One column more in a table that is added to only."""

    dependencies = [("curriculum", "0002_freeze_and_search")]

    operations = [
        migrations.AddField(
            "step", "content", models.CharField(blank=True, default="", editable=False, max_length=64)
        ),
        AppendOnly("curriculum_step"),
    ]
