"""Accounts, and the roles that they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.roles import COUNCIL, Role
from muster.ledger.appended import Vouched, VouchedQuerySet


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of an address, however it is capitalised."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in: an officer, a trainer, a council member, an auditor."""

    class Theme(models.TextChoices):
        """How pages look."""

        SYSTEM = "system", _("as my device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this address already.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)  # empty: the browser's
    theme = models.CharField(_("appearance"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()

    _grants_today: list[Grant]  # kept for the request by access.grants_today

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """One account an address."""

        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            # with this, "unique" above means one account however the address is capitalised
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="accounts_user_address_in_small_letters",
                violation_error_message=_("Addresses are kept in small letters."),
            ),
            models.CheckConstraint(
                condition=~Q(email=""),
                name="accounts_user_has_address",
                violation_error_message=_("An account needs an e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email


class Grant(Vouched):
    """A role, held somewhere and for a time. Without agency it is held everywhere on this server."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="grants"
    )  # what was held stays known
    role = models.CharField(_("role"), max_length=20, choices=Role)
    agency = models.ForeignKey(
        "roster.Agency", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("agency")
    )
    unit = models.ForeignKey(
        "roster.Unit", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("unit")
    )
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"), null=True, blank=True)
    # taken back before its last day: from this moment it gives nothing, whatever the days say
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True, editable=False)
    # a lent role; it holds only as long as the lender's own
    delegated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )

    objects = VouchedQuerySet.as_manager()

    class Meta:
        """A role ends after it begins; a unit belongs to an agency; what is lent is given back."""

        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_grant_known_role",
                violation_error_message=_("There is no such role."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=False) | ~Q(role__in=COUNCIL),
                name="accounts_grant_council_ends",
                violation_error_message=_(
                    "A seat on a council or board needs a last day: the end of the term."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="accounts_grant_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(agency__isnull=False),
                name="accounts_grant_unit_needs_agency",
                violation_error_message=_("A role in a unit is held in that unit's agency: name it too."),
            ),
            models.CheckConstraint(
                condition=Q(delegated_from__isnull=True) | Q(end__isnull=False),
                name="accounts_grant_lent_ends",
                violation_error_message=_("A role that is lent needs a last day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.place})"

    @property
    def place(self) -> str:
        """Where it is held: the unit, the agency, or everywhere."""
        return str(self.unit or self.agency or _("everywhere"))

    @property
    def is_coming(self) -> bool:
        """Whether its first day lies ahead."""
        return self.ended_at is None and self.start > timezone.localdate()

    @property
    def is_over(self) -> bool:
        """Whether its last day lies behind, or it was ended early."""
        return self.ended_at is not None or (self.end is not None and self.end < timezone.localdate())
