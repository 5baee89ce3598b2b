from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_grant"),
        ("roster", "0003_two_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="grant",
            name="accounts_grant_known_role",
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                choices=[
                    ("accreditation", "accreditation manager"),
                    ("administrator", "administrator"),
                    ("advisory", "advisory council member"),
                    ("auditor", "visiting auditor"),
                    ("author", "curriculum author"),
                    ("board", "oversight board member"),
                    ("command", "command"),
                    ("committee", "training committee member"),
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
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
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
                            "committee",
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
        ),
    ]
