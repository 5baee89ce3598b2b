"""Reads of the curriculum. They take and return querysets, and compose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muster.curriculum.enums import PlanState
from muster.curriculum.models import (
    Course,
    CourseCode,
    Instructor,
    InstructorCertification,
    LessonPlan,
    Material,
)
from muster.ledger.lines import on_day

EXPIRES_SOON_DAYS = 60


def annotate_plan_in_use(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Add ``version_in_use`` and ``plan_in_use`` (its key), None where no lesson plan is in use."""
    used = LessonPlan.objects.filter(course=OuterRef("pk"), state__in=(PlanState.IN_USE, PlanState.REVIEW))
    return courses.annotate(
        version_in_use=Subquery(used.values("version")[:1]), plan_in_use=Subquery(used.values("pk")[:1])
    )


def filter_courses(courses: QuerySet[Course], words: str) -> QuerySet[Course]:
    """Keep the courses in whose title, code or state numbers every word occurs."""
    codes = CourseCode.lines.standing()
    for word in words.split():
        courses = courses.filter(
            Q(title__icontains=word)
            | Q(code__icontains=word)
            | Q(pk__in=codes.filter(code__icontains=word).values("course"))
        )
    return courses


def filter_topic(courses: QuerySet[Course], topic: str) -> QuerySet[Course]:
    """Keep the courses of a topic. A list in JSON is a text with quotes around each, on both databases."""
    return courses.filter(topics__icontains=f'"{topic}"')


def codes_of(course: Course) -> QuerySet[CourseCode]:
    """Return the numbers a course is known by, as we know them now."""
    return CourseCode.lines.standing().filter(course=course).order_by("jurisdiction", "-start", "code")


def plans_listed(plans: QuerySet[LessonPlan]) -> QuerySet[LessonPlan]:
    """Return plans with what a list shows of each, without a query a row."""
    return plans.select_related("course__agency", "owner").order_by("course__title", "course", "-version")


def filter_plans(plans: QuerySet[LessonPlan], words: str) -> QuerySet[LessonPlan]:
    """Keep the plans in whose course's title or code every word occurs."""
    for word in words.split():
        plans = plans.filter(Q(course__title__icontains=word) | Q(course__code__icontains=word))
    return plans


def filter_overdue(plans: QuerySet[LessonPlan], day: date | None = None) -> QuerySet[LessonPlan]:
    """Keep the plans in force whose review is overdue on a day (None: today)."""
    force = (PlanState.IN_USE, PlanState.REVIEW, PlanState.APPROVED_INTERIM)
    return plans.filter(state__in=force, next_review__lt=day or timezone.localdate())


def plan_to_teach(course: Course, day: date | None = None) -> LessonPlan | None:
    """Return the version that is to be taught on a day (None: today): in use, or else approved for now."""
    day = day or timezone.localdate()
    used = course.plans.filter(
        Q(effective__isnull=True) | Q(effective__lte=day), state__in=(PlanState.IN_USE, PlanState.REVIEW)
    )
    interim = course.plans.filter(state=PlanState.APPROVED_INTERIM, interim_until__gte=day)
    return used.first() or interim.first()


def current_materials(plan: LessonPlan) -> QuerySet[Material]:
    """Return the materials of a version that no newer file replaces."""
    return plan.materials.filter(replaced_by__isnull=True).select_related("file", "added_by")


def instructors_listed(instructors: QuerySet[Instructor], words: str = "") -> QuerySet[Instructor]:
    """Keep those in whose name every word occurs, with what ``expiry_of`` asks for.

    Adds ``shown_name``, ``is_certified`` (today), ``has_open_end`` and ``certified_until``.
    """
    valid = InstructorCertification.lines.standing().filter(
        on_day(timezone.localdate()), instructor=OuterRef("pk")
    )
    ends = InstructorCertification.lines.standing().filter(instructor=OuterRef("pk"), end__isnull=False)
    person = Concat("person__family_name", Value(", "), "person__given_name")
    listed = instructors.select_related("person", "agency").annotate(
        shown_name=Case(When(person__isnull=False, then=person), default="guest_name"),
        is_certified=Exists(valid),
        has_open_end=Exists(valid.filter(end__isnull=True)),
        certified_until=Subquery(ends.order_by("-end").values("end")[:1]),
    )
    for word in words.split():
        listed = listed.filter(shown_name__icontains=word)
    return listed


def certifications_of(instructor: Instructor) -> QuerySet[InstructorCertification]:
    """Return an instructor's certifications as we know them now, the latest first."""
    return InstructorCertification.lines.standing().filter(instructor=instructor).order_by("-start", "-pk")


@dataclass(frozen=True)
class MayTeach:
    """Whether an instructor may teach a course on a day, and the reason in a sentence."""

    allowed: bool
    reason: str
    certification: InstructorCertification | None = None

    def __bool__(self) -> bool:
        return self.allowed


def may_teach(instructor: Instructor, course: Course, day: date) -> MayTeach:
    """Return whether somebody may teach a course on a day: active, and with a certification that covers it."""
    if not instructor.is_active:
        return MayTeach(False, _("%(name)s does not teach any more.") % {"name": instructor})
    valid = certifications_of(instructor).filter(on_day(day))
    for certification in valid:
        if covers(certification, course):
            said = _("“%(title)s” is valid on that day.") % {"title": certification.title}
            return MayTeach(True, said, certification)
    if valid:
        titles = ", ".join(certification.title for certification in valid)
        return MayTeach(
            False, _("No certification covers the topics of this course: %(titles)s.") % {"titles": titles}
        )
    return MayTeach(False, _why_none(instructor, day))


def covers(certification: InstructorCertification, course: Course) -> bool:
    """Return whether a certification is for a course, whatever the day.

    One without topics covers any; a course of which nobody has said the topics asks for none.
    """
    return (
        not certification.topics or not course.topics or bool(set(certification.topics) & set(course.topics))
    )


def _why_none(instructor: Instructor, day: date) -> str:
    ended = certifications_of(instructor).filter(end__lt=day).order_by("-end").first()
    if ended is not None and ended.end is not None:
        return _("The last certification, “%(title)s”, ended on %(day)s.") % {
            "title": ended.title,
            "day": date_format(ended.end, "j M Y"),
        }
    return _("There is no certification that is valid on that day.")


def expiry_of(instructor: Instructor, day: date | None = None) -> str:
    """Return ``valid``, ``soon``, ``none`` or ``open`` for an instructor as ``instructors_listed`` returns them."""
    day = day or timezone.localdate()
    if not instructor.is_certified:  # type: ignore[attr-defined]  # annotated
        return "none"
    if instructor.has_open_end:  # type: ignore[attr-defined]  # annotated
        return "open"
    until: date = instructor.certified_until  # type: ignore[attr-defined]  # annotated
    return "soon" if until <= day + timedelta(days=EXPIRES_SOON_DAYS) else "valid"


def versions_of(plan: LessonPlan) -> QuerySet[LessonPlan]:
    """Return all versions of the lesson plan that this one is a version of, the newest first."""
    return LessonPlan.objects.filter(course=plan.course_id).order_by("-version")


def with_parts(plans: QuerySet[LessonPlan]) -> QuerySet[LessonPlan]:
    """Fetch what a plan's page shows with a fixed number of queries."""
    return plans.select_related("course__agency", "owner", "supersedes").prefetch_related(
        "authors", Prefetch("materials", queryset=Material.objects.select_related("file", "added_by"))
    )


def annotate_counts(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Add ``plan_count``: how many versions of a lesson plan a course has."""
    return courses.annotate(plan_count=Count("plans", distinct=True), agency_name=F("agency__name"))
