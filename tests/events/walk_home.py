"""There and back, as fuzzed walks do it: who was there, reports, sharing, certificates, claims."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.events.walk_ground import SPENT, Ground, cents_of

from muster.events.actions import attendance, claims, reports, shares
from muster.events.models import Attendee, Claim, Fund, Request
from muster.records.actions.verification import verify_record
from muster.records.models import Record


class Home(Ground):
    """What is done once they have left."""

    @rule(data=st.data(), state=st.sampled_from(["attended", "attended", "no_show", "stays"]))
    def mark(self, data: Any, state: str) -> None:
        """The training unit says who was there."""
        attendees = list(self.some(data).attendees.order_by("pk"))
        self.marked(data.draw(st.sampled_from(attendees)), state)

    def marked(self, attendee: Attendee, state: str) -> None:
        """Somebody says of somebody whether they were there; of themselves nobody does."""
        for name in ("tara", "dina"):
            user = self.user(name)
            deed = partial(attendance.mark_attendee, attendee=attendee, state=state, reason="So.", by=user)
            if self.tried(deed):
                assert state == "stays" or self.name_of(attendee) != name
                return

    @rule(data=st.data(), accept=st.booleans())
    def report(self, data: Any, accept: bool) -> None:
        """Everybody who was there reports, and somebody else reads it."""
        self.reported(self.some(data), accept=accept)

    def reported(self, request: Request, *, accept: bool) -> None:
        """Write, hand in, decide."""
        for attendee in request.attendees.order_by("pk"):
            author = self.user(self.name_of(attendee))
            said = {"attended": "All.", "key_points": "One."}
            self.tried(partial(reports.write_report, attendee=attendee, by=author, **said))
        for report in request.reports.order_by("pk"):
            author = self.user(self.name_of(report.author))
            self.tried(partial(reports.hand_in_report, report=report, by=author))
            self.nothing_is_against_the_rules()
            for name in ("tara", "dina"):
                deed = partial(reports.decide_report, report=report, accept=accept, answer="Say more.")
                if self.tried(partial(deed, by=self.user(name))):
                    assert self.name_of(report.author) != name, "nobody accepts their own report"

    @rule(data=st.data(), waive=st.booleans())
    def share(self, data: Any, waive: bool) -> None:
        """What is owed is shared or waived."""
        self.shared(self.some(data), waive=waive)

    def shared(self, request: Request, *, waive: bool) -> None:
        """Do what was promised, and let somebody else confirm it or release from it."""
        known = self.known[request.pk]
        for share in request.shares.order_by("pk"):
            author, today = self.user(known.maker), timezone.localdate()
            self.tried(partial(shares.do_share, share=share, done_on=today, people_reached=4, by=author))
            for name in ("tara", "dina"):
                user = self.user(name)
                confirm = partial(shares.confirm_share, share=share, by=user)
                release = partial(shares.waive_share, share=share, reason="Left.", by=user)
                if self.tried(release if waive else confirm):
                    assert name not in {known.maker, *self.people_of(request)}

    @rule(data=st.data())
    def certificate(self, data: Any) -> None:
        """Certificates come in and are verified."""
        self.certified(self.some(data))

    def certified(self, request: Request) -> None:
        """Hand in the certificates, and verify what waits."""
        for attendee in request.attendees.order_by("pk"):
            author = self.user(self.name_of(attendee))
            said = {"file": self.proof, "name": "c.pdf", "completed_on": timezone.localdate(), "minutes": 60}
            self.tried(partial(attendance.hand_in_certificate, attendee=attendee, by=author, **said))
        for record in Record.lines.standing().exclude(status="verified"):
            for name in ("dina", "tara"):
                self.tried(partial(verify_record, record=record, by=self.user(name)))

    @rule(
        data=st.data(),
        cents=cents_of,
        until=st.integers(1, 4),
        kind=st.sampled_from(SPENT),
        fund=st.sampled_from([0, 1]),
    )
    def claim(self, data: Any, cents: int, until: int, kind: str, fund: int) -> None:
        """Somebody claims what they paid; it is reviewed and paid, or stays where it is."""
        request = self.some(data)
        attendee = data.draw(st.sampled_from(list(request.attendees.order_by("pk"))))
        author = self.user(self.name_of(attendee))
        spent = claims.Spent(str(kind), timezone.localdate(), cents, no_receipt_reason="Lost.")
        self.tried(lambda: claims.add_expense(attendee=attendee, spent=spent, by=author))
        claim = Claim.objects.filter(attendee=attendee).first()
        if claim is None:
            return
        if until > 1:
            self.tried(lambda: claims.hand_in_claim(claim=claim, by=author))
        if until > 2:
            allowed = {
                line.pk: (line.cents // 2 if line.cents % 2 else line.cents, "Half.")
                for line in claim.lines.all()
            }
            edition = Claim.objects.get(pk=claim.pk).edition
            self.tried(
                lambda: claims.review_claim(
                    claim=claim, allowed=allowed, by=self.user("fay"), edition=edition
                )
            )
        if until > 3:
            self.settle(request, claim, self.funds[fund])

    def settle(self, request: Request, claim: Claim, fund: Fund) -> None:
        """Pay a claim, and know what it cost."""
        lines = [(line.kind, line.allowed_cents or 0, fund.pk) for line in claim.lines.all()]
        actual = self.known[request.pk].actual
        actual.extend(lines)
        funds = {line[0]: fund for line in lines}
        today = timezone.localdate()
        if not self.tried(
            lambda: claims.pay_claim(claim=claim, paid_on=today, funds=funds, by=self.user("fay"))
        ):
            del actual[len(actual) - len(lines) :]
