"""Forms of imports: the file, its columns, who is who, what is to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muster.records.enums import Outcome
from muster.records.models import Batch, ImportProfile
from muster.records.queries.imports.columns import columns_of
from muster.records.queries.imports.deciding import makes_courses, makes_people
from muster.records.queries.imports.reading import LEFT_OUT
from muster.roster.forms import Day
from muster.roster.matching import IS_NEW, IS_NOBODY, Match, Why
from muster.roster.models import Agency

WHYS = {
    Why.NAME_AND_DAY: _("The same name and first day, but not the number."),
    Why.OTHER_NAME: _("The number is somebody's whose name is another."),
    Why.ELSEWHERE: _("The state id is somebody's whom only another agency knows so far."),
}


class UploadForm(forms.Form):
    """A file, and what it holds."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    kind = forms.ChoiceField(label=_("What it holds"), choices=Batch.Kind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"), help_text=_("CSV, Excel (.xlsx), JSON, or a saved web page with a table.")
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0]


class ColumnsForm(forms.Form):
    """What each column means. The fields ``c1``, ``c2`` ... stand in the order of the file."""

    date_format = forms.ChoiceField(
        label=_("Days are written"),
        required=False,
        choices=[
            ("", _("find out")),
            ("mdy", _("month first (5/31/2026)")),
            ("dmy", _("day first (31/5/2026)")),
            ("ymd", _("year first (2026-05-31)")),
        ],
    )
    sheet = forms.CharField(label=_("Sheet or table"), required=False, max_length=100)
    header_row = forms.IntegerField(
        label=_("Row of the headers"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Empty: find out. 0: there is none."),
    )
    profile_name = forms.CharField(
        label=_("Remember this way of reading as"),
        required=False,
        max_length=80,
        help_text=_("Such as the name of the system the file came from. Empty: do not remember it."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        headers: Sequence[str] = (),
        examples: Mapping[str, Sequence[str]] | None = None,
        proposed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._headers = list(headers)
        choices = [("", _("not read")), *columns_of(kind).items(), (LEFT_OUT, _("left out on purpose"))]
        for place, header in enumerate(self._headers, 1):
            shown = ", ".join(text[:40] for text in (examples or {}).get(header, ())[:3])
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=header[:100],
                choices=choices,
                required=False,
                initial=(proposed or {}).get(header, ""),
                help_text=shown,
            )
        self.order_fields([f"c{place}" for place in range(1, len(self._headers) + 1)])

    def clean(self) -> dict[str, Any]:
        """Say beside both fields where two columns are taken for the same."""
        cleaned = super().clean() or {}
        first: dict[str, str] = {}
        for place in range(1, len(self._headers) + 1):
            ours = cleaned.get(f"c{place}", "")
            if ours in ("", LEFT_OUT):
                continue
            if ours in first:
                self.add_error(f"c{place}", _("Another column is taken for the same."))
            first.setdefault(ours, f"c{place}")
        return cleaned

    def columns(self) -> dict[str, str]:
        """Return header -> what it means."""
        return {header: self.cleaned_data[f"c{place}"] for place, header in enumerate(self._headers, 1)}

    def options(self) -> dict[str, Any]:
        """Return the other answers for the importer."""
        return {name: self.cleaned_data[name] for name in ("date_format", "sheet", "header_row")}


class ProfileForm(forms.Form):
    """A saved way of reading."""

    profile = forms.ModelChoiceField(ImportProfile.objects.none(), label=_("Read it as"))

    def __init__(self, *args: Any, profiles: QuerySet[ImportProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = profiles  # type: ignore[attr-defined]  # a choice of models


class AnswersForm(forms.Form):
    """What may be made, what is left out, from when ranks and units hold, and what unknown words mean."""

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found, said = batch.findings, batch.answers
        new = found.get("people", {}).get("new", 0)
        if new or said.get("make_people"):
            self.fields["make_people"] = forms.BooleanField(
                label=ngettext(
                    "Add the %(number)d person whom nobody here knows",
                    "Add the %(number)d people whom nobody here knows",
                    new,
                )
                % {"number": new},
                required=False,
                initial=makes_people(batch),
                help_text=_(
                    "They have a number and a whole name in the file. Look at them first, under People."
                ),
            )
        if batch.kind == Batch.Kind.ROSTER:
            self.fields["facts_from"] = forms.DateField(
                label=_("Ranks and units without a day hold from"),
                required=False,
                widget=Day(),
                initial=said.get("facts_from"),
                help_text=_("Empty: from today, since the file does not say what was before."),
            )
            return
        self._for_records(batch, found, said)

    def _for_records(self, batch: Batch, found: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        courses = found.get("courses", {}).get("new", 0)
        if courses or said.get("make_courses"):
            self.fields["make_courses"] = forms.BooleanField(
                label=ngettext(
                    "Add the %(number)d course that nobody here knows",
                    "Add the %(number)d courses that nobody here knows",
                    courses,
                )
                % {"number": courses},
                required=False,
                initial=makes_courses(batch),
                help_text=_("Without topics: what they count for, you say under Courses."),
            )
        self.fields["leave_known"] = forms.BooleanField(
            label=_("Leave out what is recorded already"),
            required=False,
            initial=said.get("leave_known", True),
            help_text=_("The same person, day, course, hours and outcome. What is left out is listed."),
        )
        outcomes = [("", _("not known")), *Outcome.choices]
        for place, word in enumerate(found.get("outcomes", []), 1):
            label = _("“%(word)s” means") % {"word": word} if word else _("No outcome means")
            self.fields[f"o{place}"] = forms.ChoiceField(label=label, choices=outcomes, required=False)
        self._words = list(found.get("outcomes", []))

    def answers(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        cleaned = self.cleaned_data
        given: dict[str, Any] = {
            name: cleaned[name] for name in ("make_people", "make_courses", "leave_known") if name in cleaned
        }
        if "facts_from" in cleaned:
            given["facts_from"] = cleaned["facts_from"].isoformat() if cleaned["facts_from"] else ""
        words = {word: cleaned.get(f"o{place}") for place, word in enumerate(getattr(self, "_words", []), 1)}
        outcomes = {word: outcome for word, outcome in words.items() if outcome}
        return {**given, "outcomes": outcomes} if outcomes else given


class WhoForm(forms.Form):
    """Who somebody in the file is."""

    def __init__(self, *args: Any, asked: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for match in asked:
            one = match.described
            choices: list[tuple[str, Any]] = [("", _("not decided yet"))]
            choices += [
                (str(person.pk), _("yes, %(name)s") % {"name": person}) for person in match.candidates
            ]
            if match.why == Why.NAME_AND_DAY and one.number and one.given_name and one.family_name:
                choices.append((IS_NEW, _("no, somebody new")))
            choices.append((IS_NOBODY, _("none of us: set the rows aside")))
            label = " · ".join(
                filter(None, (one.name, one.number, one.hired_on.isoformat() if one.hired_on else ""))
            )
            self.fields[one.key] = forms.ChoiceField(
                label=label, choices=choices, required=False, help_text=WHYS[match.why] if match.why else ""
            )

    def who(self) -> dict[str, str]:
        """Return key -> what was decided."""
        return dict(self.cleaned_data)


class AcceptForm(forms.Form):
    """Bring it in, or try it first."""

    again = forms.BooleanField(
        label=_("Bring it in again: every row shall stand twice"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, seen_before: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seen_before:
            # it stands below the form of the answers, and is sent with it
            self.fields["again"].widget = forms.CheckboxInput(attrs={"form": "answers"})
        else:
            del self.fields["again"]


class SecondPersonForm(forms.Form):
    """Confirm or refuse a file with old records."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[("confirm", _("Confirm: the records count from now on")), ("refuse", _("Refuse"))],
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        required=False,
        help_text=_("Needed to refuse: who brought the file in reads it."),
    )
