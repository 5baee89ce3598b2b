"""Forms of training records: enter, correct, hand in, decide, dispute, hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.core.importing.values import read_minutes
from muster.curriculum.models import Course
from muster.records.enums import Origin, Outcome, RecordStatus
from muster.records.models import Hold, Record, Session
from muster.roster.forms import Day
from muster.roster.models import Agency, Person

_ACHIEVED = [(o.value, o.label) for o in Outcome]


class HoursField(forms.Field):
    """Hours as people type them (1.5 or 1:30), kept as whole minutes."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> int | None:
        """Return whole minutes; none where nothing was typed and nothing has to be."""
        text = str(value or "").strip()
        if not text:
            return None if self.required else 0
        minutes, problem = read_minutes(text, hours=True)
        if minutes is None or problem:
            raise forms.ValidationError(_("Type hours such as 4, 1.5 or 1:30, in whole minutes."))
        return minutes

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as hours and minutes."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value


class RecordForm(forms.ModelForm[Record]):
    """What a record says."""

    completed_on = forms.DateField(label=_("Completed on"), widget=Day())
    minutes = HoursField(label=_("Hours of credit"), required=False, help_text=_("Such as 4, 1.5 or 1:30."))
    expires_on = forms.DateField(label=_("Valid until"), widget=Day(), required=False)

    class Meta:
        """The course, or its title where it is none of ours."""

        model = Record
        fields = (
            "course",
            "title",
            "completed_on",
            "minutes",
            "outcome",
            "delivery",
            "provider",
            "item",
            "score",
            "expires_on",
        )

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Only where the course is none of ours, or its title was another.")

    def clean(self) -> dict[str, Any]:
        """Ask for a course or a title."""
        cleaned = super().clean() or {}
        if not cleaned.get("course") and not cleaned.get("title"):
            self.add_error("title", _("Choose a course, or give the title of the training."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as it is: an action writes a new line and checks it."""


class EnterForm(RecordForm):
    """A new record about somebody."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))

    def __init__(
        self, *args: Any, people: QuerySet[Person], agencies: QuerySet[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0]
        self.order_fields(["person", "agency"])


class CorrectForm(RecordForm):
    """A correction, with its reason."""

    reason = forms.CharField(
        label=_("Why is this corrected?"),
        max_length=500,
        help_text=_("The old entry stays in the history, with this reason beside the new one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completed_on"].required = self.instance.completed_on is not None

    def changes(self) -> dict[str, Any]:
        """Return what differs from the line that is corrected."""
        return {
            name: self.cleaned_data[name]
            for name in RecordForm.Meta.fields
            if self.cleaned_data[name] != getattr(self.instance, name)
        }


class OutsideForm(RecordForm):
    """Training done elsewhere, with its certificate."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    file = forms.FileField(
        label=_("Certificate"), help_text=_("PDF or a picture. What the file really is counts, not its name.")
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0]
        self.fields["minutes"].required = True  # a training without hours would count as none
        self.fields["outcome"].choices = [c for c in _ACHIEVED if c[0] in ("completed", "passed", "attended")]  # type: ignore[attr-defined]  # a choice
        if again:
            del self.fields["agency"]
            self.fields["file"].required = False
            self.fields["reason"] = forms.CharField(label=_("What did you put right?"), max_length=500)


class DecideForm(forms.Form):
    """Approve or refuse."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[("verify", _("Approve")), ("refuse", _("Refuse"))],
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        help_text=_("Needed to refuse: the officer reads it."),
    )


class DisputeForm(forms.Form):
    """What is wrong with a record."""

    claim = forms.CharField(
        label=_("What is wrong?"),
        widget=forms.Textarea,
        max_length=4_000,
        help_text=_("Say what would be right, and how it can be seen."),
    )


class AnswerForm(CorrectForm):
    """The answer to a dispute; where the officer is right, what is right."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("stands", _("The record stands as it is")),
            ("corrected", _("The record was wrong: it becomes what is typed below")),
            ("withdrawn", _("The record should not be there: it is taken back")),
        ],
    )
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea, max_length=4_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.order_fields(["decision", "answer"])


class HoldForm(forms.ModelForm[Hold]):
    """What is to be kept as it is."""

    class Meta:
        """Nothing named is the whole agency."""

        model = Hold
        fields = ("agency", "kind", "reason", "person", "course", "session")
        labels = {
            "agency": _("Agency"),
            "person": _("Person"),
            "course": _("Course"),
            "session": _("Session"),
        }
        help_texts = {
            "reason": _("Who is refused a correction is shown this."),
            "person": _(
                "Person, course and session narrow it down together. With none of them, the whole agency is held."
            ),
        }

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        people: QuerySet[Person],
        courses: QuerySet[Course],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        sessions = Session.objects.filter(agency__in=agencies).select_related("course")
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a choice of models
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0]

    def _post_clean(self) -> None:
        """Leave the checks to the action."""


class FilterForm(forms.Form):
    """What a list of records is narrowed down to."""

    q = forms.CharField(label=_("Title, course code or name"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    origin = forms.ChoiceField(label=_("How it came here"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=Day())
    until = forms.DateField(label=_("To"), required=False, widget=Day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("All")), *RecordStatus.choices]  # type: ignore[attr-defined]  # a choice
        self.fields["origin"].choices = [("", _("All")), *Origin.choices]  # type: ignore[attr-defined]  # a choice

    def asked(self) -> dict[str, Any]:
        """Return what can be read; a day that is none narrows nothing down."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FileQuestionForm(forms.Form):
    """As of which day, and as known on which."""

    as_of = forms.DateField(label=_("As of"), required=False, widget=Day())
    known_at = forms.DateField(label=_("As it was known on"), required=False, widget=Day())
