"""Consultations: what is asked, comments, screenings, themes, answers, rules."""

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import muster.community.models.consultation
from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0002_freeze_and_search"),
        ("roster", "0003_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.TextField(blank=True, max_length=20000, verbose_name="text of the programme"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_es", models.CharField(blank=True, max_length=200, verbose_name="title in Spanish")),
                (
                    "summary",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="what it is about, in plain words"
                    ),
                ),
                (
                    "summary_es",
                    models.TextField(blank=True, max_length=4000, verbose_name="the same in Spanish"),
                ),
                (
                    "questions",
                    models.TextField(max_length=4000, verbose_name="what you want to know, a line each"),
                ),
                (
                    "questions_es",
                    models.TextField(blank=True, max_length=4000, verbose_name="the questions in Spanish"),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody: it stands in the public list"),
                            ("invited", "invited groups: only who was given the address finds it"),
                        ],
                        default="everybody",
                        max_length=10,
                        verbose_name="who is asked",
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        default=muster.community.models.consultation.new_word,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("closes_on", models.DateField(verbose_name="last day for comments")),
                ("answers_by", models.DateField(verbose_name="answers by")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("dropped", "given up before it opened"),
                            ("open", "open for comments"),
                            ("extended", "open for longer"),
                            ("closed", "closed, comments are screened"),
                            ("coding", "comments are sorted and answered"),
                            ("responses_drafted", "answers are drafted"),
                            ("responses_published", "answered"),
                            ("second_round", "answered, in a second round"),
                            ("done", "done"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="roster.agency",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="curriculum.lessonplan",
                        verbose_name="lesson plan",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations_behind",
                        to="curriculum.lessonplan",
                    ),
                ),
                (
                    "second_round_of",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_round",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ("-closes_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ConsultationRule",
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
                ("topics", models.JSONField(blank=True, default=list, verbose_name="subjects")),
                ("groups", models.JSONField(blank=True, default=list, verbose_name="groups to invite")),
                (
                    "days_open",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days open, at least",
                    ),
                ),
                (
                    "gatherings",
                    models.PositiveSmallIntegerField(default=0, verbose_name="gatherings, at least"),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days to answer, at most",
                    ),
                ),
                (
                    "interim_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days that an emergency approval lasts, at most",
                    ),
                ),
                (
                    "most_an_hour",
                    models.PositiveSmallIntegerField(
                        default=300,
                        help_text="Against floods by machines. Who comes above it is asked to wait, and loses nothing.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="comments an hour, at most",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="where it is written")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultation_rules",
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
                        to="community.consultationrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation rule",
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("other", "another language")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("came", models.PositiveIntegerField(verbose_name="how many came")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gatherings",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "gathering",
                "ordering": ("consultation", "held_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="InvitedGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("districts", "districts most policed"),
                            ("named_in_findings", "people named in findings"),
                            (
                                "behavioural_health",
                                "people with behavioural health needs, and their families",
                            ),
                            ("youth", "young people"),
                            ("survivors", "survivors of violence"),
                            ("unhoused", "people without housing"),
                            ("limited_english", "people who speak little English"),
                            ("immigrants", "immigrants"),
                            ("lgbtq", "LGBTQ people"),
                            ("stopped", "people who were stopped or arrested"),
                            ("families", "families of those killed"),
                            ("officers", "rank-and-file officers"),
                        ],
                        max_length=20,
                        verbose_name="group",
                    ),
                ),
                ("how_invited", models.TextField(max_length=1000, verbose_name="how they are invited")),
                (
                    "barriers",
                    models.TextField(
                        blank=True,
                        help_text="An interpreter, child care, an evening, a place that is not a police station.",
                        max_length=1000,
                        verbose_name="what is done so that they can take part",
                    ),
                ),
                (
                    "came",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="how many of them were heard"
                    ),
                ),
                (
                    "not_heard",
                    models.TextField(blank=True, max_length=1000, verbose_name="if nobody was heard, why"),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invited group",
                "ordering": ("consultation", "pk"),
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
                ("number", models.PositiveSmallIntegerField()),
                ("part", models.CharField(max_length=20)),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ("consultation", "number"),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="your comment")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish"), ("other", "another language")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "on this site"),
                            ("paper", "on paper"),
                            ("phone", "by telephone"),
                            ("gathering", "at a gathering"),
                        ],
                        default="web",
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("code_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "typed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="community.consultation",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="community.passage",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "ordering": ("consultation", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Screening",
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
                    "verdict",
                    models.CharField(
                        choices=[("published", "published"), ("withheld", "withheld")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "advertising or machine-made"),
                            ("private", "names or describes a private person"),
                            ("threat", "threatens somebody"),
                            ("slur", "only insults, and says nothing else"),
                            ("twice", "sent twice by mistake"),
                            ("empty", "nothing can be read in it"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="community.comment",
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
                        to="community.screening",
                    ),
                ),
            ],
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("dropped", "given up before it opened"),
                            ("open", "open for comments"),
                            ("extended", "open for longer"),
                            ("closed", "closed, comments are screened"),
                            ("coding", "comments are sorted and answered"),
                            ("responses_drafted", "answers are drafted"),
                            ("responses_published", "answered"),
                            ("second_round", "answered, in a second round"),
                            ("done", "done"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("dropped", "given up before it opened"),
                            ("open", "open for comments"),
                            ("extended", "open for longer"),
                            ("closed", "closed, comments are screened"),
                            ("coding", "comments are sorted and answered"),
                            ("responses_drafted", "answers are drafted"),
                            ("responses_published", "answered"),
                            ("second_round", "answered, in a second round"),
                            ("done", "done"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="why")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ("consultation", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("age", "How old are you?"),
                            ("race", "How would you describe your race or ethnicity?"),
                            ("stopped", "Have the police stopped, searched or arrested you?"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("under_18", "under 18"),
                            ("to_29", "18 to 29"),
                            ("to_64", "30 to 64"),
                            ("from_65", "65 or older"),
                            ("asian", "Asian"),
                            ("black", "Black or African American"),
                            ("latino", "Hispanic or Latino"),
                            ("native", "American Indian or Alaska Native"),
                            ("pacific", "Native Hawaiian or Pacific Islander"),
                            ("middle_eastern", "Middle Eastern or North African"),
                            ("white", "White"),
                            ("more", "more than one, or another"),
                            ("last_year", "yes, in the last twelve months"),
                            ("before", "yes, before that"),
                            ("never", "no"),
                        ],
                        max_length=15,
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ("consultation", "question", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="theme")),
                ("title_es", models.CharField(max_length=200, verbose_name="theme in Spanish")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="themes",
                        to="community.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "ordering": ("consultation", "title"),
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="community.comment",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="community.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
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
                    "disposition",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("partly", "partly accepted"),
                            ("declined", "declined"),
                            ("covered", "already in the text"),
                            ("out_of_scope", "not what this is about"),
                            ("study", "needs study"),
                        ],
                        max_length=12,
                        verbose_name="what becomes of it",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="why, in plain words")),
                ("text_es", models.TextField(max_length=4000, verbose_name="the same in Spanish")),
                ("after", models.TextField(blank=True, verbose_name="what it says now")),
                (
                    "after_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.lessonplan",
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
                        to="community.answer",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.comment",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.consultation",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.passage",
                        verbose_name="the passage that was changed",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="community.theme",
                    ),
                ),
            ],
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("plan__isnull", False), ("programme", "")),
                    models.Q(("plan__isnull", True), models.Q(("programme", ""), _negated=True)),
                    _connector="OR",
                ),
                name="community_consultation_about_one_thing",
                violation_error_message="Choose a lesson plan, or write the text of a programme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_on__gte", models.F("opens_on")), ("answers_by__gte", models.F("closes_on"))
                ),
                name="community_consultation_days_in_order",
                violation_error_message="It opens, then it closes, then it is answered: mend the days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_round_of__isnull", True),
                    models.Q(("second_round_of", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="community_consultation_not_its_own_round",
                violation_error_message="A consultation is not its own second round.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "dropped"]), ("opened_at__isnull", False), _connector="OR"
                ),
                name="community_consultation_open_since",
                violation_error_message="What is open was opened at a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="community_consultationrule_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_days__gte", 1),
                    ("answer_days__lte", 365),
                    ("days_open__gte", 1),
                    ("days_open__lte", 365),
                ),
                name="community_consultationrule_within_a_year",
                violation_error_message="Days are 1 to 365.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("interim_days__gte", 1), ("interim_days__lte", 180)),
                name="community_consultationrule_interim_is_short",
                violation_error_message="An emergency approval lasts 1 to 180 days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_an_hour__gte", 1)),
                name="community_consultationrule_takes_comments",
                violation_error_message="At least one comment an hour must be possible.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitedgroup",
            constraint=models.UniqueConstraint(
                fields=("consultation", "group"),
                name="community_invitedgroup_once",
                violation_error_message="This group is in the plan already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("consultation", "number"), name="community_passage_one_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="community_passage_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["consultation", "received_at"], name="community_comment_by_time"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "web"), ("typed_by__isnull", True)),
                    models.Q(models.Q(("channel", "web"), _negated=True), ("typed_by__isnull", False)),
                    _connector="OR",
                ),
                name="community_comment_typed_in_says_so",
                violation_error_message="What did not come over this site was typed in by somebody.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="community_comment_says_something",
                violation_error_message="Write something first.",
            ),
        ),
        migrations.AddIndex(
            model_name="screening",
            index=models.Index(fields=["comment", "verdict"], name="community_screening_of"),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason_code", ""), ("verdict", "published")),
                    models.Q(("verdict", "withheld"), models.Q(("reason_code", ""), _negated=True)),
                    _connector="OR",
                ),
                name="community_screening_withheld_says_why",
                violation_error_message="Say why it is withheld; what is published needs no reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("comment",),
                name="community_screening_one_first_look",
                violation_error_message="Somebody has looked at this comment already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("consultation", "question", "answer"), name="community_tally_one_per_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                fields=("consultation", "title"),
                name="community_theme_once",
                violation_error_message="There is a theme of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(fields=("comment", "theme"), name="community_coding_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment__isnull", False), ("theme__isnull", True)),
                    models.Q(("comment__isnull", True), ("theme__isnull", False)),
                    _connector="OR",
                ),
                name="community_answer_to_one_thing",
                violation_error_message="An answer is to a comment or to a theme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True), models.Q(("text_es", ""), _negated=True)
                ),
                name="community_answer_says_why",
                violation_error_message="Say why, in both languages.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("after_plan__isnull", True), models.Q(("after", ""), _negated=True), _connector="OR"
                ),
                name="community_answer_of_a_version_shows_it",
                violation_error_message="Show what the new version says.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("comment",),
                name="community_answer_one_a_comment",
                violation_error_message="This comment is answered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("theme",),
                name="community_answer_one_a_theme",
                violation_error_message="This theme is answered already.",
            ),
        ),
        AppendOnly("community_passage"),
        AppendOnly("community_step"),
        AppendOnly("community_comment"),
        AppendOnly("community_screening"),
        AppendOnly("community_answer"),
        AppendOnly("community_consultationrule"),
    ]
