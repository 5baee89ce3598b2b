"""What people fill in about rules, courses and exceptions."""

from muster.standards.forms.adoptions import AdoptForm, EndForm, ReasonForm
from muster.standards.forms.approvals import ApproveForm
from muster.standards.forms.excuses import DecideForm, OwnTimeForm, ProposeForm
from muster.standards.forms.what_if import WhatIfForm

__all__ = [
    "AdoptForm",
    "ApproveForm",
    "DecideForm",
    "EndForm",
    "OwnTimeForm",
    "ProposeForm",
    "ReasonForm",
    "WhatIfForm",
]
