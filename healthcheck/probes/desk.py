"""What the records say of the service desk and of incident management."""

from datetime import timedelta

from django.db.models import Count, F, Q

from healthcheck.probes.facts import NO, PARTLY, UNKNOWN, YES, Finding, of_share, probe
from incidents.models import OPEN, Channel, MajorIncident, Status
from incidents.priority import Priority
from servicedesk.models import Kind, Person
from servicedesk.roles import Permission
from sla.models import ClockKind

REPORTS, DESK = Permission.SEE_REPORTS, Permission.SEE_SCHOOL
FRESH = timedelta(hours=24)  # what came in within a day may still be without an owner


@probe(
    "Weeks of the time, from its first record on, in which anything was logged. Yes from 75 of 100, partly from 40; "
    "holidays are weeks too.",
    REPORTS,
)
def recorded_weekly(facts):
    days = set(facts.incidents.values_list("opened_on", flat=True).distinct())
    if not days:
        return Finding(NO, "nothing was logged", facts.rows("incidents"))
    weeks = ((facts.today - min(days)).days // 7) + 1
    used = len({day.isocalendar()[:2] for day in days})
    return of_share(
        min(used, weeks), weeks, yes=0.75, partly=0.4, words="weeks", path=facts.rows("incidents"), none="nothing yet"
    )


@probe(
    "Records that came by phone or in person. Yes where there are any, no where all come by page or e-mail.", REPORTS
)
def spoken_logged(facts):
    counted = facts.incidents.exclude(channel=Channel.IMPORT).aggregate(
        all=Count("pk"), spoken=Count("pk", filter=Q(channel__in=[Channel.PHONE, Channel.IN_PERSON]))
    )
    if not counted["all"]:
        return Finding(UNKNOWN, "nothing was logged")
    return Finding(YES if counted["spoken"] else NO, f"{counted['spoken']:,} of {counted['all']:,} records were spoken")


@probe("Open records older than a day that somebody has taken on. Yes for all, partly from 80 of 100.", DESK)
def open_with_owner(facts):
    counted = facts.scope.incidents.filter(
        school=facts.school, status__in=OPEN, opened_at__lt=facts.now - FRESH
    ).aggregate(all=Count("pk"), owned=Count("pk", filter=Q(assignee__isnull=False)))
    path = f"{facts.listed('incidents:queue')}&owner=none"
    return of_share(
        counted["owned"], counted["all"], yes=1, partly=0.8, words="open records", path=path, none="nothing is open"
    )


@probe(
    "Waiting records whose day to come back to them has not passed; none can wait without a day and a reason. "
    "Yes from 95 of 100, partly from 70.",
    DESK,
)
def follow_ups_kept(facts):
    waiting = facts.scope.incidents.filter(school=facts.school, status=Status.WAITING)
    counted = waiting.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(follow_up_on__gte=facts.today)))
    path = facts.listed("incidents:queue", status="waiting")
    words = "waiting records are still within their day"
    return of_share(
        counted["kept"], counted["all"], yes=0.95, partly=0.7, words=words, path=path, none="nothing is waiting"
    )


@probe("Decided records answered by a person in time. Yes from 90 of 100, partly from 70.", REPORTS)
def answered_in_time(facts):
    found = facts.service
    whole = found.response_met + found.response_missed
    path = facts.rows("response_met")
    return of_share(
        found.response_met, whole, yes=0.9, partly=0.7, words="answered in time", path=path, none="nothing was promised"
    )


@probe("Resolved records whose requester said whether it works. Yes from 20 of 100, partly from 5.", REPORTS)
def people_said(facts):
    counted = facts.incidents.filter(resolved_at__isnull=False).aggregate(
        all=Count("pk"), said=Count("pk", filter=Q(satisfied__isnull=False))
    )
    path, words = facts.rows("resolved"), "resolved records were rated"
    return of_share(
        counted["said"], counted["all"], yes=0.2, partly=0.05, words=words, path=path, none="nothing was resolved"
    )


@probe("People who may log calls for others at the school. Yes for two or more, partly for one.", Permission.SEE_PEOPLE)
def two_take_calls(facts):
    number = Person.objects.who_may(Permission.LOG_FOR_OTHERS, facts.school).count()
    answer = YES if number > 1 else PARTLY if number else NO
    return Finding(answer, f"{number:,} {'person' if number == 1 else 'people'} may take calls")


@probe("Faults that name a room or a thing. Yes from 80 of 100, partly from 50.", REPORTS)
def place_named(facts):
    named = Q(room__isnull=False) | Q(asset__isnull=False)
    counted = facts.incidents.filter(kind=Kind.FAULT).aggregate(all=Count("pk"), named=Count("pk", filter=named))
    path = facts.rows("incidents")
    return of_share(
        counted["named"], counted["all"], yes=0.8, partly=0.5, words="faults", path=path, none="no fault was logged"
    )


@probe(
    "Priorities for which the agreement names a time to fix. Yes for all, partly for some.", Permission.SEE_AGREEMENTS
)
def priorities_agreed(facts):
    if facts.promise is None:
        return Finding(NO, "no agreement is in force")
    agreed = sum(bool(facts.promise.target(ClockKind.RESOLUTION, priority)) for priority in Priority)
    answer = YES if agreed == len(Priority) else PARTLY if agreed else NO
    return Finding(answer, f"{agreed} of {len(Priority)} priorities have a time", facts.listed("sla:agreements"))


@probe("Decided records put right in time. Yes from 90 of 100, partly from 70.", REPORTS)
def fixed_in_time(facts):
    found = facts.service
    path = facts.rows("met")
    words = "put right in time"
    none = "nothing was promised"
    return of_share(found.met, found.met + found.missed, yes=0.9, partly=0.7, words=words, path=path, none=none)


@probe("Steps of escalation in the agreement that holds. Yes where there is one or more.", Permission.SEE_AGREEMENTS)
def escalation_set(facts):
    if facts.version is None:
        return Finding(NO, "no agreement is in force")
    number = facts.version.steps.count()
    return Finding(YES if number else NO, f"steps of escalation: {number}", facts.listed("sla:agreements"))


@probe("Resolved records that were never opened again. Yes from 95 of 100, partly from 88.", REPORTS)
def seldom_reopened(facts):
    found = facts.service
    stayed, path = found.resolved - found.reopened, facts.rows("reopened")
    return of_share(
        stayed, found.resolved, yes=0.95, partly=0.88, words="stayed fixed", path=path, none="nothing was resolved"
    )


@probe("Records resolved here with minutes written down. Yes from 80 of 100, partly from 50.", REPORTS)
def minutes_noted(facts):
    own = facts.incidents.exclude(channel=Channel.IMPORT).filter(resolved_at__isnull=False)
    counted = own.aggregate(all=Count("pk"), noted=Count("pk", filter=Q(minutes_spent__gt=0)))
    path, words = facts.rows("resolved"), "resolved records say how long it took"
    return of_share(
        counted["noted"], counted["all"], yes=0.8, partly=0.5, words=words, path=path, none="nothing was resolved"
    )


@probe("Major incidents of the time that are over, with a review signed. Yes for all, partly for half.", DESK)
def majors_reviewed(facts):
    over = MajorIncident.objects.filter(
        incident__school=facts.school, incident__opened_on__range=facts.days, stood_down_at__isnull=False
    )
    counted = over.aggregate(all=Count("pk"), signed=Count("pk", filter=Q(reviewed_at__gte=F("declared_at"))))
    none = "there was no major incident"
    return of_share(counted["signed"], counted["all"], yes=1, partly=0.5, words="were looked back on", none=none)
