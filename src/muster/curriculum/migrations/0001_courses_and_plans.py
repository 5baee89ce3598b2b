"""Courses, lesson plans, instructors."""

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_stored_file"),
        ("roster", "0001_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="our code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="in two sentences")),
                ("topics", models.JSONField(blank=True, null=True, verbose_name="topics")),
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
                        verbose_name="how it is given",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="provider")),
                ("minutes", models.PositiveIntegerField(verbose_name="credit, in minutes")),
                (
                    "certified",
                    models.BooleanField(blank=True, null=True, verbose_name="certified by the state"),
                ),
                ("is_hazardous", models.BooleanField(default=False, verbose_name="can hurt somebody")),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pass mark, in percent"
                    ),
                ),
                ("is_retired", models.BooleanField(default=False, verbose_name="no longer taught")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="roster.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "prerequisites",
                    models.ManyToManyField(
                        blank=True, related_name="opens", to="curriculum.course", verbose_name="needed before"
                    ),
                ),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "ordering": ("title", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CourseCode",
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
                ("jurisdiction", models.CharField(max_length=20, verbose_name="jurisdiction")),
                ("code", models.CharField(max_length=60, verbose_name="number")),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="credit there, in minutes"
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="curriculum.course",
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
                        to="curriculum.coursecode",
                    ),
                ),
            ],
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Instructor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guest_name", models.CharField(blank=True, max_length=200, verbose_name="name of a guest")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("biography", models.TextField(blank=True, max_length=20000, verbose_name="biography")),
                ("is_active", models.BooleanField(default=True, verbose_name="teaches")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructors",
                        to="roster.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructor_posts",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "instructor",
                "verbose_name_plural": "instructors",
            },
        ),
        migrations.CreateModel(
            name="InstructorCertification",
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
                ("title", models.CharField(max_length=200, verbose_name="certification")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="issued by")),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics it covers")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "instructor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="curriculum.instructor",
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
                        to="curriculum.instructorcertification",
                    ),
                ),
            ],
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="LessonPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(editable=False, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("draft", "draft"),
                            ("sme_review", "expert review"),
                            ("legal_review", "legal review"),
                            ("committee_decision", "decision"),
                            ("approved", "approved"),
                            ("approved_interim", "approved for now"),
                            ("in_use", "in use"),
                            ("review", "under review"),
                            ("revised", "replaced by a newer version"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "change_note",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="what is new in this version, and why"
                    ),
                ),
                ("goal", models.TextField(blank=True, max_length=20000, verbose_name="goal")),
                ("audience", models.TextField(blank=True, max_length=20000, verbose_name="for whom")),
                (
                    "prerequisites",
                    models.TextField(blank=True, max_length=20000, verbose_name="what learners bring"),
                ),
                ("room", models.TextField(blank=True, max_length=20000, verbose_name="room and equipment")),
                (
                    "learners_per_instructor",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="learners per instructor"
                    ),
                ),
                ("safety_plan", models.TextField(blank=True, max_length=20000, verbose_name="safety plan")),
                (
                    "accommodation",
                    models.TextField(blank=True, max_length=20000, verbose_name="accommodation"),
                ),
                (
                    "evaluation_plan",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="how the course is evaluated"
                    ),
                ),
                (
                    "community_contributors",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="who from the community helped"
                    ),
                ),
                (
                    "refresh_after_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="refresh after, in months"
                    ),
                ),
                (
                    "release_class",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("redacted", "public, with passages removed"),
                            ("restricted", "oversight only"),
                            ("agency", "agency only"),
                            ("sealed", "sealed"),
                        ],
                        default="agency",
                        max_length=12,
                        verbose_name="who may see it",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                ("effective", models.DateField(blank=True, null=True, verbose_name="in use from")),
                (
                    "interim_until",
                    models.DateField(blank=True, null=True, verbose_name="approved for now until"),
                ),
                ("next_review", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "review_trigger",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is under review"),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="written by"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="curriculum.course",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="curriculum.lessonplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson plan",
                "verbose_name_plural": "lesson plans",
                "ordering": ("course", "-version"),
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("own", "our own"),
                            ("public_domain", "public domain"),
                            ("licensed", "licensed to us"),
                            ("vendor", "a vendor's"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=14,
                        verbose_name="whose work",
                    ),
                ),
                (
                    "release_class",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("redacted", "public, with passages removed"),
                            ("restricted", "oversight only"),
                            ("agency", "agency only"),
                            ("sealed", "sealed"),
                        ],
                        default="agency",
                        max_length=12,
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="version"),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
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
                        to="curriculum.material",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "ordering": ("plan", "title", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[("knowledge", "knowledge"), ("skill", "skill"), ("attitude", "attitude")],
                        default="knowledge",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="objective")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="where it comes from")),
                (
                    "leads_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enabling",
                        to="curriculum.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="curriculum.lessonplan",
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "order"),
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("lecture", "lecture"),
                            ("discussion", "discussion"),
                            ("demonstration", "demonstration"),
                            ("practice", "practice"),
                            ("scenario", "scenario"),
                            ("case_study", "case study"),
                            ("video", "video"),
                            ("self_study", "self-study"),
                            ("test", "test"),
                            ("break", "break"),
                        ],
                        max_length=14,
                        verbose_name="method",
                    ),
                ),
                ("content", models.TextField(blank=True, max_length=20000, verbose_name="content")),
                ("key_points", models.TextField(blank=True, max_length=20000, verbose_name="key points")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="curriculum.lessonplan",
                    ),
                ),
                (
                    "objectives",
                    models.ManyToManyField(blank=True, related_name="blocks", to="curriculum.objective"),
                ),
            ],
            options={
                "ordering": ("plan", "order"),
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "instrument",
                    models.CharField(
                        choices=[
                            ("written", "written test"),
                            ("practical", "practical checklist"),
                            ("scenario", "scenario evaluation"),
                            ("qualification", "qualification course"),
                            ("observation", "observation by the instructor"),
                        ],
                        max_length=14,
                        verbose_name="instrument",
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pass mark, in percent"
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=2, verbose_name="attempts")),
                (
                    "remediation",
                    models.TextField(blank=True, max_length=20000, verbose_name="what happens after failing"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="curriculum.lessonplan",
                    ),
                ),
                (
                    "objectives",
                    models.ManyToManyField(blank=True, related_name="assessments", to="curriculum.objective"),
                ),
            ],
            options={
                "ordering": ("plan", "order"),
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField()),
                ("body", models.TextField(blank=True)),
                (
                    "course",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passage",
                        to="curriculum.course",
                    ),
                ),
                (
                    "material",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passage",
                        to="curriculum.material",
                    ),
                ),
                (
                    "plan",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passage",
                        to="curriculum.lessonplan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("case", "court decision"),
                            ("policy", "policy"),
                            ("research", "research"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="as of")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="curriculum.lessonplan",
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "order"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("draft", "draft"),
                            ("sme_review", "expert review"),
                            ("legal_review", "legal review"),
                            ("committee_decision", "decision"),
                            ("approved", "approved"),
                            ("approved_interim", "approved for now"),
                            ("in_use", "in use"),
                            ("review", "under review"),
                            ("revised", "replaced by a newer version"),
                            ("retired", "retired"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("draft", "draft"),
                            ("sme_review", "expert review"),
                            ("legal_review", "legal review"),
                            ("committee_decision", "decision"),
                            ("approved", "approved"),
                            ("approved_interim", "approved for now"),
                            ("in_use", "in use"),
                            ("review", "under review"),
                            ("revised", "replaced by a newer version"),
                            ("retired", "retired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=20000, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="curriculum.lessonplan",
                    ),
                ),
            ],
            options={
                "ordering": ("plan", "at", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                fields=("agency", "code"),
                name="curriculum_course_one_per_code",
                violation_error_message="This agency has a course with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_mark__isnull", True), ("pass_mark__lte", 100), _connector="OR"),
                name="curriculum_course_pass_mark_is_percent",
                violation_error_message="A pass mark is a percentage, 0 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="curriculum_coursecode_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instructor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False), models.Q(("guest_name", ""), _negated=True), _connector="XOR"
                ),
                name="curriculum_instructor_person_or_guest",
                violation_error_message="Choose one of our people, or give the name of a guest; not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instructor",
            constraint=models.UniqueConstraint(
                fields=("agency", "person"),
                name="curriculum_instructor_once_per_agency",
                violation_error_message="This person is an instructor here already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instructorcertification",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="curriculum_instructorcertification_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonplan",
            constraint=models.UniqueConstraint(
                fields=("course", "version"), name="curriculum_lessonplan_one_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["in_use", "review"])),
                fields=("course",),
                name="curriculum_lessonplan_one_in_use",
                violation_error_message="Another version of this lesson plan is in use.",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="curriculum_material_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(
                fields=("plan", "order"), name="curriculum_objective_one_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                fields=("plan", "order"), name="curriculum_block_one_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gt", 0)),
                name="curriculum_block_takes_time",
                violation_error_message="A block takes at least one minute.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("plan", "order"), name="curriculum_assessment_one_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_mark__isnull", True), ("pass_mark__lte", 100), _connector="OR"),
                name="curriculum_assessment_pass_mark_is_percent",
                violation_error_message="A pass mark is a percentage, 0 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("course__isnull", False), ("material__isnull", True), ("plan__isnull", True)),
                    models.Q(("course__isnull", True), ("material__isnull", True), ("plan__isnull", False)),
                    models.Q(("course__isnull", True), ("material__isnull", False), ("plan__isnull", True)),
                    _connector="OR",
                ),
                name="curriculum_passage_of_one_thing",
                violation_error_message="A passage is of one thing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(
                fields=("plan", "order"), name="curriculum_reference_one_per_place"
            ),
        ),
        AppendOnly("curriculum_coursecode"),
        AppendOnly("curriculum_instructorcertification"),
    ]
