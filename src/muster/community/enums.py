"""Words with fixed meanings about consultations."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsultationState(models.TextChoices):
    """Where a consultation stands. ``lifecycle.MOVES`` says what leads where."""

    PLANNED = "planned", _("planned")
    DROPPED = "dropped", _("given up before it opened")
    OPEN = "open", _("open for comments")
    EXTENDED = "extended", _("open for longer")
    CLOSED = "closed", _("closed, comments are screened")
    CODING = "coding", _("comments are sorted and answered")
    RESPONSES_DRAFTED = "responses_drafted", _("answers are drafted")
    RESPONSES_PUBLISHED = "responses_published", _("answered")
    SECOND_ROUND = "second_round", _("answered, in a second round")
    DONE = "done", _("done")


S = ConsultationState
#: Comments are taken.
TAKING: Final = (S.OPEN, S.EXTENDED)
#: The public sees it.
PUBLIC: Final = tuple(state for state in S if state not in (S.PLANNED, S.DROPPED))
#: The answers are published.
ANSWERED: Final = (S.RESPONSES_PUBLISHED, S.SECOND_ROUND, S.DONE)
#: Answers may be written.
ANSWERING: Final = (S.CODING, S.RESPONSES_DRAFTED)


class Audience(models.TextChoices):
    """Who finds it."""

    EVERYBODY = "everybody", _("everybody: it stands in the public list")
    INVITED = "invited", _("invited groups: only who was given the address finds it")


class Group(models.TextChoices):
    """People who live with the policing, and who are rarely asked. Also those who are to be trained."""

    DISTRICTS = "districts", _("districts most policed")
    NAMED_IN_FINDINGS = "named_in_findings", _("people named in findings")
    BEHAVIOURAL_HEALTH = "behavioural_health", _("people with behavioural health needs, and their families")
    YOUTH = "youth", _("young people")
    SURVIVORS = "survivors", _("survivors of violence")
    UNHOUSED = "unhoused", _("people without housing")
    LIMITED_ENGLISH = "limited_english", _("people who speak little English")
    IMMIGRANTS = "immigrants", _("immigrants")
    LGBTQ = "lgbtq", _("LGBTQ people")
    STOPPED = "stopped", _("people who were stopped or arrested")
    FAMILIES = "families", _("families of those killed")
    OFFICERS = "officers", _("rank-and-file officers")


class Channel(models.TextChoices):
    """How a comment came. What is not typed by its author is typed in by staff, who say so."""

    WEB = "web", _("on this site")
    PAPER = "paper", _("on paper")
    PHONE = "phone", _("by telephone")
    GATHERING = "gathering", _("at a gathering")


class Language(models.TextChoices):
    """The language of a comment."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    OTHER = "other", _("another language")


class ScreenVerdict(models.TextChoices):
    """Whether a comment is shown."""

    PUBLISHED = "published", _("published")
    WITHHELD = "withheld", _("withheld")


class WithheldReason(models.TextChoices):
    """Why a comment is not shown. What it thinks of the police is no reason."""

    SPAM = "spam", _("advertising or machine-made")
    PRIVATE = "private", _("names or describes a private person")
    THREAT = "threat", _("threatens somebody")
    SLUR = "slur", _("only insults, and says nothing else")
    TWICE = "twice", _("sent twice by mistake")
    EMPTY = "empty", _("nothing can be read in it")


class Disposition(models.TextChoices):
    """What becomes of what was said."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("partly accepted")
    DECLINED = "declined", _("declined")
    COVERED = "covered", _("already in the text")
    OUT_OF_SCOPE = "out_of_scope", _("not what this is about")
    STUDY = "study", _("needs study")


#: Something was changed for it, so the answer shows what.
CHANGING: Final = (Disposition.ACCEPTED, Disposition.PARTLY)


class About(models.TextChoices):
    """What somebody may say about themselves, apart from their comment and each question by itself."""

    AGE = "age", _("How old are you?")
    RACE = "race", _("How would you describe your race or ethnicity?")
    STOPPED = "stopped", _("Have the police stopped, searched or arrested you?")


class AboutAnswer(models.TextChoices):
    """The answers to all of these questions."""

    UNDER_18 = "under_18", _("under 18")
    TO_29 = "to_29", _("18 to 29")
    TO_64 = "to_64", _("30 to 64")
    FROM_65 = "from_65", _("65 or older")
    ASIAN = "asian", _("Asian")
    BLACK = "black", _("Black or African American")
    LATINO = "latino", _("Hispanic or Latino")
    NATIVE = "native", _("American Indian or Alaska Native")
    PACIFIC = "pacific", _("Native Hawaiian or Pacific Islander")
    MIDDLE_EASTERN = "middle_eastern", _("Middle Eastern or North African")
    WHITE = "white", _("White")
    MORE = "more", _("more than one, or another")
    LAST_YEAR = "last_year", _("yes, in the last twelve months")
    BEFORE = "before", _("yes, before that")
    NEVER = "never", _("no")


A = AboutAnswer
#: Which answers each question has.
CHOICES: Final[dict[About, tuple[AboutAnswer, ...]]] = {
    About.AGE: (A.UNDER_18, A.TO_29, A.TO_64, A.FROM_65),
    About.RACE: (A.ASIAN, A.BLACK, A.LATINO, A.NATIVE, A.PACIFIC, A.MIDDLE_EASTERN, A.WHITE, A.MORE),
    About.STOPPED: (A.LAST_YEAR, A.BEFORE, A.NEVER),
}
