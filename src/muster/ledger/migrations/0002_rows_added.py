"""Entries say which append-only rows their deed added."""

from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_entry"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="lines",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Canonical JSON; see vouching.",
                verbose_name="rows added",
            ),
        ),
        AppendOnly("ledger_entry"),
    ]
