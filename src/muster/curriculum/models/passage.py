"""What the search reads: one text for each course, lesson plan and material."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models.course import Course
from muster.curriculum.models.plan import LessonPlan, Material


class Passage(models.Model):
    """The words of one thing, gathered from all of its tables. A copy that ``search.rebuild`` makes anew at any time.

    The databases keep their own index beside this table and in step with it (``migrations/0002``).
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, null=True, related_name="passage")
    plan = models.OneToOneField(LessonPlan, on_delete=models.CASCADE, null=True, related_name="passage")
    material = models.OneToOneField(Material, on_delete=models.CASCADE, null=True, related_name="passage")
    title = models.TextField()
    body = models.TextField(blank=True)

    class Meta:
        """Of one thing each."""

        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(course__isnull=False, plan__isnull=True, material__isnull=True)
                    | Q(course__isnull=True, plan__isnull=False, material__isnull=True)
                    | Q(course__isnull=True, plan__isnull=True, material__isnull=False)
                ),
                name="curriculum_passage_of_one_thing",
                violation_error_message=_("A passage is of one thing."),
            ),
        )

    def __str__(self) -> str:
        return self.title
