"""Which lesson plans need a consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from muster.community.enums import Group
from muster.community.models import ConsultationRule
from muster.curriculum.topics import topics
from muster.standards.forms.choices import DateInput


def _topic_choices() -> list[tuple[str, str]]:
    return list(topics().items())


class RuleForm(forms.ModelForm[ConsultationRule]):
    """A rule, from a day on."""

    topics = forms.MultipleChoiceField(
        label=_("Subjects"),
        choices=lazy(_topic_choices, list)(),  # read when the form is shown
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every subject."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups to invite"),
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        """For which subjects, what is asked, where that is written."""

        model = ConsultationRule
        fields = (
            "topics", "groups", "days_open", "gatherings", "answer_days", "interim_days", "most_an_hour", "source",
            "start",
        )  # fmt: skip
        widgets = {"start": DateInput()}


class EndForm(forms.Form):
    """The last day of a rule."""

    end = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = forms.Textarea(attrs={"rows": 2})
