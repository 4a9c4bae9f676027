"""What the records say of service levels, and of back-ups."""

from datetime import timedelta

from healthcheck.probes.facts import NO, PARTLY, UNKNOWN, YES, Finding, of_share, probe
from maintenance.models import Round, Status
from reports.goals import goals, overall
from reports.periods import day_words
from servicedesk.models import Service
from servicedesk.roles import Permission
from sla.calendars import current_version

SEES = Permission.SEE_AGREEMENTS
AHEAD = timedelta(days=120)
USUAL_GOAL = 90  # per cent, where the agreement names no one share
BACKUPS = "backups"  # the suggested plan of maintenance for them


@probe("The version of the agreement that holds. Yes where there is one.", SEES)
def agreement_in_force(facts):
    if facts.version is None:
        return Finding(NO, "no agreement is in force", facts.listed("sla:agreements"))
    since = facts.version.in_force_from
    return Finding(
        YES, f"version {facts.version.number}, from {day_words(since.date())}", facts.listed("sla:agreements")
    )


@probe("Signatures of the version that holds. Yes for two or more, partly for one.", SEES)
def agreement_signed(facts):
    if facts.version is None:
        return Finding(NO, "no agreement is in force")
    number = facts.version.signatures.count()
    return Finding(
        YES if number > 1 else PARTLY if number else NO, f"signatures: {number}", facts.listed("sla:agreements")
    )


@probe(
    "The day on which the agreement is to be looked at again. Yes where it is ahead, partly where it has passed.", SEES
)
def agreement_reviewed(facts):
    day = facts.version.review_on if facts.version else None
    path = facts.listed("sla:agreements")
    if day is None:
        return Finding(NO, "no day is set", path)
    return Finding(YES if day >= facts.today else PARTLY, f"to be looked at by {day_words(day)}", path)


@probe(
    "The last day of which the school’s calendar knows. Yes where it is four months ahead or more, partly where it "
    "has not passed.",
    SEES,
)
def calendar_known(facts):
    version = current_version(facts.school)
    path = facts.listed("sla:calendars")
    if version is None:
        return Finding(NO, "the school has no calendar", path)
    if version.known_until is None:
        return Finding(PARTLY, "the calendar does not say how far it is known", path)
    answer = YES if version.known_until >= facts.today + AHEAD else PARTLY
    answer = answer if version.known_until >= facts.today else NO
    return Finding(answer, f"known until {day_words(version.known_until)}", path)


@probe("Services on offer with a description. Yes from 80 of 100, partly from 30.", Permission.SEE_AGREEMENTS)
def services_described(facts):
    offered = Service.objects.on_offer()
    said, every = offered.exclude(description="").count(), offered.count()
    path = facts.listed("servicedesk:catalogue")
    none = "no service is on offer"
    return of_share(said, every, yes=0.8, partly=0.3, words="services are described", path=path, none=none)


@probe(
    "Decided records put right in time, against the share the agreement names, or 90 of 100 where it names no one "
    "share. Yes where it is reached, partly from ten points below.",
    Permission.SEE_REPORTS,
)
def levels_kept(facts):
    found, goal = facts.service, overall(goals(facts.school)) or USUAL_GOAL
    whole = found.met + found.missed
    if not whole:
        return Finding(UNKNOWN, "nothing was promised")
    goal = float(goal) / 100
    words = f"put right in time, {goal:.0%} is the aim"
    path = facts.rows("met")
    return of_share(found.met, whole, yes=goal, partly=goal - 0.1, words=words, path=path, none="")


@probe(
    "Rounds of the suggested plan for back-ups done in the time. Yes where one was done within the last 45 days, "
    "partly where any was.",
    Permission.SEE_MAINTENANCE,
)
def backups_looked_at(facts):
    done = Round.objects.filter(
        school=facts.school, plan__starter=BACKUPS, status=Status.DONE, done_on__range=facts.days
    )
    last = done.order_by("-done_on").values_list("done_on", flat=True).first()
    path = facts.listed("maintenance:plans")
    if last is None:
        return Finding(NO, "no round of back-ups was done", path)
    answer = YES if (facts.today - last).days <= 45 else PARTLY
    return Finding(answer, f"last looked at on {day_words(last)}", path)
