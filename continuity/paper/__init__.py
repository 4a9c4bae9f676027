"""The continuity plan on paper: order, steps, whom to call; to be kept where it is read when everything is down."""

from pathlib import Path

from django.utils.timezone import localdate, localtime

from continuity.standing import lines_of, plan_of, trust_plan
from servicedesk.masthead import masthead
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("plan.typ")
MOST_NEEDED = 30


def file_name(school):
    """What the file is called."""
    return f"continuity-plan-{school.code if school else 'trust'}.pdf"


def plan_pdf(school, *, at) -> bytes:
    """The order in force at a school (None: that of the trust) as a tagged PDF."""
    today = localdate(at)
    plan = plan_of(school, today=today) if school else trust_plan(today=today)
    here = localtime(at)
    name = school.name if school else "Every school without an order of its own"
    return set_on_paper(
        TEMPLATE,
        {
            "title": f"Continuity plan: {name}",
            "head": masthead(school),
            "subtitle": f"What comes back first, and how. As of {here.day} {here:%B %Y}.",
            "footer": f"Continuity plan, {name[:80]}. Printed {here.day} {here:%B %Y}.",
            "order": [_row(each) for each in plan.lines],
            "people": _people(lines_of(school)),
            "lines": [_line(each) for each in plan.lines],
        },
        at=at,
    )


def _row(standing):
    line = standing.line
    return [str(line.place), line.service.name, line.within_words, line.loss_words, _who(line.owner)]


def _line(standing):
    line = standing.line
    facts = [
        ("Must be back within", line.within_words),
        ("Work that may be lost", line.loss_words),
        ("Who brings it back", _reached(line.owner)),
        ("Deputy", _reached(line.deputy)),
        ("Where the back-ups are", line.backups_at),
        ("Whom to call", line.contacts),
        ("Needs", ", ".join(_thing(thing) for thing in standing.needs[:MOST_NEEDED])),
    ]
    return {
        "title": f"{line.place}. {line.service.name}",
        "facts": [[name, said] for name, said in facts if said],
        "meanwhile": line.meanwhile,
        "steps": line.steps,
    }


def _people(lines):
    """Everyone named in the plan, once, with how they are reached."""
    people = {person.pk: person for line in lines for person in (line.owner, line.deputy) if person}
    return [[person.name, person.phone, person.email or ""] for person in sorted(people.values(), key=lambda p: p.name)]


def _thing(thing):
    return f"{thing.tag} {thing.name}" if thing.tag else thing.name


def _who(person):
    return person.name if person else "Nobody yet"


def _reached(person):
    return ", ".join(filter(None, [person.name, person.phone])) if person else "Nobody yet"
