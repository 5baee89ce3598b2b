"""Sessions, records, imports, holds."""

import uuid

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
        ("files", "0001_stored_file"),
        ("roster", "0001_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="to")),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="breaks, in minutes"),
                ),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="what is on")),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="really began")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="really ended")),
            ],
            options={
                "ordering": ("starts_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Batch",
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
                        choices=[("roster", "people"), ("records", "training records")],
                        max_length=8,
                        verbose_name="what it holds",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("options", models.JSONField(blank=True, default=dict)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("findings", models.JSONField(blank=True, default=dict)),
                ("made", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "being looked at"),
                            ("accepted", "brought in"),
                            ("undone", "taken back"),
                            ("abandoned", "abandoned"),
                        ],
                        default="preview",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was taken back"),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("rows_accepted", models.PositiveIntegerField(default=0)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="roster.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
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
                "verbose_name": "import",
                "ordering": ("-started_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "walk_in_name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of a walk-in"),
                ),
                (
                    "walk_in_agency",
                    models.CharField(blank=True, max_length=200, verbose_name="agency of a walk-in"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("requested", "asked for a seat"),
                            ("confirmed", "confirmed"),
                            ("waitlisted", "on the waiting list"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="confirmed",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="roster.person",
                    ),
                ),
                (
                    "meetings",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="records.meeting", verbose_name="days"
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "ordering": ("session", "asked_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
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
                        choices=[("roster", "people"), ("records", "training records")],
                        max_length=8,
                        verbose_name="what it holds",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("options", models.JSONField(blank=True, default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_profiles",
                        to="roster.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "way of reading a file",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("late", "late"),
                            ("partial", "in part"),
                            ("excused", "excused"),
                            ("no_show", "did not come"),
                        ],
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes there")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("marked_at", models.DateTimeField(auto_now=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="records.enrolment",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="records.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Record",
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
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("row", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("session", "a session held here"),
                            ("outside", "handed in by the officer"),
                            ("entered", "entered by the training unit"),
                            ("imported", "brought in from a file"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waits for approval"),
                            ("verified", "verified"),
                            ("reported", "reported to the state"),
                            ("refused", "refused"),
                            ("disputed", "disputed"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "completed_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="completed on"),
                ),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="credit, in minutes")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("attended", "attended"),
                            ("completed", "completed"),
                            ("passed", "passed"),
                            ("equivalency", "equivalent training"),
                            ("instructed", "taught it"),
                            ("partial", "attended in part"),
                            ("failed", "failed"),
                            ("incomplete", "not completed"),
                            ("waived", "waived"),
                            ("excused", "excused"),
                            ("no_show", "did not come"),
                        ],
                        default="completed",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("classroom", "classroom"),
                            ("online", "online, at one's own pace"),
                            ("online-live", "online, with an instructor"),
                            ("roll-call", "roll call"),
                            ("range", "firing range"),
                            ("scenario", "scenario or role-play"),
                            ("simulator", "simulator"),
                            ("field", "in the field"),
                        ],
                        max_length=12,
                        verbose_name="how it was given",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="provider")),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="counted in")),
                ("item", models.CharField(blank=True, max_length=60, verbose_name="qualified with")),
                ("marks", models.JSONField(blank=True, default=list, verbose_name="marks")),
                (
                    "score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="score, in percent",
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="roster.agency",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="records.batch",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="curriculum.course",
                        verbose_name="course",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="roster.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="curriculum.lessonplan",
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
                        to="records.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "training record",
                "verbose_name_plural": "training records",
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("claim", models.TextField(verbose_name="what is wrong")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("upheld", models.BooleanField(blank=True, null=True, verbose_name="the record was wrong")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="records.record",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="attempt")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("attended", "attended"),
                            ("completed", "completed"),
                            ("passed", "passed"),
                            ("equivalency", "equivalent training"),
                            ("instructed", "taught it"),
                            ("partial", "attended in part"),
                            ("failed", "failed"),
                            ("incomplete", "not completed"),
                            ("waived", "waived"),
                            ("excused", "excused"),
                            ("no_show", "did not come"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="score, in percent",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="curriculum.assessment",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="records.enrolment",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("enrolment", "assessment", "attempt"),
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="roster.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "room",
                "ordering": ("agency", "name"),
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="room",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="records.room",
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open for enrolment"),
                            ("locked", "enrolment closed"),
                            ("in_session", "under way"),
                            ("held", "held"),
                            ("closed", "closed"),
                            ("reported", "reported to the state"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats")),
                ("needs_approval", models.BooleanField(default=False, verbose_name="seats need approval")),
                ("notes", models.TextField(blank=True, verbose_name="notes for those who come")),
                (
                    "clash_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why the double booking stands"
                    ),
                ),
                (
                    "no_plan_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why there was no lesson plan",
                    ),
                ),
                (
                    "report_within_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="report to the state within, in days"
                    ),
                ),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported on")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "cancelled_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was cancelled"),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="roster.agency",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="curriculum.course",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="curriculum.lessonplan",
                        verbose_name="lesson plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
            },
        ),
        migrations.AddField(
            model_name="record",
            name="session",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="records.session",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="records.session"
            ),
        ),
        migrations.CreateModel(
            name="Hold",
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
                        choices=[
                            ("legal", "legal hold"),
                            ("records_request", "open records request"),
                            ("investigation", "investigation"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="matter")),
                ("set_at", models.DateTimeField(auto_now_add=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "release_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is released"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="roster.agency"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="curriculum.course",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="roster.person",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="records.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "ordering": ("-set_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enrolments", to="records.session"
            ),
        ),
        migrations.CreateModel(
            name="SessionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign_in", "signed sign-in sheet"),
                            ("test", "tests and results"),
                            ("critique", "evaluations by those who came"),
                            ("report", "report to the state"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="records.session",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionInstructor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "lead instructor"),
                            ("co", "co-instructor"),
                            ("safety", "safety officer"),
                            ("evaluator", "evaluator"),
                            ("role_player", "role player"),
                        ],
                        default="lead",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes taught"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why without certification"),
                ),
                (
                    "instructor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teaching",
                        to="curriculum.instructor",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teaching",
                        to="records.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="set_aside",
                        to="records.batch",
                    ),
                ),
            ],
            options={
                "ordering": ("batch", "row"),
            },
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "undone"]), _negated=True),
                    ("accepted_at__isnull", False),
                    _connector="OR",
                ),
                name="records_batch_accepted_has_moment",
                violation_error_message="An import that was brought in needs the moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), _negated=True),
                    models.Q(("undo_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="records_batch_undone_has_reason",
                violation_error_message="Say why it is taken back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("rows_accepted__lte", models.F("rows"))),
                name="records_batch_no_more_than_came",
                violation_error_message="No more rows can be accepted than came.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importprofile",
            constraint=models.UniqueConstraint(
                fields=("agency", "kind", "name"),
                name="records_importprofile_one_per_name",
                violation_error_message="There is one of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "enrolment"), name="records_attendance_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("presence__in", ["excused", "partial"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="records_attendance_excused_has_reason",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("presence__in", ["excused", "no_show"]), _negated=True),
                    ("minutes", 0),
                    _connector="OR",
                ),
                name="records_attendance_absent_has_no_minutes",
                violation_error_message="Who was not there has no minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("record",),
                name="records_dispute_one_open",
                violation_error_message="This record is disputed already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                ),
                name="records_dispute_answered_in_words",
                violation_error_message="Give the answer in words.",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "assessment", "attempt"),
                name="records_result_once_an_attempt",
                violation_error_message="There is a result for this attempt already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                condition=models.Q(("assessment__isnull", True)),
                fields=("enrolment", "attempt"),
                name="records_result_once_an_attempt_as_a_whole",
                violation_error_message="There is a result for this attempt already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["passed", "failed", "incomplete"])),
                name="records_result_is_one_of_three",
                violation_error_message="A result is passed, failed or not completed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 100)), _connector="OR"
                ),
                name="records_result_score_is_percent",
                violation_error_message="A score is a percentage, 0 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"),
                name="records_room_one_per_name",
                violation_error_message="This agency has a room of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["closed", "reported"]), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="records_session_closed_has_moment",
                violation_error_message="A closed session needs the moment it was closed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancelled_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="records_session_cancelled_has_reason",
                violation_error_message="Say why it is cancelled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "reported"), _negated=True),
                    ("reported_on__isnull", False),
                    _connector="OR",
                ),
                name="records_session_reported_has_day",
                violation_error_message="Give the day it was reported.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__isnull", True), ("seats__gt", 0), _connector="OR"),
                name="records_session_seats_or_no_limit",
                violation_error_message="A session has at least one seat. Leave it empty where there is no limit.",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["person", "-completed_on"], name="records_record_of_person"),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 600000)),
                name="records_record_minutes_possible",
                violation_error_message="Minutes of one record are 0 to 600,000.",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 100)), _connector="OR"
                ),
                name="records_record_score_is_percent",
                violation_error_message="A score is a percentage, 0 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="records_meeting_ends_after_start",
                violation_error_message="The end must come after the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("began_at__isnull", True), ("finished_at__isnull", True)),
                    models.Q(
                        ("began_at__isnull", False),
                        ("finished_at__gt", models.F("began_at")),
                        ("finished_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="records_meeting_really_ended_after_start",
                violation_error_message="Give both times as they really were, the end after the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(("released_by", models.F("set_by")), _negated=True),
                    _connector="OR",
                ),
                name="records_hold_released_by_another",
                violation_error_message="A hold is released by somebody other than who set it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("session", "person"),
                name="records_enrolment_one_seat",
                violation_error_message="They have a seat in this session already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False), models.Q(("walk_in_name", ""), _negated=True), _connector="OR"
                ),
                name="records_enrolment_somebody",
                violation_error_message="Say who it is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="records_enrolment_declined_has_answer",
                violation_error_message="Say why the seat is declined.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessioninstructor",
            constraint=models.UniqueConstraint(
                fields=("session", "instructor"),
                name="records_sessioninstructor_once",
                violation_error_message="This instructor teaches this session already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="setaside",
            constraint=models.UniqueConstraint(fields=("batch", "row"), name="records_setaside_one_per_row"),
        ),
        AppendOnly("records_record"),
    ]
