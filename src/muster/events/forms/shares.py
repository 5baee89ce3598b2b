"""Bringing it to those who stayed: done, confirmed or waived; bulletins with questions; the course of a lesson plan."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.events.bulletins import as_text, questions_in
from muster.events.enums import ShareKind
from muster.events.forms.reports import lines
from muster.events.models import Bulletin, Share
from muster.ledger.refusals import Refused
from muster.records.models import Session
from muster.roster.models import Unit
from muster.standards.forms.choices import DateInput


class SessionChoice(forms.ModelChoiceField[Session]):
    """One of the classes, which have the day of their first meeting as ``first``: many are of one course."""

    def label_from_instance(self, session: Any) -> str:
        """Return the course of a class with its first day, where the agency is."""
        if session.first is None:
            return str(session)
        day = timezone.localdate(session.first, ZoneInfo(session.agency.time_zone))
        return f"{session} · {date_format(day, 'j M Y')}"


class ShareForm(forms.ModelForm[Share]):
    """What was done: how, for whom, when, with how many people, and its proof."""

    file = forms.FileField(
        label=_("Proof"), required=False, help_text=_("A sign-in sheet, a photograph of the board, the memo.")
    )

    class Meta:
        """In the order in which one tells it."""

        model = Share
        fields = ("kind", "audience", "done_on", "people_reached", "note", "session")
        field_classes = {"session": SessionChoice}
        widgets = {"done_on": DateInput(), "note": lines(3)}
        help_texts = {
            "people_reached": _("Empty: those on the roll of the class, or who has read the bulletin."),
            "session": _("Where it was a class of ours."),
        }

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teaches = self.instance.kind == ShareKind.TEACH
        kind: Any = self.fields["kind"]
        kind.choices = [choice for choice in ShareKind.choices if (choice[0] == ShareKind.TEACH) == teaches]
        session: Any = self.fields["session"]
        session.queryset = sessions
        session.label = _("The class that you taught")
        session.required = teaches
        self.fields["done_on"].required = True
        self.initial["done_on"] = self.initial.get("done_on") or timezone.localdate()

    def validate_constraints(self) -> None:
        """Leave it to the action, which counts those who were reached where it can."""


class SharePlanForm(forms.ModelForm[Share]):
    """Another way to share."""

    class Meta:
        """How, for whom, until when."""

        model = Share
        fields = ("kind", "audience", "due_on")
        widgets = {"due_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [choice for choice in ShareKind.choices if choice[0] != ShareKind.TEACH]


class ShareDecisionForm(forms.Form):
    """Confirm a sharing, say what is missing, or release from it."""

    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        help_text=_("Needed unless you confirm. Who shares reads it."),
    )

    def __init__(self, *args: Any, done: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("waive", _("Release from it"))]
        if done:
            choices = [("confirm", _("Confirm")), ("return", _("Send back")), *choices]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]  # a choice


class LessonForm(forms.Form):
    """The course whose lesson plan it is to be."""

    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"))

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses.order_by("title", "pk")  # type: ignore[attr-defined]  # a choice of models


class QuestionsField(forms.CharField):
    """Questions as one writes them: each with its answers below, a star before the right one."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        """Return the questions as the bulletin keeps them."""
        text = super().clean(value)
        try:
            return questions_in(str(text or ""))
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def prepare_value(self, value: Any) -> Any:
        """Show questions as one writes them."""
        return as_text(value) if isinstance(value, list) else value


class BulletinForm(forms.ModelForm[Bulletin]):
    """A page to read, with questions."""

    questions = QuestionsField(
        label=_("Questions"),
        required=False,
        widget=lines(8),
        help_text=_(
            "The question, then each answer on a line of its own, with a star before the right one. An empty line ends "
            "a question. Ten at most."
        ),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """What it says, what it asks, whom it is for."""

        model = Bulletin
        fields = ("title", "text", "questions", "unit")
        widgets = {"text": lines(12)}

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        unit.label = _("For")
        unit.empty_label = _("everybody in the agency")


class AnswersForm(forms.Form):
    """The questions of a bulletin, each with its answers to choose from."""

    def __init__(self, *args: Any, questions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, start=1):
            self.fields[f"answer_{number}"] = forms.TypedChoiceField(
                label=question.question,
                choices=list(enumerate(question.answers)),
                coerce=int,
                widget=forms.RadioSelect,
            )

    def given(self) -> list[int | None]:
        """Return the answers in the order of the questions."""
        return [self.cleaned_data.get(name) for name in self.fields]
