"""What the records say of service continuity."""

from datetime import timedelta

from continuity.models import BackupTest, RecoveryLine, Rehearsal, Result
from healthcheck.probes.facts import NO, PARTLY, YES, Finding, of_number, of_share, probe
from reports.periods import day_words
from servicedesk.roles import Permission

SEES = Permission.SEE_AGREEMENTS
SEVERAL = 3
A_YEAR = timedelta(days=366)


@probe(
    "Services in the recovery order of the school, or else of the trust. Yes for three or more, partly for fewer.", SEES
)
def recovery_agreed(facts):
    number = len(_lines(facts))
    return of_number(number, yes=SEVERAL, words="services in recovery order", path=facts.listed("continuity:plan"))


@probe("Services of the recovery order with the steps that bring them back. Yes from 80 of 100, partly from 30.", SEES)
def recovery_written(facts):
    return _share(facts, lambda line: line.steps, "services have steps")


@probe("Services of the recovery order that say whom to call. Yes from 80 of 100, partly from 30.", SEES)
def recovery_contacts(facts):
    return _share(facts, lambda line: line.contacts, "services say whom to call")


@probe("Back-up tests of the last year. Yes where the latest succeeded, partly where it did not.", SEES)
def backup_restored(facts):
    since = {"tested_on__gt": facts.today - A_YEAR, "tested_on__lte": facts.today}
    last = BackupTest.objects.filter(school=facts.school, **since).order_by("-tested_on", "-pk").first()
    path = facts.listed("continuity:backup_tests")
    if last is None:
        return Finding(NO, "nothing was brought back from a back-up", path)
    words = f"{last.get_result_display().lower()} on {day_words(last.tested_on)}"
    return Finding(YES if last.result == Result.PASSED else PARTLY, words, path)


@probe("Rehearsals held within the last year. Yes where there was one.", SEES)
def rehearsed(facts):
    since = {"held_on__gt": facts.today - A_YEAR, "held_on__lte": facts.today}
    last = Rehearsal.objects.filter(school=facts.school, **since).order_by("-held_on", "-pk").first()
    path = facts.listed("continuity:rehearsals")
    return Finding(YES, f"held on {day_words(last.held_on)}", path) if last else Finding(NO, "none was held", path)


def _lines(facts):
    return list(RecoveryLine.objects.in_force_at(facts.school))


def _share(facts, has, words):
    lines, path = _lines(facts), facts.listed("continuity:plan")
    if not lines:
        return Finding(NO, "there is no recovery order", path)
    good = sum(bool(has(line)) for line in lines)
    return of_share(good, len(lines), yes=0.8, partly=0.3, words=words, path=path, none="")
