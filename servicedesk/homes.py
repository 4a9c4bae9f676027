"""Which school a reader is at home in: it names the place on top of the page, its zone and its safeguarding contact."""

from dataclasses import dataclass

from servicedesk.models import School, Trust


@dataclass(frozen=True)
class Home:
    """The reader's place: one school, or the whole trust (school is None)."""

    school: School | None
    name: str
    several: bool = False  # serves more than one school, so may choose


def home_of(request):
    """The reader's one school, the school they chose, or the trust when they serve several."""
    if not request.user.is_authenticated:
        return Home(None, "Service desk")
    some = request.user.own_schools  # read with their roles, which every request asks for
    if some is None:
        some = list(School.objects.all()[:2])
    several = len(some) > 1
    school = next(iter(some), None)
    if several:
        school = _chosen(request)
    if school:
        return Home(school, school.name, several)
    trust = Trust.objects.first()
    return Home(None, trust.name if trust else "Service desk", several)


def _chosen(request):
    """The school they chose; most have chosen none, and cost no query."""
    chosen = request.session.get("school")
    return School.objects.visible_to(request.user).filter(pk=chosen).first() if chosen else None
