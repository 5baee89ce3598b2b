"""Who may see and do what with courses, lesson plans, materials and instructors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from muster.accounts.access import Visitor
from muster.accounts.permissions import Permission
from muster.curriculum.enums import READABLE, ReleaseClass
from muster.curriculum.models import (
    Course,
    CourseCode,
    Instructor,
    InstructorCertification,
    LessonPlan,
    Material,
)
from muster.roster.access import agencies_visible_to, agencies_where, may_in_agency
from muster.roster.models import Agency

P = Permission
#: What also those may read who hold a role in the agency without being part of it: a board, a council.
OUTWARD = (ReleaseClass.PUBLIC, ReleaseClass.REDACTED, ReleaseClass.RESTRICTED)
#: What is sealed is for those who write it and those who decide on it.
_OPENS_SEALED = (
    P.CURRICULUM_PLAN_APPROVE,
    P.CURRICULUM_PLAN_REVIEW_CONTENT,
    P.CURRICULUM_PLAN_REVIEW_LAW,
    P.CURRICULUM_PLAN_WRITE,
)


def _where(user: Visitor, permission: Permission, column: str) -> Q:
    """Return the condition that somebody holds a permission in a thing's agency, if only in a unit of it."""
    return Q(**{f"{column}__in": agencies_visible_to(user, permission).values("pk")})


def _where_sealed(user: Visitor, column: str) -> Q:
    found = Q(pk__in=[])
    for permission in _OPENS_SEALED:
        found |= _where(user, permission, column)
    return found


def courses_visible_to(user: Visitor, permission: Permission = P.CURRICULUM_COURSE_READ) -> QuerySet[Course]:
    """Return the courses over which somebody holds a permission."""
    return Course.objects.filter(_where(user, permission, "agency"))


def codes_visible_to(
    user: Visitor, permission: Permission = P.CURRICULUM_COURSE_WRITE
) -> QuerySet[CourseCode]:
    """Return the course codes, of every version, over which somebody holds a permission."""
    return CourseCode.lines.filter(_where(user, permission, "course__agency"))


def plans_visible_to(user: Visitor, permission: Permission | None = None) -> QuerySet[LessonPlan]:
    """Return the lesson plans that somebody may read; with a permission: those over which they hold it as well."""
    agency = "course__agency"
    shown = Q(state__in=READABLE) & _where(user, P.CURRICULUM_PLAN_READ, agency)
    inward = Q(release_class__in=OUTWARD) | _where(user, P.CURRICULUM_MATERIAL_READ, agency)
    drafts = _where(user, P.CURRICULUM_PLAN_READ_DRAFT, agency)
    not_sealed = ~Q(release_class=ReleaseClass.SEALED)
    plans = LessonPlan.objects.filter(
        (shown & inward & not_sealed) | (drafts & not_sealed) | _where_sealed(user, agency)
    )
    return plans if permission is None else plans.filter(_where(user, permission, agency))


def materials_visible_to(user: Visitor, permission: Permission | None = None) -> QuerySet[Material]:
    """Return the materials that somebody may open, of the plans that they may read."""
    agency = "plan__course__agency"
    inward = Q(release_class=ReleaseClass.AGENCY) & _where(user, P.CURRICULUM_MATERIAL_READ, agency)
    return Material.objects.filter(
        Q(release_class__in=OUTWARD) | inward | _where_sealed(user, agency),
        plan__in=plans_visible_to(user, permission).values("pk"),
    )


def instructors_visible_to(
    user: Visitor, permission: Permission = P.CURRICULUM_INSTRUCTOR_READ
) -> QuerySet[Instructor]:
    """Return the instructors over whom somebody holds a permission."""
    return Instructor.objects.filter(_where(user, permission, "agency"))


def certifications_visible_to(
    user: Visitor, permission: Permission = P.CURRICULUM_INSTRUCTOR_WRITE
) -> QuerySet[InstructorCertification]:
    """Return the certifications, of every version, over which somebody holds a permission."""
    return InstructorCertification.lines.filter(_where(user, permission, "instructor__agency"))


def agencies_to_add_to(user: Visitor, permission: Permission) -> QuerySet[Agency]:
    """Return the agencies for which somebody may add a course or an instructor."""
    return agencies_where(user, permission)


def may_write_course(user: Visitor, course: Course) -> bool:
    """Return whether somebody may change a course and its codes."""
    return courses_visible_to(user, P.CURRICULUM_COURSE_WRITE).filter(pk=course.pk).exists()


def may_write_plans_of(user: Visitor, course: Course) -> bool:
    """Return whether somebody may write lesson plans of a course."""
    return courses_visible_to(user, P.CURRICULUM_PLAN_WRITE).filter(pk=course.pk).exists()


def may_write_instructor(user: Visitor, instructor: Instructor) -> bool:
    """Return whether somebody may change an instructor and their certifications."""
    return instructors_visible_to(user, P.CURRICULUM_INSTRUCTOR_WRITE).filter(pk=instructor.pk).exists()


def holds_in_agency(user: Visitor, permission: Permission, agency: Agency) -> bool:
    """Return whether somebody holds a permission in an agency as a whole."""
    return may_in_agency(user, permission, agency)
