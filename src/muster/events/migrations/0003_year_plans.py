import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_committees_and_meals"),
        ("records", "0006_said_of_rows_set_aside"),
        ("roster", "0003_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="YearPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField(verbose_name="first day")),
                ("last", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "advice, not taken"), ("taken", "taken: the seats are given")],
                        default="draft",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("seconds", models.PositiveSmallIntegerField(verbose_name="seconds of search")),
                (
                    "ended",
                    models.CharField(
                        choices=[
                            ("best", "it is proved that no plan is better"),
                            ("close", "it is close enough to the best"),
                            ("still", "nothing more was gained"),
                            ("time", "the time was up"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("money", models.PositiveBigIntegerField(default=0)),
                ("cost", models.PositiveBigIntegerField(default=0)),
                ("bound", models.BigIntegerField(default=0)),
                ("needs", models.PositiveIntegerField(default=0)),
                ("remedies", models.JSONField(blank=True, default=list)),
                ("change", models.JSONField(blank=True, default=dict)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_plans",
                        to="roster.agency",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="PlanSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("is_new", models.BooleanField(default=False)),
                ("cents", models.PositiveIntegerField(default=0)),
                ("own_time", models.PositiveSmallIntegerField(default=0)),
                ("needs", models.JSONField(blank=True, default=list)),
                ("others", models.JSONField(blank=True, default=list)),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="records.enrolment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roster.person"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.session"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="events.yearplan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requirement", models.CharField(max_length=200, verbose_name="requirement")),
                ("due", models.DateField(verbose_name="due")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unmet", "no session could take them"),
                            ("no_class", "no single class meets it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("others", models.JSONField(blank=True, default=list)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roster.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="events.yearplan"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="yearplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="events_yearplan_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planseat",
            constraint=models.UniqueConstraint(
                fields=("plan", "person", "session"),
                name="events_planseat_once",
                violation_error_message="They have a place in this session already.",
            ),
        ),
    ]
