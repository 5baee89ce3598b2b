"""Sending people to a class, or having the class given at home: what each costs. Every figure is the user's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hosting:
    """Amounts in cents. ``host``: the provider's fee, the room, the instructor's travel. ``seat``: each person at home."""

    people: int
    each: int
    fee: int = 0
    room: int = 0
    travel: int = 0
    seat: int = 0

    @property
    def sent(self) -> int:
        """What it costs to send everybody."""
        return self.people * self.each

    @property
    def hosted(self) -> int:
        """What it costs to have it at home."""
        return self.fee + self.room + self.travel + self.people * self.seat

    @property
    def saves(self) -> int:
        """What hosting saves; below zero it costs more."""
        return self.sent - self.hosted

    @property
    def breakeven(self) -> int | None:
        """From how many people on hosting costs no more than sending; None where it never does."""
        fixed, gain = self.fee + self.room + self.travel, self.each - self.seat
        if gain <= 0:
            return 0 if fixed == 0 and gain == 0 else None
        return -(-fixed // gain)
