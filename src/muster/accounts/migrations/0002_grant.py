"""Roles that accounts hold."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_user"),
        ("roster", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
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
                            ("accreditation", "accreditation manager"),
                            ("administrator", "administrator"),
                            ("advisory", "advisory council member"),
                            ("auditor", "visiting auditor"),
                            ("author", "curriculum author"),
                            ("board", "oversight board member"),
                            ("command", "command"),
                            ("coordinator", "training coordinator"),
                            ("custodian", "records custodian"),
                            ("director", "training director"),
                            ("expert", "subject-matter expert"),
                            ("finance", "finance"),
                            ("instructor", "instructor"),
                            ("legal", "legal reviewer"),
                            ("officer", "officer"),
                            ("oversight", "oversight analyst"),
                            ("post", "state commission reviewer"),
                            ("scheduler", "scheduler"),
                            ("supervisor", "supervisor"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended early"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="roster.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "delegated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="accounts.grant",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="roster.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "role held",
                "verbose_name_plural": "roles held",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "accreditation",
                                    "administrator",
                                    "advisory",
                                    "auditor",
                                    "author",
                                    "board",
                                    "command",
                                    "coordinator",
                                    "custodian",
                                    "director",
                                    "expert",
                                    "finance",
                                    "instructor",
                                    "legal",
                                    "officer",
                                    "oversight",
                                    "post",
                                    "scheduler",
                                    "supervisor",
                                ],
                            )
                        ),
                        name="accounts_grant_known_role",
                        violation_error_message="There is no such role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__isnull", False),
                            models.Q(("role__in", ("advisory", "board")), _negated=True),
                            _connector="OR",
                        ),
                        name="accounts_grant_council_ends",
                        violation_error_message="A seat on a council or board needs a last day: the end of the term.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"
                        ),
                        name="accounts_grant_ends_after_start",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", True), ("agency__isnull", False), _connector="OR"
                        ),
                        name="accounts_grant_unit_needs_agency",
                        violation_error_message="A role in a unit is held in that unit's agency: name it too.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delegated_from__isnull", True), ("end__isnull", False), _connector="OR"
                        ),
                        name="accounts_grant_lent_ends",
                        violation_error_message="A role that is lent needs a last day.",
                    ),
                ],
            },
        ),
    ]
