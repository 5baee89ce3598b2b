"""Issuing and changing a recommendation, making a step with it, and what is attached and linked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course, LessonPlan
from muster.events.models import Practice
from muster.oversight.actions.issuing import SAID
from muster.oversight.actions.moves import Said
from muster.oversight.enums import RecommendationState
from muster.oversight.lifecycle import Move
from muster.oversight.models import Issuer, Milestone, Recommendation
from muster.standards.forms.choices import DateInput


def lines(number: int) -> forms.Textarea:
    """Return a field of so many lines."""
    return forms.Textarea(attrs={"rows": number})


class Thing(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes none when the program runs
    """One of the things offered. A key that no database holds names none of them; Django would ask the database."""

    def to_python(self, value: Any) -> Any:
        """Return the thing; what is no key, or a longer one than a database holds, names nothing."""
        if value and (not str(value).isdecimal() or len(str(value)) > 17):
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
        return super().to_python(value)


class RecommendationForm(forms.ModelForm[Recommendation]):
    """What a body recommends. ``issuers``: those in whose name one issues; None where it was issued already."""

    issuer = Thing(Issuer.objects.none(), label=_("In the name of"), empty_label=None)
    reason = forms.CharField(label=_("Why it is changed"), max_length=2_000, widget=lines(2))
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """In the order in which a report says it."""

        model = Recommendation
        fields = SAID
        widgets = {
            "issued_on": DateInput(),
            "respond_by": DateInput(),
            "text": lines(5),
            "rationale": lines(3),
            "evidence": lines(3),
        }
        help_texts = {
            "number": _("As it stands in the report, such as 2026-14."),
            "respond_by": _("Leave it empty for the days that the body gives by its own rules."),
            "addressed_to": _("The post or the unit that is asked, such as the training director."),
        }

    field_order = ("issuer",)

    def __init__(self, *args: Any, issuers: QuerySet[Issuer] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respond_by"].required = False
        if issuers is None:
            del self.fields["issuer"]
            self.fields["respond_by"].required = True
            # words that were sent while it was acknowledged are kept on the page
            if self.instance.state != RecommendationState.ISSUED and "text" not in self.data:
                for name in set(SAID) - {"respond_by"}:
                    del self.fields[name]
        else:
            del self.fields["reason"]
            self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # a choice of models

    def _post_clean(self) -> None:
        """Leave the model's own checks to the action: the clocks are set there."""


class StepForm(forms.Form):
    """What is said with one step: only the fields that the step asks for."""

    response = forms.CharField(label=_("Answer"), max_length=8_000, widget=lines(4))
    decline_reason = forms.CharField(
        label=_("Reason"),
        max_length=4_000,
        help_text=_("Why it is declined, or which part is. It stays visible to everybody who reads this."),
        widget=lines(3),
    )
    plan = forms.CharField(label=_("Plan"), max_length=8_000, widget=lines(4))
    owner = forms.CharField(
        label=_("Owner"),
        max_length=200,
        help_text=_("The post that answers for it, such as training director."),
    )
    finish_by = forms.DateField(label=_("Done by"), widget=DateInput())
    respond_by = forms.DateField(label=_("Answer by"), widget=DateInput())
    reason = forms.CharField(
        label=_("In words"),
        max_length=4_000,
        help_text=_("Everybody who reads the recommendation reads this."),
        widget=lines(3),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - move.needs - move.takes - {"edition"}:
            del self.fields[name]
        for name in move.takes:
            self.fields[name].required = False

    def said(self) -> Said:
        """Return what was said."""
        return Said(**{name: value for name, value in self.cleaned_data.items() if name != "edition"})


class PlanForm(forms.ModelForm[Recommendation]):
    """The plan that holds from now on, and why it changes."""

    reason = forms.CharField(label=_("Why it changes"), max_length=2_000, widget=lines(2))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        """What, who, until when."""

        model = Recommendation
        fields = ("plan", "owner", "finish_by")
        widgets = {"plan": lines(4), "finish_by": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].required = True

    def _post_clean(self) -> None:
        """Leave the model's own checks to the action."""


class MilestoneForm(forms.ModelForm[Milestone]):
    """A step of the plan."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        """What and until when."""

        model = Milestone
        fields = ("title", "due_on")
        widgets = {"due_on": DateInput()}


class ReachedForm(forms.Form):
    """A milestone was reached."""

    done_on = forms.DateField(label=_("Reached on"), widget=DateInput())
    note = forms.CharField(label=_("How one sees it"), max_length=2_000, widget=lines(3))
    edition = forms.IntegerField(widget=forms.HiddenInput)


class AttachForm(forms.Form):
    """A file, and what it shows."""

    file = forms.FileField(label=_("File"))
    note = forms.CharField(label=_("What it shows"), max_length=300, required=False)


class LinkForm(forms.Form):
    """What a recommendation is about, or was met by: one of the things the reader may see."""

    course = Thing(Course.objects.none(), label=_("Course"), required=False)
    lesson_plan = Thing(LessonPlan.objects.none(), label=_("Lesson plan"), required=False)
    practice = Thing(Practice.objects.none(), label=_("Practice"), required=False)
    policy = forms.CharField(label=_("Policy, by number and name"), max_length=200, required=False)

    def __init__(self, *args: Any, offered: dict[str, QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, things in offered.items():
            self.fields[name].queryset = things  # type: ignore[attr-defined]  # a choice of models
