"""Agencies, units, people and what is known of them."""

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
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
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ori",
                    models.CharField(
                        error_messages={"unique": "There is an agency with this ORI already."},
                        help_text="The nine-character code of the agency, such as OR0260200.",
                        max_length=9,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9]{9}$", "An ORI has nine capital letters and digits."
                            )
                        ],
                        verbose_name="ORI",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "department"),
                            ("commission", "state commission"),
                            ("academy", "academy"),
                            ("oversight", "oversight body"),
                        ],
                        default="department",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=20, verbose_name="jurisdiction")),
                (
                    "time_zone",
                    models.CharField(default="America/Los_Angeles", max_length=40, verbose_name="time zone"),
                ),
                (
                    "commission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies",
                        to="roster.agency",
                        verbose_name="commission",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_name", models.CharField(max_length=100, verbose_name="given name")),
                ("family_name", models.CharField(max_length=100, verbose_name="family name")),
                ("is_protected", models.BooleanField(default=False, verbose_name="protected")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="others",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ("family_name", "given_name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roster.person"
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="roster.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identifier",
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
                    "kind",
                    models.CharField(
                        choices=[("state", "state id"), ("agency", "agency id")],
                        max_length=10,
                        verbose_name="whose number",
                    ),
                ),
                ("value", models.CharField(db_index=True, max_length=60, verbose_name="number")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.agency",
                        verbose_name="agency",
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
                        to="roster.identifier",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers",
                        to="roster.person",
                    ),
                ),
            ],
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
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
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("fact", models.CharField(db_index=True, max_length=60, verbose_name="what")),
                ("value", models.CharField(blank=True, max_length=200, verbose_name="value")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("surrendered", "surrendered"),
                            ("suspended", "suspended"),
                            ("revoked", "revoked"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.agency",
                        verbose_name="agency",
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
                        to="roster.fact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="roster.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
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
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "employment",
                    models.CharField(
                        choices=[
                            ("full-time", "full-time"),
                            ("part-time", "part-time"),
                            ("reserve", "reserve or intermittent"),
                            ("auxiliary", "auxiliary"),
                            ("civilian", "civilian"),
                            ("elected", "elected or appointed official"),
                        ],
                        default="full-time",
                        max_length=12,
                        verbose_name="employment",
                    ),
                ),
                ("sworn", models.BooleanField(default=True, verbose_name="sworn")),
                (
                    "separation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resigned", "resigned"),
                            ("retired", "retired"),
                            ("transferred", "went to another agency"),
                            ("dismissed", "dismissed"),
                            ("died", "died"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="roster.agency",
                        verbose_name="agency",
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
                        to="roster.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("path", models.CharField(db_index=True, editable=False, max_length=500)),
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="roster.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="roster.unit",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ("agency", "path"),
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                        to="roster.assignment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="roster.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="roster.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("commission__isnull", True),
                    models.Q(("commission", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="roster_agency_not_its_own_commission",
                violation_error_message="An agency cannot be its own commission.",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["family_name", "given_name"], name="roster_person_by_name"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("same_as__isnull", True),
                    models.Q(("same_as", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="roster_person_not_same_as_itself",
                violation_error_message="Nobody can be merged into themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("merged",),
                name="roster_merge_one_in_force",
                violation_error_message="This entry is merged already. Undo that first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True),
                name="roster_merge_of_two",
                violation_error_message="Nobody can be merged into themselves.",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "state"), ("agency__isnull", False), _connector="OR"),
                name="roster_identifier_agency_id_has_agency",
                violation_error_message="Say which agency gave this number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="roster_fact_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending", ""), ("end__isnull", False), _connector="OR"),
                name="roster_fact_ending_has_a_day",
                violation_error_message="Say on which day it ended, or leave out why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="roster_appointment_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("separation", ""), ("end__isnull", False), _connector="OR"),
                name="roster_appointment_separation_has_a_day",
                violation_error_message="Say on which day it ended, or leave out why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("agency", "code"),
                name="roster_unit_one_per_code",
                violation_error_message="This agency has a unit with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="roster_unit_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="roster_assignment_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        AppendOnly("roster_identifier"),
        AppendOnly("roster_appointment"),
        AppendOnly("roster_assignment"),
        AppendOnly("roster_fact"),
    ]
