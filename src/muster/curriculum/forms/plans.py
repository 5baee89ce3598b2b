"""Lesson plans: their texts, their parts row by row, the steps they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.curriculum.content import TEXTS
from muster.curriculum.enums import Instrument, Method, ObjectiveKind, ReferenceKind
from muster.curriculum.forms.seen import SeenForm
from muster.curriculum.lifecycle import Move
from muster.curriculum.models import Assessment, Block, LessonPlan, Objective, Reference
from muster.curriculum.models.plan import MOST_LETTERS
from muster.roster.forms import Day

MOST_ROWS: Final = 100


class TextsForm(SeenForm, forms.ModelForm[LessonPlan]):
    """The texts of a plan."""

    class Meta:
        """In the order of the page."""

        model = LessonPlan
        fields = TEXTS
        help_texts = {
            "goal": _("One or two sentences: what will be different on the street?"),
            "safety_plan": _(
                "Needed where somebody can be hurt: safety officer, checks, what happens after an injury."
            ),
            "refresh_after_months": _("What is not repeated is forgotten."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4


class StartForm(forms.Form):
    """The first version of a lesson plan."""

    goal = forms.CharField(
        label=_("Goal"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One or two sentences: what will be different on the street?"),
    )
    idea = forms.BooleanField(label=_("It is only an idea so far"), required=False)


class NewVersionForm(forms.Form):
    """A copy that may be changed."""

    change_note = forms.CharField(
        label=_("What is to change, and why"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("It stays beside the new version."),
    )


class ReleaseForm(forms.ModelForm[LessonPlan]):
    """Who may see a version."""

    reason = forms.CharField(label=_("Why?"), max_length=500)

    class Meta:
        """One field and its reason."""

        model = LessonPlan
        fields = ("release_class",)


class StepForm(forms.Form):
    """What a step asks for; fields that it does not need are not there."""

    until = forms.DateField(label=_("Approved for now until"), widget=Day())
    effective = forms.DateField(label=_("In use from"), widget=Day())
    next_review = forms.DateField(label=_("Next review"), widget=Day())
    trigger = forms.CharField(
        label=_("Why is it under review?"),
        max_length=200,
        help_text=_("A new law, a policy, an incident, a lawsuit, an audit, an evaluation, new equipment."),
    )
    note = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in move.needs and name != "note":
                del self.fields[name]
        self.fields["note"].required = "note" in move.needs


# ── parts, row by row ────────────────────────────────────────────────────────────────────────────


class RowForm(forms.Form):
    """A row of a part. ``pk`` is the row's key where it was saved before."""

    pk = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, objectives: Sequence[Objective] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(objective.pk): objective for objective in objectives}
        choices = [
            (objective.pk, f"{number}. {objective.text[:120]}")
            for number, objective in enumerate(objectives, start=1)
        ]
        for name, field in self.fields.items():
            if name in {"objectives", "leads_to"}:
                chosen: Any = field
                chosen.choices = [("", "–"), *choices] if name == "leads_to" else choices

    def clean_objectives(self) -> list[Objective]:
        """Return the objectives themselves."""
        return [self.known[key] for key in self.cleaned_data["objectives"]]

    def clean_leads_to(self) -> Objective | None:
        """Return the objective itself."""
        return self.known.get(self.cleaned_data["leads_to"])


def _linked() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Serves the objectives"), required=False, widget=forms.CheckboxSelectMultiple()
    )


def _long(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 3}),
        **{"required": False, **kwargs},
    )


class ObjectiveForm(RowForm):
    """What a learner can do afterwards."""

    text = _long(
        _("Objective"),
        required=True,
        help_text=_("The task, under which conditions, how well: something one can see."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ObjectiveKind, initial=ObjectiveKind.KNOWLEDGE)
    source = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)
    leads_to = forms.ChoiceField(label=_("Leads to"), required=False)


class BlockForm(RowForm):
    """A stretch of the class."""

    title = forms.CharField(label=_("Title"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    method = forms.ChoiceField(label=_("Method"), choices=Method, initial=Method.LECTURE)
    content = _long(_("Content"))
    key_points = _long(_("Key points"))
    objectives = _linked()


class AssessmentForm(RowForm):
    """How it is found out whether objectives were reached."""

    title = forms.CharField(label=_("Title"), max_length=200)
    instrument = forms.ChoiceField(label=_("Instrument"), choices=Instrument, initial=Instrument.WRITTEN)
    pass_mark = forms.IntegerField(
        label=_("Pass mark, in percent"), min_value=0, max_value=100, required=False
    )
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=20, initial=2)
    remediation = _long(_("What happens after failing"))
    objectives = _linked()


class ReferenceForm(RowForm):
    """What the plan rests on."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=ReferenceKind, initial=ReferenceKind.LAW)
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https")
    dated = forms.DateField(label=_("As of"), required=False, widget=Day())


class RowSet(forms.BaseFormSet[Any]):
    """The rows of a part. One that was left empty is none."""

    def initial_form_count(self) -> int:
        """Count none once it is sent back, so that any row may be left empty."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was typed, in order, without the empty ones."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("title") or form.cleaned_data.get("text")
        ]

    def typed(self) -> list[dict[str, Any]]:
        """Return what stands in each row as it came, right or wrong, to be shown again in another order."""
        return [
            {name: form[name].data for name in form.fields if form[name].data not in (None, "", [])}
            for form in self.forms
        ]


ROW_FORMS: Final[dict[str, tuple[type[RowForm], type[Any]]]] = {
    "objectives": (ObjectiveForm, Objective),
    "blocks": (BlockForm, Block),
    "assessments": (AssessmentForm, Assessment),
    "references": (ReferenceForm, Reference),
}


def row_set(
    part: str, plan: LessonPlan, data: Any = None, initial: Sequence[Mapping[str, Any]] | None = None
) -> RowSet:
    """Return the rows of a part as a form: as they are saved, as ``initial`` says, or as ``data`` brings them back."""
    form, _model = ROW_FORMS[part]
    made = forms.formset_factory(
        form, formset=RowSet, extra=0, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS + 1
    )
    if data is None and initial is None:
        initial = saved_rows(part, plan)
    rows: Any = made(
        data, initial=initial, prefix="row", form_kwargs={"objectives": list(plan.objectives.all())}
    )
    found: RowSet = rows  # the factory does not say so
    return found


def saved_rows(part: str, plan: LessonPlan) -> list[dict[str, Any]]:
    """Return the rows of a part as its form shows them."""
    form, _model = ROW_FORMS[part]
    names = [name for name in form.base_fields if name not in {"objectives", "leads_to"}]
    rows = getattr(plan, part).all()
    if "objectives" in form.base_fields:
        rows = rows.prefetch_related("objectives")
    found = []
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        if "objectives" in form.base_fields:
            values["objectives"] = [objective.pk for objective in row.objectives.all()]
        if "leads_to" in form.base_fields:
            values["leads_to"] = row.leads_to_id
        found.append(values)
    return found
