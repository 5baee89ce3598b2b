"""Sentences of the engine in Spanish: reasons, and next steps, which the engine builds from parts.

The fixed words are translated, and the names of topics by a small catalogue. Names that a rulebook made up itself,
titles of laws and titles of courses stay as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

REASONS_ES: Final[Mapping[str, str]] = {
    "done": "todo lo exigido está hecho",
    "completed": "hecho, y aún no vence de nuevo",
    "held": "está en vigor",
    "expires_soon": "caduca pronto",
    "time_left": "aún hay tiempo",
    "starts_later": "el primer periodo exigido no ha empezado",
    "short": "falta algo de lo exigido",
    "closed_short": "el periodo se cerró con algo pendiente, y la formación de ahora ya no sirve para él",
    "never_done": "nunca se ha hecho",
    "ran_out": "lo último que se hizo ha caducado",
    "not_held": "no está en vigor ese día",
    "over_the_maximum": "se hizo más de lo que la regla permite",
    "waived": "se dispensó del requisito",
    "on_leave": "el agente está de permiso",
    "leave_meets_it": "un permiso de esta duración cuenta como cumplido",
    "leave_extension_unknown": "el permiso prorroga el plazo, y la fuente no dice cuánto",
    "recommended_only": "la regla lo recomienda y no lo exige",
    "not_bound": "la regla no obliga a este agente",
    "no_event": "el hecho que da inicio al deber no ha ocurrido",
    "no_version": "ninguna versión de la regla está en vigor",
    "missing_fact": "falta en los datos un hecho decisivo",
    "no_list_for_period": "el reglamento no tiene lista de cursos para este periodo",
    "only_undated": "solo encajan registros sin fecha, y una regla con plazo no puede usarlos",
}

#: Words for parts of duties that rulebooks often use, and what the engine says where a rule names nothing.
PARTS_ES: Final[Mapping[str, str]] = {
    "training": "formación",
    "qualification": "calificación",
    "certified": "con certificado",
    "classroom": "presencial",
    "online": "en línea",
    "attestation": "declaración firmada",
    "course": "curso",
    "test": "examen",
    "respect": "respeto",
    "sanctity of life": "valor de la vida",
    "in-service training": "formación continua",
    "maintenance training": "formación de mantenimiento",
    "perishable skills": "habilidades perecederas",
    "hands-on scenarios": "ejercicios prácticos",
    "with scenarios": "con ejercicios prácticos",
    "with community co-design": "diseñado con la comunidad",
    "any topic of the list": "cualquier tema de la lista",
    "community interaction": "trato con la comunidad",
    "health and wellness": "salud y bienestar",
    "human diversity": "diversidad humana",
    "implicit-bias test": "prueba de prejuicios implícitos",
    "religious groups": "grupos religiosos",
    "English learners": "personas que aprenden inglés",
    "LGBTQ people": "personas LGBTQ",
    "Fourth Amendment law": "derecho de la Cuarta Enmienda",
    "pursuit policy": "normas de persecución",
    "scenario-based firearms": "armas de fuego con ejercicios prácticos",
    "state qualification course": "curso estatal de calificación",
    "board-range-course": "curso de tiro de la junta",
    "yearly crisis intervention course": "curso anual de intervención en crisis",
    "use-of-force techniques with de-escalation": "técnicas de uso de la fuerza con desescalada",
    "emergency medical response with certification": "atención médica de urgencia con certificado",
    "a course the CLEAR institute accepts": "un curso que acepta el instituto CLEAR",
    "inside the field training officer course": "dentro del curso de agente instructor",
    "the course for field training officers": "el curso para agentes instructores",
    "Firearms Restraining Order Act with certificate": "Firearms Restraining Order Act, con certificado",
}

#: Topics of the shared vocabulary, by code.
TOPICS_ES: Final[Mapping[str, str]] = {
    "procedural-justice": "justicia procedimental",
    "bias-free": "policía sin prejuicios",
    "crisis-response": "respuesta a crisis",
    "de-escalation": "desescalada",
    "cultural-competency": "competencia cultural",
    "active-bystander": "intervención del compañero y deber de intervenir",
    "active-shooter": "respuesta a tiradores activos",
    "addiction": "adicciones y consumo de sustancias",
    "animals": "encuentros con animales",
    "arrest-control": "detención y control, tácticas defensivas",
    "basic": "formación básica de academia",
    "bloodborne-pathogens": "patógenos de transmisión sanguínea",
    "child-abuse": "maltrato y abandono infantil",
    "civil-process": "notificaciones civiles",
    "civil-rights": "derechos civiles",
    "communications": "comunicación estratégica",
    "community-policing": "policía comunitaria y colaboración",
    "constitutional-law": "derecho constitucional y uso debido de la autoridad",
    "cpr": "RCP",
    "digital-evidence": "pruebas digitales",
    "disabilities": "trato con personas con discapacidad",
    "dna-evidence": "pruebas de ADN",
    "domestic-violence": "violencia doméstica",
    "driving": "conducción",
    "elders": "personas mayores",
    "ethics": "ética",
    "executive": "dirección ejecutiva",
    "extremism": "extremismo",
    "field-training-officer": "competencias de agente instructor",
    "firearms": "armas de fuego",
    "firearms-restraining-order": "órdenes de restricción de armas de fuego",
    "first-aid": "primeros auxilios",
    "first-aid-cpr": "primeros auxilios y RCP",
    "hate-crimes": "delitos de odio",
    "field-training": "formación en el puesto",
    "hazmat": "materiales peligrosos",
    "high-risk-stops": "controles de tráfico de alto riesgo",
    "human-rights": "derechos humanos",
    "human-trafficking": "trata de personas",
    "interpersonal-violence": "violencia interpersonal",
    "investigations": "investigación",
    "leadership": "mando y supervisión",
    "less-lethal": "armas menos letales",
    "legal-update": "cambios de la ley",
    "mental-health": "salud mental",
    "missing-indigenous-relatives": "familiares indígenas desaparecidos y asesinados",
    "officer-safety": "seguridad del agente",
    "officer-wellness": "salud y bienestar del agente",
    "profiling": "perfiles raciales y de identidad",
    "pursuit": "persecuciones en vehículo",
    "restraints": "sujeciones y medios de contención",
    "sexual-assault": "respuesta a la agresión sexual con atención al trauma",
    "sexual-assault-investigation": "investigación de la agresión sexual",
    "special-investigative-topics": "temas especiales de investigación",
    "survival": "técnicas de supervivencia",
    "traffic": "control del tráfico",
    "trauma-informed": "policía con atención al trauma",
    "use-of-force": "uso de la fuerza",
    "youth": "menores y jóvenes",
}

_MONTHS: Final = dict(
    zip(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
        strict=True,
    )
)
_DAY = r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})"

_BEFORE: Final = r"(?:(?<=^)|(?<=[;,:] )|(?<= or )|(?<= of )|(?<= beside ))"
_AFTER: Final = r"(?=$|[;,:]| or | beside | by \d)"

#: The fixed words of a step, in the order in which they are replaced; amounts like ``4 h 30 min`` stay.
_PHRASES: Final = tuple(
    (re.compile(found), put)
    for found, put in (
        (rf" by {_DAY}$", r" antes del final del \1 \2 \3"),
        (rf", was due {_DAY}$", r", venció el \1 \2 \3"),
        (rf": missing when the period closed, {_DAY}$", r": faltaba al cerrarse el periodo, el \1 \2 \3"),
        (r"\b(\d+) more of these: ", r"\1 más de estos: "),
        (r" more, each minute counted once, of: ", " más, contando cada minuto una sola vez, de: "),
        (r" more of (.+?) beside ", r" más de \1 junto a "),
        (r"\bno more than ", "no más de "),
        (r", with each item the officer ", ", con cada objeto que el agente "),
        (r"\b1 time\b", "1 vez"),
        (r"\b(\d+) times\b", r"\1 veces"),
        (r" at least (\S+(?: \w+)?) apart\b", r" con al menos \1 entre una y otra"),
        (r"\ban? (\S+) as asked in force\b", r"\1 en vigor, como se exige"),
        (r"\ban? (.+?) in force\b", r"\1 en vigor"),
        (r"\bscore of (\S+ %) or more\b", r"nota de \1 o más"),
        (r"\bthe course set for the period\b", "el curso fijado para el periodo"),
        (r"\bor others listed\b", "u otros de la lista"),
        (r"\bcourse (?=[\w.-]+(?:[,;:]|$| or | by | u ))", "curso "),
        (r"\b(h|min) of ", r"\1 de "),
        (r"(?<=más) of ", " de "),
        (r" days\b", " días"),
        (r" months\b", " meses"),
        (r" years?\b", " años"),
        (r" or ", " o "),
        (r", not ", ", no "),
    )
)


def step_in_spanish(step: str, topics: Mapping[str, str]) -> str:
    """Return a next step in Spanish; ``topics`` are the rulebook's English names by code."""
    held: list[str] = []

    def keep(found: re.Match[str]) -> str:
        held.append(known[found.group()])
        return f"\x00{len(held) - 1}\x00"

    known = {**PARTS_ES, **{name: TOPICS_ES[code] for code, name in topics.items() if code in TOPICS_ES}}
    # the longest name first: "first aid and CPR" before "first aid"; and only whole names, never half of one
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    text = re.sub(rf"{_BEFORE}(?:{names}){_AFTER}", keep, step)
    for found, put in _PHRASES:
        text = found.sub(put, text)
    text = re.sub(_DAY, lambda day: f"{day[1]} {_MONTHS.get(day[2], day[2])} {day[3]}", text)
    return re.sub("\x00(\\d+)\x00", lambda place: held[int(place[1])], text)
