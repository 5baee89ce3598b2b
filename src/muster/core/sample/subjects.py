"""What sample courses are about: words only, invented for this project, of no real provider."""

from __future__ import annotations

from typing import NamedTuple

#: topic code: (prefix of its course numbers, its name in titles)
SUBJECTS = {
    "procedural-justice": ("PJ", "Procedural Justice"),
    "bias-free": ("BF", "Bias-Free Policing"),
    "crisis-response": ("CR", "Crisis Response"),
    "de-escalation": ("DE", "De-escalation"),
    "cultural-competency": ("CC", "Cultural Competency"),
    "use-of-force": ("UF", "Use of Force"),
    "arrest-control": ("AC", "Arrest and Control"),
    "driving": ("DR", "Emergency Driving"),
    "pursuit": ("PU", "Vehicle Pursuit"),
    "firearms": ("FI", "Firearms"),
    "communications": ("CO", "Tactical Communication"),
    "legal-update": ("LU", "Law of Search and Seizure"),
    "ethics": ("ET", "Ethics"),
    "leadership": ("LE", "Leadership"),
    "domestic-violence": ("DV", "Domestic Violence"),
    "sexual-assault": ("SA", "Sexual Assault Investigation"),
    "active-shooter": ("AS", "Active Attack Response"),
    "officer-wellness": ("WE", "Officer Wellness"),
    "hazmat": ("HZ", "Hazardous Materials"),
    "less-lethal": ("LL", "Less-Lethal Devices"),
    "human-trafficking": ("HT", "Human Trafficking"),
    "investigations": ("IN", "Investigations"),
    "traffic": ("TR", "Traffic Safety"),
    "first-aid-cpr": ("FC", "Tactical Medicine"),
}


class Form(NamedTuple):
    """One way a subject is taught, with the lengths in minutes it comes in."""

    use: str
    title: str
    delivery: str
    minutes: tuple[int, ...]


FORMS = (
    Form("refresher", "{} Refresher", "classroom", (120, 180, 240)),
    Form("elective", "{}: Basic Course", "classroom", (480, 960, 1440)),
    Form("elective", "{}: Advanced Course", "classroom", (480, 960)),
    Form("elective", "{}: Scenario Practice", "scenario", (240, 480)),
    Form("elective-online", "{} Online", "online", (30, 60, 120)),
    Form("elective", "{} for Supervisors", "classroom", (120, 240)),
    Form("elective", "{}: Instructor Course", "classroom", (1440, 2400)),
)

#: Title and the two topics one course serves.
PAIRS = (
    ("Fair and Impartial Contacts", "procedural-justice;bias-free"),
    ("Calm Words in a Crisis", "crisis-response;de-escalation"),
    ("Serving Every Community", "bias-free;cultural-competency"),
    ("Force Options and De-escalation", "use-of-force;de-escalation"),
    ("Hands-On Control with Medical Aftercare", "arrest-control;first-aid-cpr"),
    ("Speaking Across Cultures", "cultural-competency;communications"),
    ("Pursuit Law and Driving", "pursuit;driving"),
    ("Duty to Intervene", "ethics;use-of-force"),
    ("Interviewing Survivors", "domestic-violence;sexual-assault"),
    ("Leading a Fair Department", "leadership;procedural-justice"),
    ("Peer Support in Crisis Work", "officer-wellness;crisis-response"),
    ("Rifle and Active Attack", "firearms;active-shooter"),
)

#: Title and topics; attended away from home, in several blocks a day.
CONFERENCES = (
    ("State Training Officers' Conference", "leadership"),
    ("Crisis Intervention Conference", "crisis-response"),
    ("Community Policing Summit", "procedural-justice;cultural-competency"),
    ("Traffic Safety Conference", "traffic"),
    ("Investigators' Annual Meeting", "investigations"),
    ("Use of Force Symposium", "use-of-force;legal-update"),
)

_BULLETIN_TITLES = (
    "New Case Law",
    "Body Camera Reminders",
    "Lessons from Last Month",
    "Policy Change",
    "Officer Safety Note",
    "Report Writing Tip",
)
_BULLETIN_TOPICS = (
    "legal-update",
    "procedural-justice",
    "use-of-force",
    "communications",
    "de-escalation",
    "bias-free",
    "officer-wellness",
    "driving",
    "none",
    "domestic-violence",
)
#: Title and topic (None: nobody has sorted it) of the minutes at the start of a shift.
BULLETINS: tuple[tuple[str, str | None], ...] = tuple(
    (f"{title} ({topic})" if topic != "none" else f"{title} (general)", topic if number % 9 else None)
    for number, (topic, title) in enumerate((t, n) for t in _BULLETIN_TOPICS for n in _BULLETIN_TITLES)
)

#: Code, title, topics, minutes of the courses that exist anew each year.
YEARLY = (
    ("LEGAL", "Legal Update", "legal-update", 240),
    ("POLICY", "Policy Review", "ethics", 60),
)

#: Titles carried over from an older system with nothing else; the words invite wrong guesses.
UNSORTED = (
    "CPR/RESUSCITATION UPDATE - DAY 2",
    "DE-ESC TRNG (OLD FORMAT)",
    "CITYTIME ENTRY FOR SUPERVISORS",
    "C.I.T. 40 HR",
    "DEFENSIVE TACTICS / ARREST TECH",
    "EVOC SKID PAD",
    "IMPLICIT BIAS - VENDOR CLASS",
    "MISC IN-SERVICE",
    "EXCITED STATES AND MEDICAL RISK",
    "INSTR UPDATE",
)

WITHOUT_TOPIC = (
    "Payroll and Timekeeping",
    "Fleet Card Use",
    "Records System Login",
    "Uniform Inspection",
    "Radio Battery Care",
    "Workplace Ergonomics",
)
