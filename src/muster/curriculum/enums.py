"""Words with fixed meanings about what is taught."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """How a course is given; the words of ``rulebook/vocabulary.yaml``."""

    CLASSROOM = "classroom", _("classroom")
    ONLINE = "online", _("online, at one's own pace")
    ONLINE_LIVE = "online-live", _("online, with an instructor")
    ROLL_CALL = "roll-call", _("roll call")
    RANGE = "range", _("firing range")
    SCENARIO = "scenario", _("scenario or role-play")
    SIMULATOR = "simulator", _("simulator")
    FIELD = "field", _("in the field")


class PlanState(models.TextChoices):
    """Where a version of a lesson plan stands. The steps of a consultation on it are the consultation's."""

    IDEA = "idea", _("idea")
    DRAFT = "draft", _("draft")
    SME_REVIEW = "sme_review", _("expert review")
    LEGAL_REVIEW = "legal_review", _("legal review")
    COMMITTEE_DECISION = "committee_decision", _("decision")
    APPROVED = "approved", _("approved")
    APPROVED_INTERIM = "approved_interim", _("approved for now")
    IN_USE = "in_use", _("in use")
    REVIEW = "review", _("under review")
    REVISED = "revised", _("replaced by a newer version")
    RETIRED = "retired", _("retired")


#: Only these may be written on. A version under review stays as it is until somebody sends it back.
WRITABLE = (PlanState.IDEA, PlanState.DRAFT)
#: From here on a version is frozen for good: what was taught from it must stay readable as it was.
FROZEN = (
    PlanState.APPROVED,
    PlanState.APPROVED_INTERIM,
    PlanState.IN_USE,
    PlanState.REVIEW,
    PlanState.REVISED,
    PlanState.RETIRED,
)
#: Versions that everybody in the agency may read.
READABLE = (
    PlanState.APPROVED_INTERIM,
    PlanState.IN_USE,
    PlanState.REVIEW,
    PlanState.REVISED,
    PlanState.RETIRED,
)
#: Versions that may be taught.
TEACHABLE = (PlanState.APPROVED, PlanState.APPROVED_INTERIM, PlanState.IN_USE, PlanState.REVIEW)


class ObjectiveKind(models.TextChoices):
    """What an objective asks of the learner."""

    KNOWLEDGE = "knowledge", _("knowledge")
    SKILL = "skill", _("skill")
    ATTITUDE = "attitude", _("attitude")


class Method(models.TextChoices):
    """How a block is taught."""

    LECTURE = "lecture", _("lecture")
    DISCUSSION = "discussion", _("discussion")
    DEMONSTRATION = "demonstration", _("demonstration")
    PRACTICE = "practice", _("practice")
    SCENARIO = "scenario", _("scenario")
    CASE_STUDY = "case_study", _("case study")
    VIDEO = "video", _("video")
    SELF_STUDY = "self_study", _("self-study")
    TEST = "test", _("test")
    BREAK = "break", _("break")


class Instrument(models.TextChoices):
    """How it is found out whether an objective was reached."""

    WRITTEN = "written", _("written test")
    PRACTICAL = "practical", _("practical checklist")
    SCENARIO = "scenario", _("scenario evaluation")
    QUALIFICATION = "qualification", _("qualification course")
    OBSERVATION = "observation", _("observation by the instructor")


class ReferenceKind(models.TextChoices):
    """What a plan rests on."""

    LAW = "law", _("law")
    CASE = "case", _("court decision")
    POLICY = "policy", _("policy")
    RESEARCH = "research", _("research")
    OTHER = "other", _("other")


class Rights(models.TextChoices):
    """Whose work a material is."""

    OWN = "own", _("our own")
    PUBLIC_DOMAIN = "public_domain", _("public domain")
    LICENSED = "licensed", _("licensed to us")
    VENDOR = "vendor", _("a vendor's")
    UNKNOWN = "unknown", _("not known")


class ReleaseClass(models.TextChoices):
    """Who may see a file or a plan."""

    PUBLIC = "public", _("public")
    REDACTED = "redacted", _("public, with passages removed")
    RESTRICTED = "restricted", _("oversight only")
    AGENCY = "agency", _("agency only")
    SEALED = "sealed", _("sealed")
