"""Who teaches, with which proof that they may."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.ledger.lines import Line
from muster.roster.models import Agency, Person


class Instructor(models.Model):
    """Somebody who teaches for an agency: one of its people, or a guest who is only named here."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="instructors")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="instructor_posts"
    )
    guest_name = models.CharField(_("name of a guest"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), max_length=20_000, blank=True)
    is_active = models.BooleanField(_("teaches"), default=True)

    class Meta:
        """A person, or a guest with a name; once for each agency."""

        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ ~Q(guest_name=""),
                name="curriculum_instructor_person_or_guest",
                violation_error_message=_("Choose one of our people, or give the name of a guest; not both."),
            ),
            models.UniqueConstraint(
                fields=("agency", "person"),
                name="curriculum_instructor_once_per_agency",
                violation_error_message=_("This person is an instructor here already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.guest_name


class InstructorCertification(Line):
    """Proof that somebody may teach a subject, for some days."""

    instructor = models.ForeignKey(Instructor, on_delete=models.PROTECT, related_name="certifications")
    title = models.CharField(_("certification"), max_length=200)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    topics = models.JSONField(_("topics it covers"), default=list, blank=True)  # empty: any topic
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        """A certification's days are in order."""

        constraints = (
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="curriculum_instructorcertification_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
        )

    def __str__(self) -> str:
        return self.title
