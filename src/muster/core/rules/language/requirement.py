"""A requirement: what one file of the rulebook says, in versions, with its sources."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from muster.core.errors.sentence import Language
from muster.core.periods import Duration, MonthDay
from muster.core.rules.language.credit import Credit
from muster.core.rules.language.leave import Leave
from muster.core.rules.language.what import Duty, Exact
from muster.core.rules.language.when import Late, Start, When
from muster.core.rules.language.who import EVERYONE, Condition, Judged
from muster.core.rules.language.written import Codes, Written

Text = Annotated[str, Field(min_length=1)]


class Source(Written):
    """Where a rule was read. ``cite`` is how lawyers name it."""

    cite: Text
    title: str = ""
    url: str = Field("", pattern=r"^(https?://\S+)?$")
    read: str = Field("", description="how it was read: whole, opening only, second-hand ...")


class Confirmation(Written):
    """The day a person compared this file with the law in force, and who that was."""

    on: date
    by: Text


class Consequence(Written):
    """What follows when the duty is not done."""

    kind: Literal[
        "none", "inactive", "suspended", "administrative_suspension", "renewal_refused", "conditional",
        "immunity_lost", "removal_ground", "audit_only", "not_found",
    ]  # fmt: skip
    text: str = ""


class Disagreement(Written):
    """Two texts in force that say different things: both are kept, and which one is used is said."""

    one: Text
    other: Text
    used: Text


class Translation(Written):
    """What a rule is called and says in another language: Muster's own words, never the law's text."""

    title: Text
    says: str = ""


class Report(Written):
    """A duty to file or keep something, with its own deadline."""

    who: Text
    what: Text
    by: MonthDay | None = None
    within: Duration | None = None
    after: str = ""
    source: str = ""


class AgencyShare(Written):
    """The duty is the agency's: at least this share of the officers bound must have met it."""

    at_least: Exact = Field(description="percent")
    aim_only: bool = False


class Version(Written):
    """What the requirement says from one day to another."""

    from_: date = Field(alias="from")
    until: date | None = None
    governs: Literal["periods_that_start", "periods_that_end"] = Field(
        "periods_that_start",
        description="a period belongs to the version in force on its first day, or on its last",
    )
    earlier_completions: Literal["stand", "do_not_count"] = Field(
        "stand",
        description="rolling duties: whether a completion under the version before stays good until it runs out",
    )
    allowed_until: date | None = Field(
        None, description="people between the versions: nobody is late under this version before this day"
    )
    who: Condition = EVERYONE
    judged: Judged | None = Field(
        None, description="default: period_end; for once, rolling, continuous, trailing: as_of"
    )
    when: When
    start: Start | None = None
    what: Duty
    credit: Credit = Credit()
    leave: tuple[Leave, ...] = ()
    grace: Duration | None = None
    late: Late | None = None
    prorate: Literal["month", "day"] = Field(
        "month", description="how first_period: prorated and then: prorate count"
    )
    consequence: Consequence = Consequence(kind="not_found")
    cite: str = Field("", description="the citation of this version, where it differs from the first source")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise ValueError(f"the version ends {self.until}, before it starts {self.from_}")
        return self


class Requirement(Written):
    """One requirement, in the versions it has had."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    title: Text
    subjects: Codes = Field((), description="topic codes it is compared under; empty: general")
    says: Text
    translations: dict[Literal["es"], Translation] = Field(
        default_factory=dict, description="title and summary by language; a translation is Muster's own"
    )
    force: Literal["required", "recommended"] = "required"
    binds: Literal["officer", "agency"] = "officer"
    share: AgencyShare | None = None
    evidence: Literal["V", "S", "P"]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    encoded_on: date
    confirmed: Confirmation | None = None
    due_soon: Duration = Duration(days=60)
    readings: tuple[Text, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    not_encoded: tuple[Text, ...] = ()
    reports: tuple[Report, ...] = ()
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]

    @field_validator("versions")
    @classmethod
    def _one_version_a_day(cls, versions: tuple[Version, ...]) -> tuple[Version, ...]:
        for earlier, later in pairwise(versions):
            if later.from_ <= earlier.from_:
                raise ValueError(f"versions go from old to new; {later.from_} stands after {earlier.from_}")
            if earlier.until is not None and earlier.until >= later.from_:
                raise ValueError(
                    f"two versions are in force on {later.from_}: one lasts until {earlier.until}, "
                    f"the next starts {later.from_}"
                )
        return versions

    @model_validator(mode="after")
    def _share_is_the_agencys(self) -> Self:
        if self.share is not None and self.binds != "agency":
            raise ValueError("share is about an agency's officers together; add binds: agency")
        return self

    def title_in(self, language: Language) -> str:
        """Return the title in a language; in English where nobody has translated it."""
        told = self._in(language)
        return told.title if told else self.title

    def says_in(self, language: Language) -> str:
        """Return the summary in a language; in English where nobody has translated it."""
        told = self._in(language)
        return told.says if told and told.says else self.says

    def _in(self, language: Language) -> Translation | None:
        return None if language == "en" else self.translations.get(language)

    def until(self, index: int) -> date | None:
        """Return the last day of a version: its own ``until``, or the day before the next; None: still in force."""
        version = self.versions[index]
        if version.until is not None or index + 1 == len(self.versions):
            return version.until
        return self.versions[index + 1].from_ - timedelta(days=1)

    def citation(self, version: Version) -> str:
        """How to cite the version."""
        return version.cite or self.sources[0].cite
