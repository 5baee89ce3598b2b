"""Every word of the report, in English and Spanish. Laws are cited as they are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from muster.core.errors.sentence import Language
from muster.core.rules import Rulebook
from muster.core.rules.spanish import MONTHS_ES, REASONS_ES, VERDICTS_ES
from muster.core.rules.spanish_steps import steps_in_spanish
from muster.core.rules.verdicts import REASONS

_EN: Final[Mapping[str, str]] = {
    "title": "Training standing",
    "skip": "Skip to the report",
    "contents": "Contents",
    "as_of": "As of {day}",
    "known_at": "With what was on record at {moment}",
    "overrides": "Asked with {given}",
    "disclaimer": (
        "Not legal advice. The rules are engineering reference data read from public sources; whoever relies on "
        "them checks the law in force first."
    ),
    "binds_nobody": "{name} is a model: it binds nobody, and being short of it breaks no law.",
    "glance": "At a glance",
    "officers": "officers in the facts",
    "officers_bound": "officers bound by at least one of these rules",
    "officers_short": "officers short of at least one duty",
    "overdue": "duties overdue",
    "in_grace": "duties late, within grace",
    "untold": "duties that cannot be told",
    "share": "Share met, by requirement",
    "share_note": (
        "Officers with nothing missing today, of all whom the rule asks (not those waived, extended or on leave): the "
        "blue part. The grey part cannot be told and may be either. What is only recommended has no share. Shares are "
        "rounded down."
    ),
    "share_desc": "A bar for each requirement. {lines}",
    "share_nobody": "nobody asked",
    "share_unknown": "unknown",
    "share_recommended": "recommended",
    "share_unknown_too": "{count} unknown",
    "agencies": "What agencies owe by a share of their officers",
    "agencies_note": "Here a rule asks the agency for a share of its officers, not each of them.",
    "agency": "Agency",
    "met_of_bound": "Met, of those bound",
    "needed": "Needed",
    "standing": "Standing",
    "reached": "reached",
    "not_reached": "not reached",
    "reached_unknown": "cannot be told",
    "aim_only": "an aim, no duty",
    "agency_owes": "(the agency owes this)",
    "now": "the period now: {verdict}",
    "closed_note": (
        "Where a period has closed, training now cannot serve it: only a missing record or a waiver changes it. The "
        "line after it says what the period that runs now still needs."
    ),
    "topics_note": (
        "{count} of {of} records are of courses whose topics nobody has confirmed. They count for no topic, and may "
        "change these answers."
    ),
    "without_fact": "{fact}: none on record for {count}",
    "behind_share": "The numbers behind the picture: share met",
    "requirement": "Requirement",
    "met_of_asked": "Met, of those asked",
    "percent": "Share",
    "goal": "Goal of the agency",
    "months": "Due, by month",
    "months_note": (
        "Duties that fall due in each month: still to be done, and done but to be done again by then. "
        "What is overdue already is in the list of officers short. {later} more are due after these months."
    ),
    "months_desc": "A bar for each month. {lines}",
    "month_line": "{month}: {open} still to be done, {renew} to be done again",
    "behind_months": "The numbers behind the picture: due by month",
    "month": "Month",
    "open": "Still to be done",
    "renew": "Done, to be done again",
    "units": "Shortfall by unit",
    "units_note": "Officers who are overdue or in grace with at least one duty, by the unit they belong to on the day.",
    "units_desc": "A bar for each unit. {lines}",
    "unit_line": "{unit}: {short} of {officers} officers short",
    "units_shown": "The picture shows {shown} of {all} units, those with most officers short; the table has all.",
    "no_units": "The facts do not say who belongs to which unit.",
    "no_unit": "no unit recorded",
    "behind_units": "The numbers behind the picture: shortfall by unit",
    "unit": "Unit",
    "officers_column": "Officers bound",
    "officers_short_column": "Officers short",
    "duties_short": "Duties short",
    "hours_short": "Hours missing",
    "short_list": "Officers short, and what mends it",
    "short_note": (
        "In the order of officer ids: a list to plan from, not a ranking. A record that was never entered looks the "
        "same as training that never happened, so ask before concluding."
    ),
    "short_cut": "The first {shown} of {all} lines. All of them: muster check with --format csv.",
    "nobody_short": "Nobody is overdue or in grace.",
    "officer": "Officer",
    "verdict": "Verdict",
    "due": "Due",
    "next_step": "Next step",
    "citation": "Citation",
    "no_day": "no day",
    "untold_title": "What this report cannot tell",
    "untold_note": (
        "Here a fact is missing or the rule is unsure. Muster does not guess: these are neither met nor overdue. "
        "`muster explain OFFICER` says more."
    ),
    "nothing_untold": "Every verdict could be given.",
    "reason": "Reason",
    "officers_count": "Officers",
    "rules": "The rules used",
    "rules_note": "How each was read, and when a person last compared it with the law in force.",
    "evidence": "Read in",
    "V": "the law or the authority’s own page",
    "S": "a secondary source",
    "P": "parts only",
    "confirmed": "Confirmed by a person",
    "not_confirmed": "not yet",
    "source": "Source",
    "not_encoded": "Left out of the rules of {name}",
    "verdicts": "What the verdicts mean",
    "footer": "Made by Muster {version}, open-source software for police training.",
    "no_data": "There is nothing to show.",
    "verdict_overdue": "overdue",
    "verdict_in_grace": "in grace",
    "verdict_cannot_tell": "cannot tell",
    "verdict_due_soon": "due soon",
    "verdict_not_yet_due": "not yet due",
    "verdict_excused": "excused",
    "verdict_met": "met",
    "verdict_not_applicable": "not bound",
    "means_overdue": "not done, the due day has passed, and no grace is left",
    "means_in_grace": "not done, the due day has passed, and the grace has not",
    "means_cannot_tell": "a fact is missing or the rule is unsure; nothing is guessed",
    "means_due_soon": "the due day is near",
    "means_not_yet_due": "not done, and the due day is further away",
    "means_excused": "not done, and need not be now: waived, extended, on leave, or only recommended",
    "means_met": "the duty is done",
    "means_not_applicable": "the requirement does not bind this officer in this period",
}

_ES: Final[Mapping[str, str]] = {
    "title": "Estado de la formación",
    "skip": "Ir al informe",
    "contents": "Contenido",
    "as_of": "A fecha de {day}",
    "known_at": "Con lo que constaba el {moment}",
    "overrides": "Consultado con {given}",
    "disclaimer": (
        "No es asesoramiento jurídico. Las reglas son datos técnicos de referencia leídos en fuentes públicas; "
        "quien se apoye en ellas debe comprobar antes la ley vigente."
    ),
    "binds_nobody": "{name} es un modelo: no obliga a nadie, y no cumplirlo no infringe ninguna ley.",
    "glance": "De un vistazo",
    "officers": "agentes en los datos",
    "officers_bound": "agentes obligados por al menos una de estas reglas",
    "officers_short": "agentes a los que falta al menos un deber",
    "overdue": "deberes vencidos",
    "in_grace": "deberes atrasados, en plazo de gracia",
    "untold": "deberes que no se pueden determinar",
    "share": "Proporción cumplida, por requisito",
    "share_note": (
        "Agentes a quienes hoy no falta nada, de todos aquellos a quienes la regla obliga (sin contar "
        "dispensas, prórrogas ni permisos): la parte azul. La parte gris no se puede determinar y puede ser lo uno o lo "
        "otro. Lo que solo se recomienda no tiene proporción. Se redondea hacia abajo."
    ),
    "share_desc": "Una barra por requisito. {lines}",
    "share_nobody": "nadie obligado",
    "share_unknown": "desconocido",
    "share_recommended": "recomendado",
    "share_unknown_too": "{count} sin determinar",
    "agencies": "Lo que deben las agencias por una parte de sus agentes",
    "agencies_note": "Aquí una regla pide a la agencia una parte de sus agentes, no a cada uno de ellos.",
    "agency": "Agencia",
    "met_of_bound": "Cumplido, de los obligados",
    "needed": "Necesario",
    "standing": "Estado",
    "reached": "alcanzado",
    "not_reached": "no alcanzado",
    "reached_unknown": "no se puede determinar",
    "aim_only": "un objetivo, no un deber",
    "agency_owes": "(lo debe la agencia)",
    "now": "el periodo actual: {verdict}",
    "closed_note": (
        "Cuando un periodo se ha cerrado, la formación de ahora ya no sirve para él: solo lo cambia un registro que "
        "falte o una dispensa. La línea siguiente dice qué necesita aún el periodo actual."
    ),
    "topics_note": (
        "{count} de {of} registros son de cursos cuyos temas nadie ha confirmado. No cuentan para ningún tema, y "
        "pueden cambiar estas respuestas."
    ),
    "without_fact": "{fact}: sin dato de {count}",
    "behind_share": "Las cifras del gráfico: proporción cumplida",
    "requirement": "Requisito",
    "met_of_asked": "Cumplido, de los obligados",
    "percent": "Proporción",
    "goal": "Meta de la agencia",
    "months": "Vencimientos por mes",
    "months_note": (
        "Deberes que vencen cada mes: aún por hacer, y hechos que han de repetirse para entonces. Lo ya vencido "
        "está en la lista de agentes. {later} más vencen después de estos meses."
    ),
    "months_desc": "Una barra por mes. {lines}",
    "month_line": "{month}: {open} aún por hacer, {renew} por repetir",
    "behind_months": "Las cifras del gráfico: vencimientos por mes",
    "month": "Mes",
    "open": "Aún por hacer",
    "renew": "Hecho, por repetir",
    "units": "Carencias por unidad",
    "units_note": "Agentes con al menos un deber vencido o en gracia, según la unidad a la que pertenecen ese día.",
    "units_desc": "Una barra por unidad. {lines}",
    "unit_line": "{unit}: {short} de {officers} agentes con carencias",
    "units_shown": "El gráfico muestra {shown} de {all} unidades, las de más agentes con carencias; la tabla, todas.",
    "no_units": "Los datos no dicen quién pertenece a qué unidad.",
    "no_unit": "sin unidad registrada",
    "behind_units": "Las cifras del gráfico: carencias por unidad",
    "unit": "Unidad",
    "officers_column": "Agentes obligados",
    "officers_short_column": "Agentes con carencias",
    "duties_short": "Deberes pendientes",
    "hours_short": "Horas que faltan",
    "short_list": "Agentes con carencias, y qué las resuelve",
    "short_note": (
        "Por orden de identificador: una lista para planificar, no una clasificación. Un registro que nunca se anotó "
        "se ve igual que una formación que nunca tuvo lugar; pregunte antes de concluir."
    ),
    "short_cut": "Las primeras {shown} de {all} líneas. Todas: muster check con --format csv.",
    "nobody_short": "Nadie tiene deberes vencidos ni en gracia.",
    "officer": "Agente",
    "verdict": "Estado",
    "due": "Vence",
    "next_step": "Próximo paso",
    "citation": "Cita legal",
    "no_day": "sin fecha",
    "untold_title": "Lo que este informe no puede determinar",
    "untold_note": (
        "Aquí falta un dato o la regla es incierta. Muster no adivina: no están ni cumplidos ni vencidos. "
        "`muster explain OFFICER` dice más."
    ),
    "nothing_untold": "Se pudo determinar todo.",
    "reason": "Motivo",
    "officers_count": "Agentes",
    "rules": "Las reglas usadas",
    "rules_note": "Cómo se leyó cada una, y cuándo la comparó una persona por última vez con la ley vigente.",
    "evidence": "Leído en",
    "V": "la ley o la página de la propia autoridad",
    "S": "una fuente secundaria",
    "P": "solo partes",
    "confirmed": "Confirmado por una persona",
    "not_confirmed": "todavía no",
    "source": "Fuente",
    "not_encoded": "Lo que las reglas de {name} omiten",
    "verdicts": "Qué significan los estados",
    "footer": "Hecho con Muster {version}, software libre para la formación policial.",
    "no_data": "No hay nada que mostrar.",
    **{f"verdict_{code}": word for code, word in VERDICTS_ES.items()},
    "means_overdue": "no hecho, el plazo pasó y no queda gracia",
    "means_in_grace": "no hecho, el plazo pasó pero la gracia no",
    "means_cannot_tell": "falta un dato o la regla es incierta; nada se adivina",
    "means_due_soon": "el plazo está cerca",
    "means_not_yet_due": "no hecho, y el plazo aún está lejos",
    "means_excused": "no hecho, y ahora no hace falta: dispensa, prórroga, permiso, o solo recomendado",
    "means_met": "el deber está hecho",
    "means_not_applicable": "el requisito no obliga a este agente en este periodo",
}

_MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": tuple(month[:3] for month in MONTHS_ES),
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {"en": _EN, "es": _ES}


class Words:
    """The words of one language; ``words("as_of", day=...)`` fills the gaps."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, name: str, /, **given: object) -> str:
        """Return a text."""
        return WORDS[self.language][name].format(**given)

    def day(self, day: date) -> str:
        """Write a day: 30 Jun 2026."""
        return f"{day.day} {self.month(day)}"

    def month(self, day: date) -> str:
        """Write a month: Jun 2026."""
        return f"{_MONTHS[self.language][day.month - 1]} {day.year}"

    def reason(self, code: str) -> str:
        """Say why somebody stands as they do."""
        return (REASONS_ES if self.language == "es" else REASONS)[code]

    def step(self, text: str, book: Rulebook) -> str:
        """Say what comes next: the engine's own sentence, or it in another language."""
        return steps_in_spanish(book)(text) if self.language == "es" else text
