"""Recommendations: bodies and their seats, what they ask, what is answered, every change."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0002_freeze_and_search"),
        ("events", "0001_outside_training"),
        ("files", "0001_stored_file"),
        ("roster", "0003_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Issuer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "oversight board"),
                            ("council", "advisory council"),
                            ("auditor", "auditor"),
                            ("monitor", "court's monitor"),
                            ("inspector", "inspector general"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "acknowledge_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="acknowledge within, in days"),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=60, verbose_name="answer within, in days"),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="where this is written"),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issuers",
                        to="roster.agency",
                        verbose_name="department it oversees",
                    ),
                ),
            ],
            options={
                "verbose_name": "issuer",
                "ordering": ("name", "pk"),
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
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
                ("taken", models.PositiveIntegerField(default=0, editable=False)),
                ("set_aside", models.JSONField(default=list, editable=False)),
                (
                    "by",
                    models.ForeignKey(
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
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="oversight.issuer",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("text", models.TextField(max_length=8000, verbose_name="recommendation")),
                ("rationale", models.TextField(blank=True, max_length=8000, verbose_name="why")),
                ("evidence", models.TextField(blank=True, max_length=8000, verbose_name="what was found")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "training"),
                            ("policy", "policy"),
                            ("practice", "practice"),
                            ("supervision", "supervision"),
                            ("records", "records and data"),
                            ("equipment", "equipment"),
                            ("other", "other"),
                        ],
                        default="training",
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "high"), (2, "medium"), (3, "low")], default=2, verbose_name="priority"
                    ),
                ),
                ("addressed_to", models.CharField(blank=True, max_length=200, verbose_name="addressed to")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "issued"),
                            ("acknowledged", "acknowledged"),
                            ("response_due", "being answered"),
                            ("accepted", "accepted"),
                            ("partly", "accepted in part"),
                            ("declined", "declined"),
                            ("in_progress", "in progress"),
                            ("reported_implemented", "reported implemented"),
                            ("verified_implemented", "verified: implemented"),
                            ("verified_partial", "verified: in part"),
                            ("not_implemented", "not implemented"),
                            ("closed", "closed"),
                        ],
                        db_index=True,
                        default="issued",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("acknowledge_by", models.DateField(verbose_name="acknowledge by")),
                ("respond_by", models.DateField(verbose_name="answer by")),
                (
                    "response",
                    models.TextField(blank=True, editable=False, max_length=8000, verbose_name="answer"),
                ),
                (
                    "decline_reason",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="reason"),
                ),
                ("plan", models.TextField(blank=True, max_length=8000, verbose_name="plan")),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="owner")),
                ("finish_by", models.DateField(blank=True, null=True, verbose_name="done by")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="oversight.issuer",
                        verbose_name="issuer",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "ordering": ("-issued_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="until")),
                (
                    "done_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="reached on"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, editable=False, max_length=2000, verbose_name="how one sees it"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="oversight.recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.CharField(blank=True, max_length=200, verbose_name="policy, by number and name"),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "lesson_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.lessonplan",
                        verbose_name="lesson plan",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.practice",
                        verbose_name="practice",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="oversight.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Change",
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
                            ("issued", "it was issued"),
                            ("step", "a step"),
                            ("imported", "taken over from a list"),
                            ("revised", "the issuer changed it"),
                            ("planned", "the plan was changed"),
                            ("milestone", "a milestone was set"),
                            ("reached", "a milestone was reached"),
                            ("filed", "a file was attached"),
                            ("linked", "something was linked"),
                            ("unlinked", "a link was taken away"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("issuer", "issuer"), ("department", "department")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "issued"),
                            ("acknowledged", "acknowledged"),
                            ("response_due", "being answered"),
                            ("accepted", "accepted"),
                            ("partly", "accepted in part"),
                            ("declined", "declined"),
                            ("in_progress", "in progress"),
                            ("reported_implemented", "reported implemented"),
                            ("verified_implemented", "verified: implemented"),
                            ("verified_partial", "verified: in part"),
                            ("not_implemented", "not implemented"),
                            ("closed", "closed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("issued", "issued"),
                            ("acknowledged", "acknowledged"),
                            ("response_due", "being answered"),
                            ("accepted", "accepted"),
                            ("partly", "accepted in part"),
                            ("declined", "declined"),
                            ("in_progress", "in progress"),
                            ("reported_implemented", "reported implemented"),
                            ("verified_implemented", "verified: implemented"),
                            ("verified_partial", "verified: in part"),
                            ("not_implemented", "not implemented"),
                            ("closed", "closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="oversight.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RecommendationFile",
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
                    "side",
                    models.CharField(
                        choices=[("issuer", "issuer"), ("department", "department")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
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
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="oversight.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(blank=True, null=True, verbose_name="until")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="oversight.issuer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "ordering": ("-start", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="issuer",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"),
                name="oversight_issuer_once",
                violation_error_message="A body of this name is in the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuer",
            constraint=models.CheckConstraint(
                condition=models.Q(("acknowledge_days__lte", models.F("answer_days"))),
                name="oversight_issuer_acknowledges_first",
                violation_error_message="The answer is due no earlier than the acknowledgement.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=("issuer", "number"),
                name="oversight_recommendation_number_once",
                violation_error_message="This body has a recommendation of this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledge_by__gte", models.F("issued_on")),
                    ("respond_by__gte", models.F("acknowledge_by")),
                ),
                name="oversight_recommendation_clocks_in_order",
                violation_error_message="The days must follow one another: issued, to be acknowledged, to be answered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["partly", "declined"]), _negated=True),
                    models.Q(("decline_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="oversight_recommendation_no_has_reason",
                violation_error_message="Say why it is declined, or which part is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "partly", "in_progress"]), _negated=True),
                    models.Q(
                        models.Q(("plan", ""), _negated=True),
                        models.Q(("owner", ""), _negated=True),
                        ("finish_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="oversight_recommendation_yes_has_plan",
                violation_error_message="What is accepted has a plan, an owner and a day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("course__isnull", False),
                        ("lesson_plan__isnull", True),
                        ("policy", ""),
                        ("practice__isnull", True),
                    ),
                    models.Q(
                        ("course__isnull", True),
                        ("lesson_plan__isnull", False),
                        ("policy", ""),
                        ("practice__isnull", True),
                    ),
                    models.Q(
                        ("course__isnull", True),
                        ("lesson_plan__isnull", True),
                        ("policy", ""),
                        ("practice__isnull", False),
                    ),
                    models.Q(
                        ("course__isnull", True),
                        ("lesson_plan__isnull", True),
                        ("practice__isnull", True),
                        models.Q(("policy", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="oversight_link_names_one",
                violation_error_message="Name one thing: a course, a lesson plan, a practice or a policy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", models.F("to")),
                    ("side", "issuer"),
                    models.Q(
                        ("to__in", ["verified_implemented", "verified_partial", "not_implemented", "closed"]),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="oversight_change_judged_by_issuer",
                violation_error_message="Only the issuer verifies and closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="oversight_seat_ends_after_start",
                violation_error_message="The last day must not come before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("given_by")), _negated=True),
                name="oversight_seat_given_by_another",
                violation_error_message="Somebody else says that you speak for this body.",
            ),
        ),
        AppendOnly("oversight_change"),
    ]
