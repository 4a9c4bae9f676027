"""The demo's evidence: what the large school says under the ICT Mark in two years and under the standards in one."""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from changes.models import Change
from evidence import workflow
from evidence.years import year_of
from incidents.models import Incident
from problems.models import Problem

DAY = timedelta(days=1)
MINUTES = """Senior leaders, ICT support: the figures of the half-term
Read: faults put right in time, lessons stopped, what came back.
Agreed: projectors in Science are replaced first; the next look is in half a term.
"""
# (framework, statement, answer, what was brought, commentary, strengths, areas for development)
NOW = [
    (
        "ictmark",
        "6b.1",
        "yes",
        ["How new staff are told where to report a fault"],
        "Everybody reports by the page, the sticker in the room or the phone, and all of it lands in one queue. "
        "New staff are shown it on the first INSET day.",
        "One place to ask, and nobody stops a technician in the corridor any more.",
        "",
    ),
    (
        "ictmark",
        "6b.2",
        "yes",
        [],
        "What stops a lesson is put right first, mostly with a spare from the trolley; the cause is looked for after.",
        "Faults in lessons are dealt with in the lesson.",
        "Small requests wait longer than we would like.",
    ),
    (
        "ictmark",
        "6b.3",
        "yes",
        [],
        "Every record has an owner by the end of the day, and whoever asked is told when it works.",
        "",
        "",
    ),
    (
        "ictmark",
        "6b.4",
        "partly",
        [],
        "The register is complete for classrooms. Tablets that move between rooms are still found late.",
        "",
        "Walk through the register with the rooms once a term.",
    ),
    (
        "ictmark",
        "6b.5",
        "yes",
        [],
        "The agreement was read by the heads of department before it came into force.",
        "",
        "",
    ),
    (
        "ictmark",
        "6b.6",
        "yes",
        ["Minutes of the meeting in which senior leaders read these figures"],
        "Leaders read the figures each half-term. What was late is explained line by line, and some of it excused.",
        "",
        "First answers on busy mornings.",
    ),
    ("ictmark", "6b.8", "partly", [], "People are asked in the letter that says it is fixed.", "", ""),
    (
        "dfe",
        "3.1",
        "yes",
        [],
        "Times are agreed for five priorities and counted in our own support hours.",
        "Known to all staff.",
        "",
    ),
    (
        "dfe",
        "3.5",
        "yes",
        [],
        "Whatever is asked for is recorded, by whichever way it comes.",
        "",
        "",
    ),
    (
        "dfe",
        "4.1",
        "partly",
        [],
        "Reviewed by figures; users are to be asked in the spring.",
        "",
        "Ask pupils and support staff too.",
    ),
]
BEFORE = [
    ("6b.1", "yes", "Most staff use the page; some still write notes."),
    ("6b.2", "partly", "Quick where somebody was near; slow in the North wing."),
    ("6b.3", "partly", "Recorded when there was time."),
    ("6b.4", "no", "The register was begun in the summer."),
    ("6b.5", "no", "Nothing was written down yet."),
]
SIGNED = ("6b.1", "6b.2", "6b.3", "3.1")


def say(schools, staff, *, now):
    """All of it, by the moves that a manager and a head make."""
    school, martin, grace = schools["HBS"], staff["martin.hale"], staff["grace.adeyemi"]
    year = year_of(now.date())
    for statement, answer, commentary in BEFORE:
        at = now - 250 * DAY
        said = {"answer": answer, "commentary": commentary, "by": martin, "at": at}
        claim = workflow.begin(school=school, framework="ictmark", statement=statement, year=year - 1, **said)
        workflow.sign(claim, by=grace, at=at + 7 * DAY)
    claims = {}
    for framework, statement, answer, brought, *texts in NOW:
        said = dict(zip(("commentary", "strengths", "development"), texts, strict=True))
        facts = {"school": school, "framework": framework, "statement": statement, "year": year, "brought": brought}
        facts |= {"answer": answer, "review_on": date(year + 1, 7, 1), "by": martin, "at": now - 12 * DAY}
        claims[statement] = workflow.begin(**facts, **said)
    _behind(claims, school, martin, at=now - 11 * DAY)
    for statement in SIGNED:
        workflow.sign(claims[statement], by=grace, at=now - 9 * DAY)


def _behind(claims, school, by, *, at):
    """Minutes as a document, and a fault, a problem and a change that speak for it."""
    minutes = ContentFile(MINUTES.encode(), name="minutes of leaders, half-term.txt")
    workflow.add_document(claims["6b.6"], file=minutes, shows="Leaders read the figures", by=by, at=at)
    lesson = Incident.objects.filter(school=school, lesson_stopped=True, status="closed", opened_at__lt=at)
    links = [
        ("6b.2", "incident", lesson.order_by("-opened_at").first()),
        ("6b.6", "problem", Problem.objects.filter(school=school, raised_at__lt=at).order_by("-pk").first()),
        ("6b.6", "change", Change.objects.filter(school=school, recorded_at__lt=at).order_by("-pk").first()),
    ]
    for statement, kind, record in links:
        if record:
            workflow.link(claims[statement], kind=kind, reference=record.reference, by=by, at=at)
