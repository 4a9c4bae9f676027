"""What the register says of configuration management and of what ICT costs."""

from django.db.models import Count, Exists, OuterRef, Q

from assets.models import Asset, Disposal, Licence, Loan, Relation, ServiceNeed
from healthcheck.probes.facts import of_number, of_share, probe
from servicedesk.roles import Permission

SEES = Permission.SEE_ASSETS
A_YEAR = {"days": 366}
A_REGISTER = 20  # things; fewer are a beginning
A_FEW = 5


@probe("Things in the register, without what is gone. Yes from 20, partly for fewer.", SEES)
def register_kept(facts):
    number = _known(facts).count()
    return of_number(number, yes=A_REGISTER, words="things recorded", path=_list(facts))


@probe("Things in the register whose room is known. Yes from 95 of 100, partly from 70.", SEES)
def assets_with_room(facts):
    return _share(facts, Q(room__isnull=False), "things have a room", yes=0.95, partly=0.7)


@probe("Things in the register that were looked at within a year. Yes from 90 of 100, partly from 40.", SEES)
def audited_within_year(facts):
    seen = Q(audited_at__gte=facts.ago(**A_YEAR))
    path = _list(facts, not_audited_since=facts.ago(**A_YEAR).date())
    return _share(facts, seen, "things were seen", yes=0.9, partly=0.4, path=path)


@probe("Relations between things, and things that a service needs. Yes for five or more, partly for fewer.", SEES)
def relations_recorded(facts):
    number = Relation.objects.filter(asset__school=facts.school).count()
    number += ServiceNeed.objects.filter(asset__school=facts.school).count()
    return of_number(number, yes=A_FEW, words="relations recorded", path=_list(facts))


@probe(
    "Things disposed of, with a page that says how and what became of their data. Yes from 90 of 100, partly from 50.",
    SEES,
)
def disposals_recorded(facts):
    gone = Asset.objects.filter(school=facts.school, state=Asset.State.DISPOSED)
    told = Exists(Disposal.objects.filter(asset=OuterRef("pk")))
    counted = gone.annotate(is_told=told).aggregate(all=Count("pk"), told=Count("pk", filter=Q(is_told=True)))
    path, none = _list(facts, state="disposed"), "nothing was disposed of"
    words = "things were written out"
    return of_share(counted["told"], counted["all"], yes=0.9, partly=0.5, words=words, path=path, none=none)


@probe("Things out on loan that are not overdue. Yes from 90 of 100, partly from 60.", SEES)
def loans_kept(facts):
    out = Loan.objects.filter(asset__school=facts.school, returned_at=None)
    counted = out.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(due_on__gte=facts.today)))
    path, words = facts.listed("assets:loans"), "loans are within their day"
    return of_share(
        counted["kept"], counted["all"], yes=0.9, partly=0.6, words=words, path=path, none="nothing is lent"
    )


@probe("Things in the register with what they cost. Yes from 80 of 100, partly from 30.", SEES)
def costs_known(facts):
    return _share(facts, Q(cost__isnull=False), "things have a cost", yes=0.8, partly=0.3)


@probe("Things in the register with the day they were bought. Yes from 80 of 100, partly from 30.", SEES)
def ages_known(facts):
    return _share(facts, Q(bought_on__isnull=False), "things have an age", yes=0.8, partly=0.3)


@probe("Things in the register with the end of their warranty. Yes from 60 of 100, partly from 20.", SEES)
def warranties_known(facts):
    return _share(facts, Q(warranty_until__isnull=False), "things have a warranty", yes=0.6, partly=0.2)


@probe("Licences of the school or the trust with a cost. Yes from 80 of 100, partly from 30.", SEES)
def licence_costs_known(facts):
    found = Licence.objects.filter(Q(school=facts.school) | Q(school=None))
    counted = found.aggregate(all=Count("pk"), known=Count("pk", filter=Q(cost__isnull=False)))
    path, none = facts.listed("assets:licences"), "no licence is recorded"
    return of_share(counted["known"], counted["all"], yes=0.8, partly=0.3, words="licences", path=path, none=none)


def _known(facts):
    return Asset.objects.filter(school=facts.school).exclude(state__in=[Asset.State.DISPOSED, Asset.State.LOST])


def _list(facts, **asked):
    return facts.listed("assets:list", by_code=False, **asked)


def _share(facts, known, words, *, yes, partly, path=""):
    counted = _known(facts).aggregate(all=Count("pk"), known=Count("pk", filter=known))
    path = path or _list(facts)
    none = "no thing is recorded"
    return of_share(counted["known"], counted["all"], yes=yes, partly=partly, words=words, path=path, none=none)
