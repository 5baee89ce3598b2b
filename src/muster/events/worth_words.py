"""The figures of "was it worth it?", each with how it is computed, and what they cannot say: for page and paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muster.events.money import dollars_text
from muster.events.queries.credits import Helped
from muster.events.queries.ratings import Rated
from muster.events.queries.worth import Worth

DASH = "–"


@dataclass(frozen=True)
class Figure:
    """One figure as it is read, with how it is computed in a sentence."""

    label: str
    value: str
    how: str


def figures_of(worth: Worth, helped: Helped | None) -> list[Figure]:
    """Return the figures in the order of the story: sent, paid, learned, brought home. ``helped`` None: not told."""
    return [*_sent_and_paid(worth), _requirements(helped), *_brought_home(worth), *_said(worth)]


def _sent_and_paid(worth: Worth) -> list[Figure]:
    return [
        Figure(
            _("People sent"),
            str(worth.people),
            _("Those of whom it is written down that they were there, once for each journey."),
        ),
        Figure(_("Net cost"), dollars_text(worth.cents), _how_paid(worth)),
        Figure(
            _("Cost per person reached"),
            DASH if worth.cents_each is None else dollars_text(worth.cents_each),
            _("Net cost, divided by those who were there and those reached at home."),
        ),
    ]


def _how_paid(worth: Worth) -> str:
    how = _(
        "What was paid less what came back, with fees for journeys that were cancelled. What is approved and not yet "
        "paid is counted as approved; money that is only expected back is not taken off."
    )
    if worth.open_cents:
        how += " " + _("Approved and not yet paid: %(open)s.") % {"open": dollars_text(worth.open_cents)}
    return how


def _requirements(helped: Helped | None) -> Figure:
    return Figure(
        _("Requirements that it counted for"),
        requirements(helped),
        _(
            "Requirements of the rules adopted here, once for each person and event, toward which the records of those "
            "who were there earned credit; in order on the last day of that year, or today. Not told of fewer than "
            "five people."
        ),
    )


def requirements(helped: Helped | None) -> str:
    """Say toward how many requirements training counted, and how many are in order where that may be told."""
    if helped is None:
        return DASH
    if helped.in_order is None:
        return str(helped.credited)
    return _("%(number)d, %(met)d of them in order") % {"number": helped.credited, "met": helped.in_order}


def _brought_home(worth: Worth) -> list[Figure]:
    return [
        Figure(
            _("Reports accepted"),
            str(worth.reports),
            _("Reports on return that the training unit accepted."),
        ),
        Figure(
            _("People reached at home"),
            str(worth.reached),
            _(
                "People at briefings, classes and the like that somebody else confirmed. Who came to two of them is "
                "counted twice."
            ),
        ),
        Figure(
            _("Practices adopted"),
            str(worth.adopted),
            _("Practices that a report suggested and that are in use here today."),
        ),
    ]


def _said(worth: Worth) -> list[Figure]:
    return [
        Figure(
            _("Rating on return"),
            rating(worth.on_return),
            _(
                "Mean of 1 to 5 points given by those who were there, to the half point. Not told of fewer than three "
                "answers."
            ),
        ),
        Figure(
            _("Rating three months later"),
            rating(worth.later),
            _("The same question asked again. It says what people think of it, not what it changed."),
        ),
        Figure(
            _("Used at work since"),
            used(worth),
            _(
                "Answers three months later that say so, to the nearest ten. Not told of fewer than five answers."
            ),
        ),
    ]


def rating(rated: Rated) -> str:
    """Say a mean with the number of answers; a dash for too few of them."""
    if rated.mean is None:
        return DASH
    told = {"mean": number_format(rated.mean, 1), "number": rated.number}
    return ngettext("%(mean)s (%(number)d answer)", "%(mean)s (%(number)d answers)", rated.number) % told


def used(worth: Worth) -> str:
    """Say how many of those who answered three months later used it."""
    return DASH if worth.used_percent is None else f"{worth.used_percent} %"


def limits() -> list[str]:
    """Return what these figures cannot say."""
    return [
        _(
            "A rating is not an effect: it says how people liked a training, and how useful they find it, not whether "
            "anything is done better."
        ),
        _(
            "People reached were in the room. Whether they learned or do something differently is not measured here: "
            "training that was given is not practice that changed."
        ),
        _(
            "A low cost per person is not a better training, and events differ in what they are for. Compare like with "
            "like."
        ),
        _(
            "Whether a practice works is answered by comparing with those who do not have it yet. A change from before "
            "to after alone cannot be told apart from other changes."
        ),
    ]
