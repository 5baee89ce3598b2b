"""Files of a lesson plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Material


class MaterialForm(forms.ModelForm[Material]):
    """A file that is handed in, and what is known of it."""

    file = forms.FileField(label=_("File"), max_length=500, widget=forms.FileInput())

    class Meta:
        """In the order of the page."""

        model = Material
        fields = ("title", "rights", "release_class")

    field_order = ("file", "title", "rights", "release_class")


class FileForm(forms.Form):
    """A newer file in the place of an older one."""

    file = forms.FileField(label=_("File"), max_length=500, widget=forms.FileInput())


class DescribeForm(forms.ModelForm[Material]):
    """Whose work a material is and who may see it."""

    reason = forms.CharField(label=_("Why?"), max_length=500)

    class Meta:
        """In the order of the page."""

        model = Material
        fields = ("rights", "release_class")
