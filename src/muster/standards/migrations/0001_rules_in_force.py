"""Rules in force, approvals, waivers."""

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0001_courses_and_plans"),
        ("roster", "0001_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "known_from",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="written down"
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False, editable=False, verbose_name="taken back")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("rules", models.CharField(max_length=120, verbose_name="rules")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="roster.agency",
                    ),
                ),
                (
                    "known_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="standards.adoption",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"
                        ),
                        name="standards_adoption_ends_after_start",
                        violation_error_message="The last day must not be before the first.",
                    )
                ],
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="CourseApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "known_from",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="written down"
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False, editable=False, verbose_name="taken back")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("state", "approved by the state"),
                            ("agency", "decided by the agency"),
                            ("equivalent", "equivalent to another course"),
                        ],
                        max_length=12,
                        verbose_name="rests on",
                    ),
                ),
                ("topics", models.JSONField(default=list, verbose_name="counts for")),
                ("marks", models.JSONField(blank=True, default=list, verbose_name="marks")),
                (
                    "authority",
                    models.CharField(blank=True, max_length=200, verbose_name="letter or decision"),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_approvals",
                        to="roster.agency",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="curriculum.course",
                    ),
                ),
                (
                    "equivalent_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.course",
                        verbose_name="equivalent to",
                    ),
                ),
                (
                    "known_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="standards.courseapproval",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="standards_courseapproval_ends_after_start",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "equivalent"), _negated=True),
                            ("equivalent_to__isnull", False),
                            _connector="OR",
                        ),
                        name="standards_courseapproval_equivalent_to_what",
                        violation_error_message="Say to which course it is equivalent.",
                    ),
                ],
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Excuse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("waived", "waived"), ("extended", "more time")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("requirement", models.CharField(max_length=120, verbose_name="requirement")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for a decision"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("ended", "ended early"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_note", models.TextField(blank=True, verbose_name="why it was decided so")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="roster.agency",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="roster.person",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver or extension",
                "ordering": ("-proposed_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="standards_excuse_ends_after_start",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="standards_excuse_decided_by_another",
                        violation_error_message="Nobody decides on what they proposed themselves.",
                    ),
                ],
            },
        ),
        AppendOnly("standards_adoption"),
        AppendOnly("standards_courseapproval"),
    ]
