"""Two consultations in the demo: one that was answered, and one that is open. Nobody in it said anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.community.codes import hash_of_code, new_code
from muster.community.enums import ConsultationState, Disposition, Group
from muster.community.models import (
    Answer,
    Coding,
    Comment,
    Consultation,
    ConsultationRule,
    Gathering,
    InvitedGroup,
    Passage,
    Screening,
    Step,
    Tally,
    Theme,
)
from muster.curriculum.enums import PlanState, ReleaseClass
from muster.curriculum.models import LessonPlan
from muster.demo.people import People

S = ConsultationState

CLEAR = (
    "Tell people why you stopped them before you ask for anything.",
    "My son froze when three officers shouted at once. One voice, please.",
    "Say your name. It changes the whole thing.",
    "A mi mamá le gritaron en inglés y ella no entiende. Hablen despacio, o traigan a alguien que hable español.",
    "Give people time to answer. Silence is not resistance.",
)
AFTER = (
    "Officers should check back with the family the next day.",
    "Teach them to write down what worked, so the next officer knows.",
    "After it is over somebody should explain to the neighbours what happened.",
)
LAW = ("No officer should carry a gun on a mental health call.", "Send clinicians only, no police at all.")
PROGRAMME = (
    "Every officer trains forty hours a year. Ten of them are spent in scenarios with people from the community.",
    "Each scenario ends with a talk in which the people who played say how it felt.",
    "Half of the scenarios are in a language other than English, with an interpreter on the phone.",
    "What officers find hard is written down, without names, and becomes next year's scenarios.",
)
OPEN_COMMENTS = (
    "Pay the people who play in the scenarios. It is work.",
    "Ten hours is not much. Make it twenty.",
    "Include deaf people. Nobody ever does.",
    "Los intérpretes por teléfono se cortan. Mejor en persona.",
    "Let young people write some of the scenarios.",
)


def make_consultations(people: People, users: dict[Role, User], today: date) -> None:
    """Write a rule, an answered consultation on a lesson plan in use, and an open one on next year's programme."""
    ConsultationRule.lines.create(
        agency=people.agency,
        topics=["crisis-response", "de-escalation"],
        groups=[Group.BEHAVIOURAL_HEALTH, Group.YOUTH],
        gatherings=1,
        source="Settlement agreement, paragraph 23 (made up)",
        start=date(today.year - 1, 1, 1),
        known_by=users[Role.DIRECTOR],
    )
    _answered(people, users, today)
    _open(people, users, today)


def _answered(people: People, users: dict[Role, User], today: date) -> None:
    plan = _plan(people)
    first = today - timedelta(days=120)
    consultation = Consultation.objects.create(
        agency=people.agency,
        plan=plan,
        title="How officers calm a tense situation",
        title_es="Cómo los oficiales calman una situación tensa",
        summary="Officers learn to slow down, to listen and to explain. We ask what that should look like.",
        summary_es="Los oficiales aprenden a ir despacio, escuchar y explicar. Preguntamos cómo debería verse.",
        questions="What should officers do first?\nWhat have you seen go well?",
        questions_es="¿Qué deberían hacer primero los oficiales?\n¿Qué ha visto salir bien?",
        opens_on=first,
        closes_on=first + timedelta(days=29),
        answers_by=first + timedelta(days=80),
        opened_at=_at(people, first),
        answered_at=_at(people, first + timedelta(days=76)),
        state=S.RESPONSES_PUBLISHED,
        result=plan,
        made_by=users[Role.COORDINATOR],
    )
    passages = _passages(
        consultation, [("Goal", plan.goal.split(",", maxsplit=1)[0] + "."), *_objectives(plan)]
    )
    _reach(consultation, came=True)
    Gathering.objects.create(
        consultation=consultation, held_on=first + timedelta(days=9), place="Riverbend library", came=31
    )
    way = (S.PLANNED, S.OPEN, S.CLOSED, S.CODING, S.RESPONSES_DRAFTED, S.RESPONSES_PUBLISHED)
    _steps(consultation, way, users, [0, 30, 34, 70, 76])
    themes = _themes(consultation, users, passages[0])
    for theme, texts in zip(themes, (CLEAR, AFTER, LAW), strict=True):
        made = _comments(consultation, texts, passages)
        Screening.lines.bulk_create(
            Screening(comment=one, verdict="published", known_by=users[Role.COORDINATOR]) for one in made
        )
        Coding.objects.bulk_create(
            Coding(comment=one, theme=theme, by=users[Role.COORDINATOR]) for one in made
        )
    spam = _comments(consultation, ["Buy cheap sunglasses!"], passages)
    Screening.lines.create(
        comment=spam[0], verdict="withheld", reason_code="spam", known_by=users[Role.COORDINATOR]
    )
    for answer, number in (("to_29", 7), ("to_64", 9), ("from_65", 6)):
        Tally.objects.create(consultation=consultation, question="age", answer=answer, number=number)


def _open(people: People, users: dict[Role, User], today: date) -> None:
    first = today - timedelta(days=8)
    consultation = Consultation.objects.create(
        agency=people.agency,
        programme="\n\n".join(PROGRAMME),
        title="What officers should practise next year",
        title_es="Qué deberían practicar los oficiales el próximo año",
        summary="Next year officers practise with people from the community. This is the plan. Tell us what you think.",
        summary_es=(
            "El próximo año los oficiales practican con gente de la comunidad. Este es el plan. Díganos qué piensa."
        ),
        questions="What should officers practise?\nWho should be in the room?",
        questions_es="¿Qué deberían practicar los oficiales?\n¿Quién debería estar presente?",
        opens_on=first,
        closes_on=first + timedelta(days=29),
        answers_by=first + timedelta(days=89),
        opened_at=_at(people, first),
        state=S.OPEN,
        made_by=users[Role.COORDINATOR],
    )
    passages = _passages(consultation, [("", text) for text in PROGRAMME])
    _reach(consultation, came=False)
    _steps(consultation, (S.PLANNED, S.OPEN), users, [0])
    made = _comments(consultation, OPEN_COMMENTS, passages)
    Screening.lines.bulk_create(
        Screening(comment=one, verdict="published", known_by=users[Role.COORDINATOR]) for one in made[:3]
    )


def _plan(people: People) -> LessonPlan:
    """Return a lesson plan in use that anybody may read now, on calming people where there is one."""
    plans = LessonPlan.objects.filter(course__agency=people.agency, state=PlanState.IN_USE).order_by("pk")
    plan = plans.filter(course__title__icontains="escalation").first() or plans.first()
    if plan is None:
        raise LookupError("the demo has lesson plans in use before its consultations are made")
    LessonPlan.objects.filter(pk=plan.pk).update(release_class=ReleaseClass.PUBLIC)
    return plan


def _objectives(plan: LessonPlan) -> list[tuple[str, str]]:
    return [(f"Objective {number}", each.text) for number, each in enumerate(plan.objectives.all(), start=1)]


def _passages(consultation: Consultation, texts: Sequence[tuple[str, str]]) -> list[Passage]:
    return Passage.objects.bulk_create(
        Passage(consultation=consultation, number=number, part="demo", heading=heading, text=text)
        for number, (heading, text) in enumerate(texts, start=1)
    )


def _reach(consultation: Consultation, *, came: bool) -> None:
    groups = (
        (
            Group.BEHAVIOURAL_HEALTH,
            "Through the two clinics and their family groups.",
            "An evening with child care.",
            14,
        ),
        (Group.YOUTH, "At the high school and the skate park.", "Pizza, and no uniform in the room.", 22),
        (
            Group.LIMITED_ENGLISH,
            "By the parish and the Spanish radio.",
            "An interpreter at every gathering.",
            9,
        ),
    )
    InvitedGroup.objects.bulk_create(
        InvitedGroup(
            consultation=consultation,
            group=group,
            how_invited=how,
            barriers=barriers,
            came=number if came else None,
        )
        for group, how, barriers, number in groups
    )


def _steps(
    consultation: Consultation, way: Sequence[S], users: dict[Role, User], after_days: Sequence[int]
) -> None:
    Step.objects.bulk_create(
        Step(
            consultation=consultation,
            at=_since(consultation) + timedelta(days=days),
            by=users[Role.DIRECTOR if target == S.RESPONSES_PUBLISHED else Role.COORDINATOR],
            from_state=source,
            to_state=target,
        )
        for source, target, days in zip(way[:-1], way[1:], after_days, strict=True)
    )


def _themes(consultation: Consultation, users: dict[Role, User], goal: Passage) -> list[Theme]:
    """Write three themes with their answers, the first of which changed the goal."""
    said = (
        (
            ("Say why", "Decir por qué"),
            Disposition.ACCEPTED,
            "It was not in the goal that people are told why. Now it is, and each scenario is judged by it.",
            "No estaba en la meta que a la gente se le diga por qué. Ahora está, y cada escenario se juzga por ello.",
        ),
        (
            ("What comes after", "Lo que viene después"),
            Disposition.STUDY,
            "Going back the next day needs time that squads do not have. We look at it with the clinics by summer.",
            "Volver al día siguiente pide tiempo que los equipos no tienen. Lo estudiamos con las clínicas.",
        ),
        (
            ("Clinicians instead of officers", "Clínicos en lugar de oficiales"),
            Disposition.OUT_OF_SCOPE,
            "Who is sent is decided by the council, not by a lesson plan. We handed these comments on.",
            "A quién se manda lo decide el consejo, no un plan de lección. Entregamos estos comentarios.",
        ),
    )
    themes = []
    for titles, disposition, text, text_es in said:
        theme = Theme.objects.create(consultation=consultation, title=titles[0], title_es=titles[1])
        changed = disposition == Disposition.ACCEPTED
        Answer.lines.create(
            consultation=consultation,
            theme=theme,
            disposition=disposition,
            text=text,
            text_es=text_es,
            passage=goal if changed else None,
            after=consultation.plan.goal if changed and consultation.plan else "",
            after_plan=consultation.plan if changed else None,
            known_by=users[Role.COORDINATOR],
            known_from=consultation.answered_at or _since(consultation),
        )
        themes.append(theme)
    return themes


def _comments(consultation: Consultation, texts: Sequence[str], passages: Sequence[Passage]) -> list[Comment]:
    """Write comments; every second one is on a passage."""
    opened = _since(consultation)
    return Comment.objects.bulk_create(
        Comment(
            consultation=consultation,
            passage=passages[number % len(passages)] if number % 2 else None,
            text=text,
            language="es" if any(letter in text for letter in "áéíóñ") else "en",
            received_at=opened + timedelta(days=number % 7, hours=number),
            code_hash=hash_of_code(new_code()),
        )
        for number, text in enumerate(texts)
    )


def _at(people: People, day: date) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(people.agency.time_zone))


def _since(consultation: Consultation) -> datetime:
    if consultation.opened_at is None:
        raise ValueError("both consultations of the demo were opened")
    return consultation.opened_at
