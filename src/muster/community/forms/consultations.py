"""Planning a consultation, moving it, and whom it is to reach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.community.lifecycle import Move
from muster.community.models import Consultation, Gathering, InvitedGroup
from muster.curriculum.models import LessonPlan
from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput


def lines(rows: int) -> forms.Textarea:
    """Return a box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class ConsultationForm(forms.ModelForm[Consultation]):
    """What is asked about, in both languages, whom and for how long."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """A lesson plan or the text of a programme; the rest is the same for both."""

        model = Consultation
        fields = (
            "plan", "programme", "title", "title_es", "summary", "summary_es", "questions", "questions_es", "audience",
            "opens_on", "closes_on", "answers_by",
        )  # fmt: skip
        widgets = {
            "programme": lines(6),
            "summary": lines(4),
            "summary_es": lines(4),
            "questions": lines(3),
            "questions_es": lines(3),
            "audience": forms.RadioSelect,
            "opens_on": DateInput(),
            "closes_on": DateInput(),
            "answers_by": DateInput(),
        }
        help_texts = {
            "plan": _("People read it paragraph by paragraph, and can comment on each."),
            "programme": _("Where it is not about one lesson plan. An empty line ends a paragraph."),
            "summary": _("Short sentences, no abbreviations. It stands above the text."),
        }

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], plans: QuerySet[LessonPlan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["agency"]
        where.queryset = agencies
        if len(agencies) == 1:
            where.widget, where.initial = forms.HiddenInput(), agencies[0]
        if self.instance.pk or not agencies:
            del self.fields["agency"]
        if not self.instance.pk:
            del self.fields["edition"]
        about: Any = self.fields["plan"]
        about.queryset = plans.select_related("course").order_by("course__title", "-version")
        audience: Any = self.fields["audience"]
        audience.choices = [choice for choice in audience.choices if choice[0]]
        self.order_fields(["agency"])


class MoveForm(forms.Form):
    """One step of a consultation, with what has to be said for it."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "closes_on" in move.needs:
            self.fields["closes_on"] = forms.DateField(
                label=_("New last day for comments"), widget=DateInput()
            )
        if "reason" in move.needs:
            self.fields["reason"] = forms.CharField(
                label=_("Why"), max_length=1_000, widget=lines(2), help_text=_("Everybody reads it.")
            )


class GroupForm(forms.ModelForm[InvitedGroup]):
    """A group of the reach plan."""

    class Meta:
        """Invited how, with which help; then who came."""

        model = InvitedGroup
        fields = ("group", "how_invited", "barriers", "came", "not_heard")
        widgets = {"how_invited": lines(2), "barriers": lines(2), "not_heard": lines(2)}
        help_texts = {"came": _("Leave it empty until it is known.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["group"]


class GatheringForm(forms.ModelForm[Gathering]):
    """A gathering that was held."""

    class Meta:
        """When, where, in which language, how many came."""

        model = Gathering
        fields = ("held_on", "place", "language", "came")
        widgets = {"held_on": DateInput()}


class ResultForm(forms.Form):
    """Which version came out of it."""

    plan = forms.ModelChoiceField(LessonPlan.objects.none(), label=_("The version that came out of it"))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plans: QuerySet[LessonPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Any = self.fields["plan"]
        plan.queryset = plans
