import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_outside_training"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # nothing ever wrote a score, so there is nothing to carry over
        migrations.DeleteModel(name="Score"),
        migrations.CreateModel(
            name="Scoring",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comment", models.TextField(max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "arrival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorings",
                        to="events.decision",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorings",
                        to="events.request",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arrival", "by"),
                        name="events_scoring_once",
                        violation_error_message="You have scored this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("comment", ""), _negated=True),
                        name="events_scoring_says_why",
                        violation_error_message="Say what your scores rest on.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion", models.CharField(max_length=100, verbose_name="criterion")),
                ("points", models.PositiveSmallIntegerField(verbose_name="points, 1 to 5")),
                (
                    "scoring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="events.scoring",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scoring", "criterion"),
                        name="events_score_once",
                        violation_error_message="A criterion is scored once.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 1), ("points__lte", 5)),
                        name="events_score_one_to_five",
                        violation_error_message="Points are 1 to 5.",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="policy",
            name="work_period_days",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="meals",
            field=models.CharField(
                choices=[
                    ("per_diem", "by the travel rates, without receipts"),
                    ("flat", "a flat amount a day, without receipts"),
                    ("receipts", "by receipt only, up to the travel rates"),
                ],
                default="per_diem",
                max_length=8,
                verbose_name="meals",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="flat_meal_cents",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="flat amount for meals a day"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("flat_meal_cents__isnull", False), ("meals", "flat")),
                    models.Q(models.Q(("meals", "flat"), _negated=True), ("flat_meal_cents__isnull", True)),
                    _connector="OR",
                ),
                name="events_policy_flat_meals_have_amount",
                violation_error_message="Give the flat amount where meals are paid flat, and only there.",
            ),
        ),
        migrations.AddField(model_name="tally", name="over", field=models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(
                condition=models.Q(("over", True)), fields=["request"], name="events_tally_over"
            ),
        ),
        AppendOnly("events_policy"),
        AppendOnly("events_scoring"),
        AppendOnly("events_score"),
    ]
