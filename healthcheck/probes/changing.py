"""What the records say of change and release management."""

from django.db.models import Count, Exists, OuterRef, Q

from assets.models import Licence, SoftwareMaster
from changes.models import Approval, Change, Decision, Kind, Release, Step
from healthcheck.probes.facts import NO, PARTLY, YES, Finding, of_number, of_share, probe
from servicedesk.roles import Permission

CHANGES, ASSETS = Permission.SEE_CHANGES, Permission.SEE_ASSETS
A_FEW = 3
ROLLED_OUT = ("rolling_out", "done")


@probe("Changes made in the time. Yes for three or more, partly for fewer.", CHANGES)
def changes_recorded(facts):
    return of_number(_made(facts).count(), yes=A_FEW, words="changes recorded", path=_log(facts))


@probe(
    "Changes made in the time, without emergencies: of a standard kind, or with a yes to doing it before it was made. "
    "What was only written down afterwards had none. Yes from 90 of 100, partly from 50.",
    CHANGES,
)
def approved_before_made(facts):
    said_yes = Approval.objects.filter(
        change=OuterRef("pk"), step=Step.IMPLEMENT, decision=Decision.APPROVED, decided_at__lte=OuterRef("made_at")
    )
    usual = _made(facts).exclude(kind=Kind.EMERGENCY).annotate(was_asked=Exists(said_yes))
    in_order = Q(kind=Kind.STANDARD) | Q(was_asked=True)
    counted = usual.aggregate(all=Count("pk"), approved=Count("pk", filter=in_order))
    words, none = "changes had a yes first", "no change was made"
    return of_share(counted["approved"], counted["all"], yes=0.9, partly=0.5, words=words, path=_log(facts), none=none)


@probe(
    "Changes asked for and made in the time that say how they are undone. Yes from 90 of 100, partly from 50.", CHANGES
)
def back_out_planned(facts):
    counted = _asked_for(facts).aggregate(all=Count("pk"), planned=Count("pk", filter=~Q(back_out=[])))
    words, none = "changes say how they are undone", "no change was asked for and made"
    return of_share(counted["planned"], counted["all"], yes=0.9, partly=0.5, words=words, path=_log(facts), none=none)


@probe("Changes asked for and made in the time that were announced. Yes from 80 of 100, partly from 40.", CHANGES)
def changes_announced(facts):
    counted = _asked_for(facts).aggregate(all=Count("pk"), told=Count("pk", filter=Q(announced_at__isnull=False)))
    words, none = "changes were announced", "no change was asked for and made"
    return of_share(counted["told"], counted["all"], yes=0.8, partly=0.4, words=words, path=_log(facts), none=none)


@probe("Changes made in the time that were no emergency. Yes from 90 of 100, partly from 75.", CHANGES)
def few_emergencies(facts):
    counted = _made(facts).aggregate(all=Count("pk"), calm=Count("pk", filter=~Q(kind=Kind.EMERGENCY)))
    words, none = "changes could wait for a yes", "no change was made"
    return of_share(counted["calm"], counted["all"], yes=0.9, partly=0.75, words=words, path=_log(facts), none=none)


@probe(
    "Changes closed in the time that were emergencies, failed or were backed out, with a review signed. "
    "Yes for all, partly from half.",
    CHANGES,
)
def changes_reviewed(facts):
    odd = Q(kind=Kind.EMERGENCY) | Q(outcome__in=["failed", "backed_out"])
    ended = Change.objects.filter(odd, school=facts.school, closed_on__range=facts.days)
    counted = ended.aggregate(all=Count("pk"), signed=Count("pk", filter=Q(reviewed_at__isnull=False)))
    path = facts.listed("changes:list", status="review")
    none = "none went another way than planned"
    return of_share(
        counted["signed"], counted["all"], yes=1, partly=0.5, words="were looked back on", path=path, none=none
    )


@probe("Build procedures of the school or the trust. Yes for one or more.", CHANGES)
def builds_written(facts):
    number = _releases(facts).count()
    return Finding(YES if number else NO, f"build procedures: {number:,}", facts.listed("changes:releases"))


@probe("Builds that are rolled out, with both tests passed. Yes for all, partly from half.", CHANGES)
def builds_tested(facts):
    return _rolled_out(facts, Q(stability_passed=True, acceptance_passed=True), "builds passed their tests")


@probe("Builds that are rolled out, with what the pilot said. Yes for all, partly from half.", CHANGES)
def builds_piloted(facts):
    return _rolled_out(facts, ~Q(pilot_result=""), "builds had a pilot")


@probe("Titles the school has licences for that have a master in use. Yes from 80 of 100, partly from 30.", ASSETS)
def masters_kept(facts):
    master = SoftwareMaster.objects.filter(software=OuterRef("software"), retired_at=None)
    titles = _licences(facts).annotate(has_master=Exists(master))
    counted = titles.aggregate(
        all=Count("software", distinct=True), kept=Count("software", distinct=True, filter=Q(has_master=True))
    )
    path = facts.listed("assets:software_list")
    none = "no licence is recorded"
    return of_share(counted["kept"], counted["all"], yes=0.8, partly=0.3, words="titles", path=path, none=none)


@probe(
    "Licences of the school or the trust of which no more are used than were bought. Yes for all, partly from 80 of "
    "100; no where no licence is recorded.",
    ASSETS,
)
def licences_in_bounds(facts):
    licences, path = _licences(facts).with_uses(), facts.listed("assets:licences", state="over")
    number, over = licences.count(), licences.over_used().count()
    if not number:
        return Finding(NO, "no licence is recorded", path)
    answer = YES if not over else PARTLY if over <= number * 0.2 else NO
    return Finding(answer, f"{over:,} of {number:,} licences are used beyond their number", path)


@probe("Licences that ran out and are still in use. Yes for none, partly for one.", ASSETS)
def licences_not_expired(facts):
    path = facts.listed("assets:licences")
    if not _licences(facts).exists():
        return Finding(NO, "no licence is recorded", path)
    used = Q(uses__isnull=False, uses__taken_back_at=None)
    number = _licences(facts).filter(used, expires_on__lt=facts.today).distinct().count()
    answer = YES if not number else PARTLY if number == 1 else NO
    return Finding(answer, f"licences in use that have run out: {number:,}", path)


def _made(facts):
    return Change.objects.made().filter(school=facts.school, made_on__range=facts.days).order_by()


def _asked_for(facts):
    return _made(facts).exclude(kind=Kind.RECORDED)


def _log(facts):
    return facts.listed("changes:list", status="made")


def _releases(facts):
    here = Q(school=facts.school) | Q(school=None)
    return Release.objects.filter(here, made_at__lte=facts.now).exclude(status="withdrawn")


def _rolled_out(facts, in_order, words):
    counted = (
        _releases(facts).filter(status__in=ROLLED_OUT).aggregate(all=Count("pk"), good=Count("pk", filter=in_order))
    )
    path, none = facts.listed("changes:releases"), "no build is rolled out"
    return of_share(counted["good"], counted["all"], yes=1, partly=0.5, words=words, path=path, none=none)


def _licences(facts):
    return Licence.objects.filter(Q(school=facts.school) | Q(school=None)).order_by()
