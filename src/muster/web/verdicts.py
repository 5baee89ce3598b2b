"""How the eight verdicts look and are called on pages. Each has a word and an icon; colour only helps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class VerdictSign:
    """A verdict for people: a word, an icon of the design system, a tone, and what it means."""

    word: str | Promise
    icon: str
    tone: str
    meaning: str | Promise


VERDICT_SIGNS = {
    "overdue": VerdictSign(_("overdue"), "error", "bad", _("The day it was due is past.")),
    "in_grace": VerdictSign(
        _("in grace"), "hourglass_empty", "warn", _("It was due; the rule allows some days more.")
    ),
    "cannot_tell": VerdictSign(
        _("cannot tell"), "help", "off", _("A fact that decides is missing, or the rule is not confirmed.")
    ),
    "due_soon": VerdictSign(
        _("due soon"), "schedule", "warn", _("Something is missing, and the day is near.")
    ),
    "not_yet_due": VerdictSign(
        _("not yet due"), "event", "wait", _("Something is missing, and there is time.")
    ),
    "excused": VerdictSign(
        _("excused"), "verified_user", "off", _("A waiver, an extension or leave covers it.")
    ),
    "met": VerdictSign(_("met"), "check_circle", "good", _("Everything asked for is done.")),
    "not_applicable": VerdictSign(
        _("does not apply"), "remove", "off", _("The rule does not bind this person.")
    ),
}
