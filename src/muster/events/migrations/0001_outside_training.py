"""Outside training: events, requests, money, cover, what came of it."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import muster.events.models.cover_rules
from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0002_freeze_and_search"),
        ("files", "0001_stored_file"),
        ("records", "0006_said_of_rows_set_aside"),
        ("roster", "0003_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "handed in"),
                            ("supervisor_review", "with the supervisor"),
                            ("training_review", "with the training unit"),
                            ("staffing_review", "staffing is checked"),
                            ("budget_review", "budget is checked"),
                            ("command_review", "with command"),
                            ("returned", "sent back"),
                            ("waitlisted", "on the waiting list"),
                            ("approved", "approved"),
                            ("denied", "denied"),
                            ("withdrawn", "withdrawn"),
                            ("registered", "registered"),
                            ("travel_ready", "ready to travel"),
                            ("attending", "there now"),
                            ("no_show", "did not go"),
                            ("cancelled", "cancelled"),
                            ("attended", "back home"),
                            ("report_due", "report is due"),
                            ("report_submitted", "report handed in"),
                            ("report_accepted", "report accepted"),
                            ("share_due", "sharing is due"),
                            ("shared", "shared at home"),
                            ("closed", "closed"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=18,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mandated", "mandated for the present position"),
                            ("job_required", "required for the job"),
                            ("job_related", "related to the job"),
                            ("upward", "for promotion"),
                            ("career", "career development"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                ("is_refresher", models.BooleanField(default=False, verbose_name="a refresher")),
                ("purpose", models.TextField(blank=True, max_length=4000, verbose_name="what it is for")),
                (
                    "goals",
                    models.TextField(blank=True, max_length=4000, verbose_name="what they will bring home"),
                ),
                (
                    "sharing_plan",
                    models.TextField(blank=True, max_length=4000, verbose_name="how it will be shared"),
                ),
                ("share_by", models.DateField(blank=True, null=True, verbose_name="share by")),
                (
                    "alternatives",
                    models.TextField(blank=True, max_length=2000, verbose_name="what else was looked at"),
                ),
                (
                    "many_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why so many people"),
                ),
                ("on_duty", models.BooleanField(default=True, verbose_name="in working time")),
                ("departs_at", models.DateTimeField(blank=True, null=True, verbose_name="departure")),
                ("returns_at", models.DateTimeField(blank=True, null=True, verbose_name="return")),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "no travel"),
                            ("agency_car", "agency vehicle"),
                            ("own_car", "own vehicle"),
                            ("rental", "rental car"),
                            ("air", "air"),
                            ("train", "train or coach"),
                        ],
                        max_length=10,
                        verbose_name="transport",
                    ),
                ),
                ("itinerary", models.TextField(blank=True, max_length=2000, verbose_name="itinerary")),
                ("lodging_nights", models.PositiveSmallIntegerField(default=0, verbose_name="nights")),
                (
                    "lodging_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why lodging is needed"),
                ),
                (
                    "with_repayment",
                    models.BooleanField(default=False, verbose_name="with a repayment agreement"),
                ),
                (
                    "conflicts",
                    models.TextField(blank=True, max_length=1000, verbose_name="conflicts of interest"),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("estimated_from", models.JSONField(blank=True, default=dict, editable=False)),
                ("approved_cents", models.BigIntegerField(blank=True, editable=False, null=True)),
                (
                    "cancellation_cents",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="cancellation fee"
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="roster.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Attendee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("going", "is to go"),
                            ("stays", "does not go"),
                            ("attended", "was there"),
                            ("no_show", "did not go"),
                        ],
                        default="going",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("record_key", models.UUIDField(blank=True, editable=False, null=True)),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_training",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendee",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("advance", "advance paid"),
                            ("draft", "being written"),
                            ("claimed", "claimed"),
                            ("returned", "sent back"),
                            ("reviewed", "reviewed"),
                            ("paid", "paid"),
                            ("settled", "settled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("advance_cents", models.PositiveBigIntegerField(default=0, verbose_name="advance")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("paid_cents", models.BigIntegerField(blank=True, editable=False, null=True)),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "attendee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="events.attendee",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
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
                            ("tuition", "tuition"),
                            ("air", "air fare"),
                            ("mileage", "mileage"),
                            ("rental", "rental car"),
                            ("parking", "parking and tolls"),
                            ("lodging", "lodging"),
                            ("tax", "lodging tax"),
                            ("meals", "meals and incidentals"),
                            ("materials", "materials"),
                            ("pay", "pay for hours"),
                            ("overtime", "overtime"),
                            ("backfill", "backfill"),
                            ("benefits", "benefit load"),
                            ("cancellation", "cancellation fee"),
                            ("other", "other"),
                            ("reimbursement", "expected reimbursement"),
                        ],
                        max_length=14,
                        verbose_name="what for",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("day", models.DateField(verbose_name="day")),
                ("cents", models.PositiveBigIntegerField(verbose_name="amount")),
                ("by_agency", models.BooleanField(default=False, verbose_name="paid by the agency directly")),
                (
                    "no_receipt_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why there is no receipt"),
                ),
                (
                    "allowed_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="allowed"),
                ),
                (
                    "cut_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why less is allowed"),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="events.claim"
                    ),
                ),
            ],
            options={
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CoverRules",
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
                ("start", models.DateField(verbose_name="from")),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="where this is written"),
                ),
                (
                    "work_period_days",
                    models.PositiveSmallIntegerField(default=28, verbose_name="7(k) work period, in days"),
                ),
                ("work_period_start", models.DateField(verbose_name="a first day of a work period")),
                (
                    "least_rest_minutes",
                    models.PositiveSmallIntegerField(
                        default=480, verbose_name="least rest between two stretches of work, in minutes"
                    ),
                ),
                (
                    "longest_minutes",
                    models.PositiveSmallIntegerField(
                        default=960, verbose_name="most work in a row, in minutes"
                    ),
                ),
                ("notice", models.JSONField(blank=True, default=dict, verbose_name="notice")),
                (
                    "overtime_from",
                    models.CharField(
                        choices=[
                            ("every_extra_minute", "for all work beyond the own shifts"),
                            ("work_period", "only beyond the limit of the 7(k) work period"),
                        ],
                        default="every_extra_minute",
                        max_length=20,
                        verbose_name="overtime is paid",
                    ),
                ),
                (
                    "overtime_percent",
                    models.PositiveSmallIntegerField(default=150, verbose_name="overtime pay, in percent"),
                ),
                (
                    "benefits_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="benefits on top, in percent"),
                ),
                (
                    "order_by",
                    models.CharField(
                        choices=[
                            ("seniority", "the longest service (orders: the shortest)"),
                            ("least_overtime", "the least overtime so far"),
                        ],
                        default="seniority",
                        max_length=20,
                        verbose_name="who is asked first",
                    ),
                ),
                (
                    "protect_leave",
                    models.BooleanField(
                        default=True, verbose_name="days off next to leave are free of orders and moves"
                    ),
                ),
                ("lends", models.BooleanField(default=True, verbose_name="units help one another")),
                (
                    "supervisor_ranks",
                    models.JSONField(
                        blank=True,
                        default=muster.events.models.cover_rules.supervising_ranks,
                        verbose_name="ranks of supervisors",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cover_rules",
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
                        to="events.coverrules",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of cover",
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "series",
                    models.CharField(
                        blank=True, db_index=True, max_length=300, verbose_name="name of the series"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "conference"),
                            ("class", "class"),
                            ("train_the_trainer", "train-the-trainer"),
                            ("seminar", "seminar"),
                            ("peer_visit", "peer visit"),
                            ("online_live", "online, live"),
                            ("self_paced", "online, at one's own pace"),
                        ],
                        default="class",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("tentative", "not yet certain"),
                            ("confirmed", "takes place"),
                            ("cancelled", "cancelled by its provider"),
                        ],
                        default="confirmed",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                ("summary", models.TextField(blank=True, max_length=4000, verbose_name="what it is about")),
                ("agenda", models.TextField(blank=True, max_length=20000, verbose_name="agenda")),
                ("website", models.URLField(blank=True, max_length=500, verbose_name="website or flyer")),
                (
                    "certification_number",
                    models.CharField(blank=True, max_length=60, verbose_name="certification number"),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(default=0, verbose_name="hours of instruction, in minutes"),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="first day"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("time_zone", models.CharField(blank=True, max_length=40, verbose_name="time zone")),
                ("venue", models.CharField(blank=True, max_length=300, verbose_name="venue")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=2, verbose_name="state")),
                (
                    "zip",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9]{5}$", "A ZIP has five digits.")
                        ],
                        verbose_name="ZIP",
                    ),
                ),
                (
                    "miles",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="miles from here, one way"
                    ),
                ),
                ("seats", models.PositiveIntegerField(blank=True, null=True, verbose_name="seats")),
                ("register_by", models.DateField(blank=True, null=True, verbose_name="register by")),
                (
                    "cancel_by",
                    models.DateField(blank=True, null=True, verbose_name="cancel without a fee by"),
                ),
                ("refund_rule", models.CharField(blank=True, max_length=500, verbose_name="refund rule")),
                ("tuition_cents", models.PositiveBigIntegerField(default=0, verbose_name="tuition")),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="a sample, not a real event"
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="roster.agency"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="curriculum.course",
                        verbose_name="our course",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ("starts_on", "title", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seats", models.PositiveIntegerField(verbose_name="seats")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allotments",
                        to="events.event",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventCredit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.CharField(max_length=20, verbose_name="jurisdiction")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number there")),
                ("minutes", models.PositiveIntegerField(verbose_name="credit there, in minutes")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credits", to="events.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="to")),
                ("breakfast", models.BooleanField(default=False, verbose_name="breakfast")),
                ("lunch", models.BooleanField(default=False, verbose_name="lunch")),
                ("dinner", models.BooleanField(default=False, verbose_name="dinner")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="events.event"
                    ),
                ),
            ],
            options={
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="EventFile",
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="events.event"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("day", models.DateField(verbose_name="day")),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="code shown in the room")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "ordering": ("day", "begins", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="what it was")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="code shown in the room")),
                ("key", models.UUIDField(unique=True)),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to="events.attendee",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="events.eventsession",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("url", models.URLField(max_length=1000, verbose_name="address")),
                ("is_active", models.BooleanField(default=True, verbose_name="read it")),
                ("read_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("etag", models.CharField(blank=True, editable=False, max_length=300)),
                ("trouble", models.CharField(blank=True, editable=False, max_length=500)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feeds", to="roster.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="EventSource",
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
                            ("hand", "entered by hand"),
                            ("csv", "a table"),
                            ("icalendar", "a calendar feed"),
                            ("schema_org", "a pasted page"),
                            ("sample", "a sample of Muster"),
                        ],
                        max_length=12,
                    ),
                ),
                ("uid", models.CharField(blank=True, max_length=500)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("url", models.URLField(blank=True, max_length=1000)),
                ("said", models.JSONField(blank=True, default=dict)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("entry", "the same entry of the same calendar"),
                            ("uid", "the same entry, known by its number, on the same day"),
                            ("address", "the same address on the web and the same first day"),
                            ("words", "the same words in the title and the same days"),
                        ],
                        max_length=16,
                    ),
                ),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="events.event"
                    ),
                ),
                (
                    "feed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="events.feed",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Floor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekdays",
                    models.CharField(default="1234567", max_length=7, verbose_name="days of the week"),
                ),
                ("begins", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="to")),
                ("people", models.PositiveSmallIntegerField(verbose_name="people")),
                (
                    "supervisors",
                    models.PositiveSmallIntegerField(default=0, verbose_name="of them supervisors"),
                ),
                ("skill", models.CharField(blank=True, max_length=60, verbose_name="skill")),
                (
                    "skilled",
                    models.PositiveSmallIntegerField(default=0, verbose_name="of them with the skill"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("policy", "policy"), ("contract", "contract"), ("practice", "practice")],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("source_text", models.CharField(max_length=300, verbose_name="where it is written")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floors",
                        to="roster.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "begins", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Fund",
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
                            ("general", "general fund"),
                            ("grant", "grant"),
                            ("forfeiture", "forfeiture"),
                            ("state", "state training fund"),
                            ("donation", "donation"),
                        ],
                        default="general",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=60, verbose_name="account")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                ("cents", models.PositiveBigIntegerField(verbose_name="amount")),
                ("allows", models.JSONField(blank=True, default=list, verbose_name="what it may pay")),
                (
                    "match_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="match we owe, in percent"),
                ),
                (
                    "not_supplanting",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="statement that it adds and does not replace",
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=2000, verbose_name="notes")),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="funds", to="roster.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "fund",
                "ordering": ("-start", "name"),
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="topic")),
                ("series", models.CharField(blank=True, max_length=300, verbose_name="name of the series")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                ("start", models.DateField(verbose_name="from")),
                ("stages", models.JSONField(default=list, verbose_name="stages")),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="where this is written"),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="hand in, days before departure"
                    ),
                ),
                (
                    "reopen_percent",
                    models.PositiveSmallIntegerField(
                        default=10,
                        verbose_name="cost above the approved that opens the budget again, in percent",
                    ),
                ),
                (
                    "certificate_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="certificate within, in days"),
                ),
                (
                    "report_workdays",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="report within, in working days"
                    ),
                ),
                (
                    "share_days",
                    models.PositiveSmallIntegerField(default=60, verbose_name="share within, in days"),
                ),
                (
                    "teach_days",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="train-the-trainer teaches within, in days"
                    ),
                ),
                (
                    "claim_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="claim within, in days"),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="remind, days before"),
                ),
                (
                    "escalate_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="tell the next above, days after"
                    ),
                ),
                (
                    "most_per_event",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="most people to one event without a reason"
                    ),
                ),
                (
                    "most_per_unit",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="most people of one unit away at once"
                    ),
                ),
                (
                    "lodging_from_miles",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="lodging from, in miles one way"
                    ),
                ),
                (
                    "mileage_mills",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="mileage, in tenths of a cent a mile"
                    ),
                ),
                (
                    "work_period_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="7(k) work period, in days"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_policies",
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
                        to="events.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy for outside training",
            },
            managers=[
                ("lines", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
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
                            ("association", "association"),
                            ("state", "state body"),
                            ("federal", "federal body"),
                            ("academy", "academy or college"),
                            ("agency", "another agency"),
                            ("community", "community organisation"),
                            ("company", "company"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number with the state"),
                ),
                ("website", models.URLField(blank=True, max_length=500, verbose_name="website")),
                ("contact", models.CharField(blank=True, max_length=300, verbose_name="whom to ask")),
                ("notes", models.TextField(blank=True, max_length=4000, verbose_name="notes")),
                ("is_active", models.BooleanField(default=True, verbose_name="still used")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="providers",
                        to="roster.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "provider",
                "verbose_name_plural": "providers",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.AddField(
            model_name="feed",
            name="provider",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="events.provider",
                verbose_name="provider",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="provider",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="events.provider",
                verbose_name="provider",
            ),
        ),
        migrations.CreateModel(
            name="RateBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rate_batches",
                        to="roster.agency",
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("destination_id", models.PositiveIntegerField()),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("lodging_cents", models.PositiveIntegerField()),
                ("mie_cents", models.PositiveIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="events.ratebatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MealTier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mie_cents", models.PositiveIntegerField()),
                ("breakfast_cents", models.PositiveIntegerField()),
                ("lunch_cents", models.PositiveIntegerField()),
                ("dinner_cents", models.PositiveIntegerField()),
                ("incidental_cents", models.PositiveIntegerField()),
                ("first_last_cents", models.PositiveIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="events.ratebatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RatePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("destination_id", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("states", models.JSONField(default=list)),
                ("counties", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="events.ratebatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RateZip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("zip", models.CharField(max_length=5)),
                ("destination_id", models.PositiveIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zips",
                        to="events.ratebatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("return", "on return"), ("three_months", "three months later")],
                        max_length=12,
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="points, 1 to 5")),
                ("used", models.BooleanField(blank=True, null=True, verbose_name="used at work since")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="events.attendee",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="events.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="events.claimline",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(verbose_name="amount")),
                ("start", models.DateField(verbose_name="runs from")),
                ("schedule", models.JSONField(default=list, verbose_name="schedule")),
                ("file_name", models.CharField(blank=True, max_length=200)),
                (
                    "legal_note",
                    models.TextField(blank=True, max_length=2000, verbose_name="what a lawyer said"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "attendee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayment",
                        to="events.attendee",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "handed in"),
                            ("returned", "sent back"),
                            ("accepted", "accepted"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("attended", models.TextField(blank=True, max_length=4000, verbose_name="what was attended")),
                ("key_points", models.TextField(blank=True, max_length=8000, verbose_name="key points")),
                (
                    "change",
                    models.TextField(blank=True, max_length=4000, verbose_name="what we should change"),
                ),
                ("applies_to", models.CharField(blank=True, max_length=500, verbose_name="where it applies")),
                (
                    "conflicts",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="where it conflicts with our policy"
                    ),
                ),
                ("recommend", models.BooleanField(blank=True, null=True, verbose_name="send people again")),
                (
                    "proposed_share",
                    models.TextField(blank=True, max_length=2000, verbose_name="how to share it"),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="events.attendee",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "others",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="events.attendee", verbose_name="also for"
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "ordering": ("-submitted_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="what")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="in words")),
                ("from_agency", models.CharField(blank=True, max_length=200, verbose_name="who does it")),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("trial", "randomised trial"),
                            ("comparison", "study with a comparison"),
                            ("before_after", "before and after only"),
                            ("experience", "experience of others"),
                            ("none", "none known"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="what is known of it",
                    ),
                ),
                (
                    "grade_source",
                    models.CharField(blank=True, max_length=500, verbose_name="where that is written"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("triaged", "looked at"),
                            ("pilot", "pilot"),
                            ("adopted", "adopted"),
                            ("declined", "declined"),
                            ("measured", "measured"),
                        ],
                        default="suggested",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                ("pilot", models.TextField(blank=True, max_length=2000, verbose_name="the pilot")),
                (
                    "measure",
                    models.TextField(blank=True, max_length=2000, verbose_name="what it will be judged by"),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next look on")),
                ("result", models.TextField(blank=True, max_length=4000, verbose_name="result")),
                ("suggested_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="roster.agency",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices_owned",
                        to="roster.person",
                        verbose_name="owner",
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices_suggested",
                        to="roster.person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="events.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "practice",
                "ordering": ("-suggested_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("reach", models.CharField(blank=True, max_length=200, verbose_name="e-mail or telephone")),
                ("how_met", models.CharField(blank=True, max_length=300, verbose_name="how you met")),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="topics")),
                ("knows", models.CharField(blank=True, max_length=500, verbose_name="what they know or run")),
                (
                    "consented_on",
                    models.DateField(blank=True, null=True, verbose_name="agreed on to be listed"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("writer", "only who met them"),
                            ("training", "the training unit and command"),
                            ("agency", "everybody in the agency"),
                        ],
                        default="writer",
                        max_length=10,
                        verbose_name="who may find them",
                    ),
                ),
                ("review_on", models.DateField(verbose_name="ask again on")),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="roster.agency",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_met",
                        to="roster.person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="events.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
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
                    "permit",
                    models.CharField(
                        choices=[
                            ("unknown", "not asked"),
                            ("ourselves", "inside the agency"),
                            ("others", "also other agencies"),
                            ("anybody", "everybody"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="may be shared with",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="events.report"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="events.request",
                    ),
                ),
                ("asked", models.BigIntegerField(default=0)),
                ("promised", models.BigIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("reached", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="request",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="events.event",
                verbose_name="event",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.policy",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="requester",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests_made", to="roster.person"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="roster.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="events.request"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=12)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("soon", "due soon"),
                            ("late", "late"),
                            ("above", "late with somebody whose matters you oversee"),
                        ],
                        max_length=6,
                    ),
                ),
                ("due_on", models.DateField()),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="events.request",
                    ),
                ),
            ],
            options={
                "ordering": ("-told_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                            ("requirement", "a requirement with a due day"),
                            ("gap", "a gap that somebody named"),
                            ("assignment", "an assignment"),
                            ("plan", "the training plan"),
                            ("review", "a review or a finding"),
                            ("community", "the community"),
                            ("own", "the officer's own goal"),
                        ],
                        max_length=12,
                        verbose_name="kind of need",
                    ),
                ),
                ("requirement", models.CharField(blank=True, max_length=120, verbose_name="requirement")),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="in words")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="events.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FundUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("promised", models.BigIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0)),
                (
                    "fund",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="events.fund",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fund_uses",
                        to="events.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "handed in"),
                            ("supervisor_review", "with the supervisor"),
                            ("training_review", "with the training unit"),
                            ("staffing_review", "staffing is checked"),
                            ("budget_review", "budget is checked"),
                            ("command_review", "with command"),
                            ("returned", "sent back"),
                            ("waitlisted", "on the waiting list"),
                            ("approved", "approved"),
                            ("denied", "denied"),
                            ("withdrawn", "withdrawn"),
                            ("registered", "registered"),
                            ("travel_ready", "ready to travel"),
                            ("attending", "there now"),
                            ("no_show", "did not go"),
                            ("cancelled", "cancelled"),
                            ("attended", "back home"),
                            ("report_due", "report is due"),
                            ("report_submitted", "report handed in"),
                            ("report_accepted", "report accepted"),
                            ("share_due", "sharing is due"),
                            ("shared", "shared at home"),
                            ("closed", "closed"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "handed in"),
                            ("supervisor_review", "with the supervisor"),
                            ("training_review", "with the training unit"),
                            ("staffing_review", "staffing is checked"),
                            ("budget_review", "budget is checked"),
                            ("command_review", "with command"),
                            ("returned", "sent back"),
                            ("waitlisted", "on the waiting list"),
                            ("approved", "approved"),
                            ("denied", "denied"),
                            ("withdrawn", "withdrawn"),
                            ("registered", "registered"),
                            ("travel_ready", "ready to travel"),
                            ("attending", "there now"),
                            ("no_show", "did not go"),
                            ("cancelled", "cancelled"),
                            ("attended", "back home"),
                            ("report_due", "report is due"),
                            ("report_submitted", "report handed in"),
                            ("report_accepted", "report accepted"),
                            ("share_due", "sharing is due"),
                            ("shared", "shared at home"),
                            ("closed", "closed"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "approved"),
                            ("denied", "denied"),
                            ("returned", "sent back"),
                            ("waitlisted", "put on the waiting list"),
                            ("skipped", "skipped by rule"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("reopened", "opened again"),
                            ("moved", "moved on"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_now", "not needed now"),
                            ("staffing", "staffing"),
                            ("budget", "budget"),
                            ("in_house", "taught in-house already"),
                            ("provider", "the provider"),
                            ("not_eligible", "not eligible"),
                            ("too_late", "too late"),
                            ("incomplete", "something is missing"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                ("conditions", models.TextField(blank=True, max_length=1000, verbose_name="conditions")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("snapshot", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="events.request",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("free_seat", "above the floor without them"),
                            ("overlap", "overlap of shifts"),
                            ("moved_day", "moved training day"),
                            ("swap", "swap"),
                            ("relief", "relief officer"),
                            ("volunteer_overtime", "volunteer overtime"),
                            ("ordered_overtime", "ordered overtime"),
                        ],
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                ("stands_from", models.DateTimeField(blank=True, null=True, verbose_name="stands in from")),
                (
                    "stands_minutes",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="stands in for, in minutes"
                    ),
                ),
                (
                    "gives_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="the shift given up"),
                ),
                ("gives_up_minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("moves_class", models.BooleanField(default=False, verbose_name="their class is moved")),
                (
                    "cents",
                    models.PositiveBigIntegerField(
                        blank=True, default=0, null=True, verbose_name="cost, an estimate"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cover",
                        to="events.attendee",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.person",
                        verbose_name="who stands in",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.unit",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cover", to="events.request"
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("estimated", "estimated"), ("approved", "approved"), ("actual", "actual")],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tuition", "tuition"),
                            ("air", "air fare"),
                            ("mileage", "mileage"),
                            ("rental", "rental car"),
                            ("parking", "parking and tolls"),
                            ("lodging", "lodging"),
                            ("tax", "lodging tax"),
                            ("meals", "meals and incidentals"),
                            ("materials", "materials"),
                            ("pay", "pay for hours"),
                            ("overtime", "overtime"),
                            ("backfill", "backfill"),
                            ("benefits", "benefit load"),
                            ("cancellation", "cancellation fee"),
                            ("other", "other"),
                            ("reimbursement", "expected reimbursement"),
                        ],
                        max_length=14,
                        verbose_name="what for",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                ("cents", models.BigIntegerField(verbose_name="amount")),
                ("basis", models.CharField(blank=True, max_length=500)),
                ("is_computed", models.BooleanField(default=False, editable=False)),
                (
                    "attendee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="events.attendee",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="events.fund",
                        verbose_name="fund",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="events.request"
                    ),
                ),
            ],
            options={
                "ordering": ("stage", "pk"),
            },
        ),
        migrations.AddField(
            model_name="attendee",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attendees", to="events.request"
            ),
        ),
        migrations.CreateModel(
            name="RequestFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what it is")),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="events.request"
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                ("heading", models.CharField(max_length=100, verbose_name="heading")),
                ("points", models.PositiveSmallIntegerField(verbose_name="points, 1 to 5")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="events.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Share",
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
                            ("roll_call", "roll-call briefing"),
                            ("bulletin", "bulletin"),
                            ("lesson_plan", "lesson plan"),
                            ("video", "video"),
                            ("demonstration", "demonstration"),
                            ("policy_memo", "policy memo"),
                            ("teach", "teach the class here"),
                        ],
                        max_length=14,
                        verbose_name="how",
                    ),
                ),
                ("audience", models.CharField(blank=True, max_length=300, verbose_name="for whom")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "people_reached",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people reached"),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="what was done")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="what is missing")),
                (
                    "waived_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is waived"),
                ),
                (
                    "attendee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="events.attendee",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
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
                        related_name="shares",
                        to="curriculum.lessonplan",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="events.request",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="records.session",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sharing",
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="questions")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roster.unit",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
                        to="events.report",
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
                        to="events.share",
                    ),
                ),
            ],
            options={
                "ordering": ("-published_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ShareFile",
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
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="events.share"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShiftPattern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("cycle", models.JSONField(verbose_name="cycle")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shift_patterns",
                        to="roster.agency",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor", models.DateField(verbose_name="a first day of the cycle")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotas",
                        to="roster.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotas",
                        to="roster.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotas",
                        to="events.shiftpattern",
                        verbose_name="pattern",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "volunteers",
                    models.BooleanField(default=False, verbose_name="on the list of volunteers for overtime"),
                ),
                (
                    "is_relief",
                    models.BooleanField(
                        default=False, verbose_name="relief officer: fills gaps and counts for no floor"
                    ),
                ),
                (
                    "overtime_minutes",
                    models.PositiveIntegerField(default=0, verbose_name="overtime so far, in minutes"),
                ),
                (
                    "cents_an_hour",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pay an hour"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="roster.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="roster.person",
                        verbose_name="person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulletinReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("of", models.PositiveSmallIntegerField(default=0)),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="events.bulletin",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins_read",
                        to="roster.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bulletin", "person"),
                        name="events_bulletinreading_once",
                        violation_error_message="You have read this already.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["paid", "settled"]), _negated=True),
                    models.Q(("paid_cents__isnull", False), ("paid_on__isnull", False)),
                    _connector="OR",
                ),
                name="events_claim_paid_has_day",
                violation_error_message="Give the day and the amount that was paid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allowed_cents__isnull", True),
                    ("allowed_cents__lte", models.F("cents")),
                    _connector="OR",
                ),
                name="events_claimline_allowed_at_most_claimed",
                violation_error_message="No more can be allowed than was claimed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allowed_cents__isnull", True),
                    ("allowed_cents", models.F("cents")),
                    models.Q(("cut_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_claimline_cut_has_reason",
                violation_error_message="Say why less is allowed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("work_period_days__gte", 7), ("work_period_days__lte", 28)),
                name="events_coverrules_work_period",
                violation_error_message="A work period under section 7(k) has 7 to 28 days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("longest_minutes__gt", 0), ("overtime_percent__gte", 100)),
                name="events_coverrules_amounts",
                violation_error_message="Give the most work in a row, and overtime of at least 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="allotment",
            constraint=models.UniqueConstraint(
                fields=("event", "unit"),
                name="events_allotment_once",
                violation_error_message="This unit has its seats already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventcredit",
            constraint=models.UniqueConstraint(
                fields=("event", "jurisdiction"),
                name="events_eventcredit_once",
                violation_error_message="This jurisdiction is named twice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventday",
            constraint=models.UniqueConstraint(
                fields=("event", "day"),
                name="events_eventday_once",
                violation_error_message="This day is given twice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("session__isnull", False)),
                fields=("attendee", "session"),
                name="events_checkin_once_a_session",
                violation_error_message="You have checked in to this session already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventsource",
            constraint=models.UniqueConstraint(
                condition=models.Q(("feed__isnull", False)),
                fields=("feed", "uid"),
                name="events_eventsource_one_event_per_entry",
                violation_error_message="This entry of the calendar belongs to another event already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="floor",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="events_floor_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="floor",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisors__lte", models.F("people"))),
                name="events_floor_supervisors_are_people",
                violation_error_message="There cannot be more supervisors than people.",
            ),
        ),
        migrations.AddConstraint(
            model_name="floor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("skill", ""), ("skilled", 0)),
                    models.Q(
                        models.Q(("skill", ""), _negated=True),
                        ("skilled__gt", 0),
                        ("skilled__lte", models.F("people")),
                    ),
                    _connector="OR",
                ),
                name="events_floor_skill_has_number",
                violation_error_message="Name the skill and how many of the people must have it, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))),
                name="events_fund_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.UniqueConstraint(
                fields=("agency", "name", "start"),
                name="events_fund_once",
                violation_error_message="There is a fund of this name from this day on already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=models.Q(("match_percent__lte", 100)),
                name="events_fund_match_is_percent",
                violation_error_message="The match is a percentage, 0 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                fields=("person", "topic", "series"),
                name="events_interest_once",
                violation_error_message="You are on this list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("topic", ""), _negated=True),
                    models.Q(("series", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_interest_in_something",
                violation_error_message="Choose a topic or a series.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("stages", []), _negated=True),
                name="events_policy_has_stages",
                violation_error_message="Name at least one stage at which somebody decides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"),
                name="events_provider_one_per_name",
                violation_error_message="There is a provider of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.UniqueConstraint(
                fields=("agency", "url"),
                name="events_feed_once",
                violation_error_message="This calendar is read already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                    models.Q(
                        ("ends_on__gte", models.F("starts_on")),
                        ("ends_on__isnull", False),
                        ("starts_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="events_event_ends_after_start",
                violation_error_message="Give the first and the last day, and the last not before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__isnull", False), ("kind", "self_paced"), _connector="OR"),
                name="events_event_has_days",
                violation_error_message="Give the days. Only training at one's own pace has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("zip", ""),
                    django.db.models.lookups.Exact(django.db.models.functions.text.Length("zip"), 5),
                    _connector="OR",
                ),
                name="events_event_zip_has_five_digits",
                violation_error_message="A ZIP has five digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratebatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("agency", "start"),
                name="events_ratebatch_one_in_use",
                violation_error_message="Rates from this day on are in use already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.UniqueConstraint(
                fields=("batch", "destination_id", "start"),
                name="events_rate_one_from_a_day",
                violation_error_message="There is a rate from this day on already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))),
                name="events_rate_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mealtier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "mie_cents",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("breakfast_cents"), "+", models.F("lunch_cents")
                                ),
                                "+",
                                models.F("dinner_cents"),
                            ),
                            "+",
                            models.F("incidental_cents"),
                        ),
                    )
                ),
                name="events_mealtier_adds_up",
                violation_error_message="The meals and the incidentals do not add up to the total.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rateplace",
            constraint=models.UniqueConstraint(
                fields=("batch", "destination_id"),
                name="events_rateplace_once",
                violation_error_message="This destination is in the set already.",
            ),
        ),
        migrations.AddIndex(
            model_name="ratezip",
            index=models.Index(fields=["batch", "zip"], name="events_ratezip_lookup"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("attendee", "moment"),
                name="events_rating_once",
                violation_error_message="You have rated this already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 1), ("points__lte", 5)),
                name="events_rating_one_to_five",
                violation_error_message="Points are 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "adopted"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_practice_decided_has_reason",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["pilot", "adopted"]), _negated=True),
                    models.Q(
                        ("owner__isnull", False),
                        ("review_on__isnull", False),
                        models.Q(("measure", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="events_practice_tried_has_owner",
                violation_error_message="Name an owner, the day of the next look and what it will be judged by.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "measured"), _negated=True),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_practice_measured_has_result",
                violation_error_message="Write down the result.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("visibility", "writer"), ("consented_on__isnull", False), _connector="OR"
                ),
                name="events_contact_listed_with_consent",
                violation_error_message="Give the day they agreed to be listed, or keep them to yourself.",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roster.agency",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="roster.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["agency", "state", "moved_at"], name="events_request_inbox"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("departs_at__isnull", True),
                    ("returns_at__isnull", True),
                    ("returns_at__gt", models.F("departs_at")),
                    _connector="OR",
                ),
                name="events_request_returns_after_departure",
                violation_error_message="The return must come after the departure.",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    models.Q(("policy__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="events_request_handed_in_has_rules",
                violation_error_message="A request that is handed in keeps to the rules of that day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("request", "author"),
                name="events_report_once",
                violation_error_message="There is a report of this person already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_report_returned_has_answer",
                violation_error_message="Say what is missing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("request", "what", "step", "due_on", "user"),
                name="events_reminder_once",
                violation_error_message="This account was told of this already.",
            ),
        ),
        migrations.AddIndex(
            model_name="funduse",
            index=models.Index(fields=["fund", "promised", "spent"], name="events_funduse_sums"),
        ),
        migrations.AddConstraint(
            model_name="funduse",
            constraint=models.UniqueConstraint(fields=("fund", "request"), name="events_funduse_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["denied", "returned", "waitlisted"]), _negated=True),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_decision_no_has_code",
                violation_error_message="Choose the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "skipped"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_decision_skipped_names_rule",
                violation_error_message="A stage is skipped by a rule that is named.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.UniqueConstraint(
                fields=("attendee", "starts_at"),
                name="events_cover_once",
                violation_error_message="This shift is covered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "free_seat"),
                    models.Q(
                        ("by__isnull", False),
                        ("stands_from__isnull", False),
                        ("stands_minutes__gt", 0),
                        ("unit__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="events_cover_names_somebody",
                violation_error_message="Say who stands in.",
            ),
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(fields=["fund", "stage", "cents"], name="events_costline_of_fund"),
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(
                fields=["request", "kind", "fund", "stage", "cents"], name="events_costline_of_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="costline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cents__lte", 0), ("kind", "reimbursement")),
                    models.Q(models.Q(("kind", "reimbursement"), _negated=True), ("cents__gte", 0)),
                    _connector="OR",
                ),
                name="events_costline_sign",
                violation_error_message="Costs are not below zero; what comes back is not above it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.UniqueConstraint(
                fields=("request", "person"),
                name="events_attendee_once",
                violation_error_message="This person is named twice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("request", "by", "heading"),
                name="events_score_once",
                violation_error_message="You have scored this already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 1), ("points__lte", 5)),
                name="events_score_one_to_five",
                violation_error_message="Points are 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True), ("people_reached__isnull", False), _connector="OR"
                ),
                name="events_share_done_has_number",
                violation_error_message="Say how many people were reached.",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waived_by__isnull", True),
                    models.Q(("waived_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="events_share_waived_has_reason",
                violation_error_message="Say why it is waived.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftpattern",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"),
                name="events_shiftpattern_once",
                violation_error_message="There is a pattern of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rota",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="events_rota_ends_after_start",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.UniqueConstraint(
                fields=("agency", "person"),
                name="events_standin_once",
                violation_error_message="This person has a line already.",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(
                fields=["agency", "event", "unit", "asked", "promised", "spent", "people", "reached"],
                name="events_tally_sums",
            ),
        ),
        AppendOnly("events_policy"),
        AppendOnly("events_coverrules"),
        AppendOnly("events_decision"),
    ]
