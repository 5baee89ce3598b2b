"""Courses and their codes."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from muster.curriculum.forms.seen import SeenForm
from muster.curriculum.models import Course, CourseCode
from muster.curriculum.topics import topics
from muster.roster.forms import Day
from muster.roster.models import Agency

NONE_OF_THEM: Final = "-"


def topic_choices() -> list[tuple[str, Any]]:
    """Return the topics of the rulebook, and what says that none of them is taught."""
    return [*topics().items(), (NONE_OF_THEM, _("none of these"))]


class TopicsField(forms.MultipleChoiceField):
    """Topics of the rulebook. Nothing chosen: nobody has said yet; ``none of these`` is an answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lazy(topic_choices, list)(),  # read when the form is shown
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show an empty list as the answer that it is."""
        return [NONE_OF_THEM] if value == [] else value

    def clean(self, value: Any) -> list[str] | None:
        """Return codes, none of them, or None where nobody has said."""
        chosen: list[str] = super().clean(value)
        if not chosen:
            return None
        return sorted(code for code in chosen if code != NONE_OF_THEM)


class CoursesField(forms.CharField):
    """Courses of one agency by their codes, with commas between: there may be hundreds to choose from."""

    courses: QuerySet[Course] = Course.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Show courses as their codes."""
        if value is None or isinstance(value, str):
            return value
        return ", ".join(course.code for course in value)

    def clean(self, value: Any) -> list[Course]:
        """Return the courses. Raises ValidationError that names the codes nobody knows."""
        codes = [code.strip() for code in re.split(r"[,;\n]", super().clean(value)) if code.strip()]
        known = {course.code: course for course in self.courses.filter(code__in=codes)}
        strange = [code for code in codes if code not in known]
        if strange:
            raise forms.ValidationError(
                _("There is no course with the code %(codes)s."), params={"codes": ", ".join(strange)}
            )
        return [known[code] for code in dict.fromkeys(codes)]


class CourseForm(SeenForm, forms.ModelForm[Course]):
    """A course, new or changed."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    topics = TopicsField(
        label=_("Topics"),
        help_text=_(
            "Rules ask for topics. Choose all that the course teaches; leave it open until you know."
        ),
    )
    prerequisites = CoursesField(
        label=_("Needed before"),
        required=False,
        help_text=_("Codes of the courses that somebody must have done before, with commas between."),
    )

    class Meta:
        """In the order of the page."""

        model = Course
        fields = (
            "agency",
            "title",
            "code",
            "summary",
            "minutes",
            "delivery",
            "provider",
            "certified",
            "is_hazardous",
            "pass_mark",
            "topics",
            "prerequisites",
            "is_retired",
        )
        help_texts = {
            "minutes": _("Whole minutes: two hours are 120."),
            "is_hazardous": _("Such a course needs a safety plan."),
        }

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency_field: Any = self.fields["agency"]
        agency_field.queryset = agencies
        self.fields["summary"].widget.attrs["rows"] = 3
        if len(agencies) == 1:
            agency_field.initial = agencies[0]
        courses: Any = self.fields["prerequisites"]
        courses.courses = Course.objects.filter(agency__in=agencies)
        if self.instance.pk:
            del self.fields["agency"]
            courses.courses = Course.objects.filter(agency=self.instance.agency_id)
            self.initial["prerequisites"] = list(self.instance.prerequisites.all())
        else:
            del self.fields["seen"]
            del self.fields["is_retired"]

    def _save_m2m(self) -> None:
        """Nothing: an action writes."""


class CodeForm(forms.ModelForm[CourseCode]):
    """The number by which a jurisdiction knows a course; as a correction it needs a reason."""

    class Meta:
        """In the order of the page."""

        model = CourseCode
        fields = ("jurisdiction", "code", "minutes", "start", "end")
        widgets = {"start": Day(), "end": Day()}
        help_texts = {"jurisdiction": _("As in the rulebook: us-tx for Texas.")}

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("Why is this corrected?"), max_length=500)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why?"), max_length=500)
