"""The chain of entries, which the database lets grow and nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "number",
                    models.BigIntegerField(
                        help_text="1, 2, 3 and so on, without gaps.",
                        primary_key=True,
                        serialize=False,
                        verbose_name="number",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("verb", models.CharField(max_length=100, verbose_name="what")),
                ("subject_kind", models.CharField(max_length=100, verbose_name="kind of thing")),
                ("subject_id", models.CharField(max_length=64, verbose_name="which one")),
                (
                    "agency_id",
                    models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="agency"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "details",
                    models.TextField(default="{}", help_text="Canonical JSON.", verbose_name="details"),
                ),
                ("previous", models.CharField(max_length=64, verbose_name="hash of the entry before")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty when Muster itself did it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="on behalf of",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "ordering": ("number",),
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="ledger_entry_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="ledger_entry_counts_from_one",
                        violation_error_message="Entries of the ledger are numbered from 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_behalf_of__isnull", True), ("actor__isnull", False), _connector="OR"
                        ),
                        name="ledger_entry_delegate_is_named",
                        violation_error_message="Who acts on behalf of somebody must be named.",
                    ),
                    models.UniqueConstraint(
                        fields=("hash",),
                        name="ledger_entry_one_hash",
                        violation_error_message="Two entries of the ledger cannot have the same hash.",
                    ),
                    models.UniqueConstraint(
                        fields=("previous",),
                        name="ledger_entry_no_fork",
                        violation_error_message="Another entry follows that one already: the chain has no forks.",
                    ),
                ],
            },
        ),
        AppendOnly("ledger_entry"),
    ]
