"""What the records say of problem management, and of monitoring and maintenance."""

from datetime import timedelta

from django.db.models import Count, Q

from assets.models import Asset
from healthcheck.probes.facts import NO, UNKNOWN, YES, Finding, of_number, of_share, probe
from incidents.models import Channel
from maintenance.models import Check, Plan, Result
from problems.models import KnownError, KnownErrorUse, Problem, Trend
from problems.querysets import OPEN_STATES
from servicedesk.roles import Permission

SEES, CARES = Permission.SEE_PROBLEMS, Permission.SEE_MAINTENANCE
LYING = timedelta(days=14)  # a trend waits no longer for a decision
A_FEW = 3
FAULTS_ENOUGH = 20


@probe("Problems raised in the time. Yes for three or more, partly for fewer.", SEES)
def problems_raised(facts):
    number = facts.shift["problems_raised"]
    return of_number(number, yes=A_FEW, words="problems raised", path=_problems(facts, status="any"))


@probe(
    "Trends found in the time and not gone by themselves: decided, or waiting no longer than two weeks. "
    "Yes for all, partly from 70 of 100.",
    SEES,
)
def trends_decided(facts):
    here = Trend.objects.filter(school=facts.school, found_on__range=facts.days).exclude(state=Trend.State.PASSED)
    kept = ~Q(state=Trend.State.PROPOSED) | Q(found_on__gte=facts.today - LYING)
    counted = here.aggregate(all=Count("pk"), kept=Count("pk", filter=kept))
    path = facts.listed("problems:trends")
    words = "trends are decided or new"
    return of_share(
        counted["kept"], counted["all"], yes=1, partly=0.7, words=words, path=path, none="no trend was found"
    )


@probe("Open problems with a resolver. Yes for all, partly from half.", SEES)
def problems_with_resolver(facts):
    counted = Problem.objects.filter(school=facts.school, status__in=OPEN_STATES).aggregate(
        all=Count("pk"), taken=Count("pk", filter=Q(resolver__isnull=False))
    )
    none = "no problem is open"
    path = _problems(facts)
    return of_share(counted["taken"], counted["all"], yes=1, partly=0.5, words="open problems", path=path, none=none)


@probe("Minutes on problems of all minutes written down. Yes from 5 of 100, partly for any.", Permission.SEE_REPORTS)
def problem_time(facts):
    minutes, every = facts.shift["problem_minutes"], facts.shift.minutes
    none = "no time was written down"
    return of_share(minutes, every, yes=0.05, partly=1e-9, words="minutes went on problems", none=none)


@probe("Problems resolved in the time. Yes for three or more, partly for fewer.", SEES)
def causes_removed(facts):
    number = facts.shift["problems_solved"]
    return of_number(number, yes=A_FEW, words="problems resolved", path=_problems(facts, status="any"))


@probe(
    "Known errors of the school or the trust in use whose day to look again has not passed. "
    "Yes from 90 of 100, partly from 50; no where there are none.",
    SEES,
)
def known_errors_kept(facts):
    counted = (
        KnownError.objects.in_use()
        .filter(Q(school=facts.school) | Q(school=None))
        .aggregate(
            all=Count("pk", distinct=True), kept=Count("pk", distinct=True, filter=Q(review_on__gte=facts.today))
        )
    )
    path = facts.listed("problems:known_errors")
    if not counted["all"]:
        return Finding(NO, "no known error is written down", path)
    words = "known errors are within their day"
    return of_share(counted["kept"], counted["all"], yes=0.9, partly=0.5, words=words, path=path, none="")


@probe("Times in the time that a known error was tried. Yes for three or more, partly for fewer.", SEES)
def known_errors_used(facts):
    number = KnownErrorUse.objects.filter(school=facts.school, on__range=facts.days).count()
    path = facts.listed("problems:known_errors")
    return of_number(number, yes=A_FEW, words="ways round tried", path=path)


@probe("Maintenance plans in force. Yes for three or more, partly for fewer.", CARES)
def maintenance_planned(facts):
    number = Plan.objects.filter(school=facts.school, active_from__lte=facts.today).in_force(facts.today).count()
    return of_number(number, yes=A_FEW, words="plans in force", path=facts.listed("maintenance:plans"))


@probe("Rounds due in the time that were done by their day. Yes from 90 of 100, partly from 60.", CARES)
def maintenance_on_time(facts):
    done, due = facts.shift["rounds_on_time"], facts.shift["rounds_due"]
    path = facts.listed("maintenance:rounds", when="done")
    return of_share(done, due, yes=0.9, partly=0.6, words="rounds on time", path=path, none="no round was due")


@probe(
    "Faults found by maintenance or monitoring of all faults, from 20 faults on. Yes from 10 of 100, partly for any.",
    Permission.SEE_REPORTS,
)
def found_by_us(facts):
    first, every = facts.shift["found_by_us"], facts.shift.faults
    if every < FAULTS_ENOUGH:
        return Finding(UNKNOWN, f"{every} faults are too few to judge by")
    return of_share(first, every, yes=0.1, partly=1e-9, words="faults were found by us", none="")


@probe(
    "What was not OK on rounds of the time and became an incident or a problem. Yes from 90 of 100, partly from 50.",
    CARES,
)
def findings_reported(facts):
    failed = Check.objects.filter(
        thing__round__school=facts.school, thing__round__done_on__range=facts.days, result=Result.NOT_OK
    )
    reported = Q(incident__isnull=False) | Q(problem__isnull=False)
    counted = failed.aggregate(all=Count("pk"), reported=Count("pk", filter=reported))
    none = "no round found anything"
    return of_share(counted["reported"], counted["all"], yes=0.9, partly=0.5, words="findings were reported", none=none)


@probe(
    "Records of the time that a program wrote, by monitoring or through the API. Yes where there are any.",
    Permission.SEE_REPORTS,
)
def monitored(facts):
    number = facts.incidents.filter(channel__in=[Channel.MONITORING, Channel.API]).count()
    return Finding(YES if number else NO, f"{number:,} records were written by a program")


@probe("Things of the register kept as spares. Yes for three or more, partly for fewer.", Permission.SEE_ASSETS)
def spares_there(facts):
    number = Asset.objects.filter(school=facts.school, state=Asset.State.SPARE).count()
    path = facts.listed("assets:list", by_code=False, state="spare")
    return of_number(number, yes=A_FEW, words="spares", path=path)


def _problems(facts, **asked):
    return facts.listed("problems:list", **asked)
