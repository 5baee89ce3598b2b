"""What every form of something that two people may edit has."""

from __future__ import annotations

from typing import Any

from django import forms


class SeenForm(forms.Form):
    """Carries a mark of what its reader was shown (``content.seen``), to tell whether somebody else saved since."""

    seen = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def show_again(self, mark: str) -> None:
        """Send the newer mark along with what was typed, so that saving once more is a decision."""
        typed: Any = self.data
        data = typed.copy()
        data[self.add_prefix("seen")] = mark
        self.data = data

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, without the mark."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
