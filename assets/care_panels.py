"""What the page of a thing shows of being looked at and of being lent."""

from django.urls import reverse
from django.utils.timezone import localtime

from assets.models import Audit, Loan
from assets.panels import Badge, Line, Section, Way, leads_on, panel
from assets.workflow.loans import today_at
from servicedesk.roles import Permission

SHOWN = 5


@leads_on
def ways_of_care(asset, *, reader):
    """Checking it, for whoever keeps the register."""
    if asset.state != "disposed" and reader.may(Permission.EDIT_ASSETS, asset.school_id):
        yield Way("Check it", reverse("assets:check", args=[asset.pk]), "check")


@panel
def looks_at(asset, *, reader, at):
    """When somebody last stood before it, and what they saw."""
    looks = Audit.objects.visible_to(reader).filter(asset=asset).select_related("by", "found", "expected")[:SHOWN]
    if lines := tuple(_look(each) for each in looks):
        yield Section("Checked", lines=lines, order=60)


def _look(audit):
    if audit.found and audit.expected and audit.found != audit.expected:
        where = f"in {audit.found.name}, not in {audit.expected.name}"
    else:
        where = f"in {audit.found.name}" if audit.found else ""
    words = ", ".join(filter(None, [audit.get_condition_display().lower(), where, audit.note]))
    return Line(_day(localtime(audit.at).date()), words=words, aside=audit.by.name)


@panel
def loans_of(asset, *, reader, at):
    """Who has it and until when, and who had it."""
    keeps = reader.may(Permission.EDIT_ASSETS, asset.school_id)
    loans = list(Loan.objects.visible_to(reader).filter(asset=asset).select_related("to").order_by("-lent_at")[:SHOWN])
    out = next((loan for loan in loans if loan.returned_at is None), None)
    label = Way("Label", f"{reverse('assets:labels')}?id={asset.pk}", "qr")
    ways = [*_ways(asset, out), label] if keeps else [label]
    if out is None:
        past, says = tuple(map(_past, loans)), "Nobody has it on loan."
        yield Section("Loans", says=says, lines=past, ways=tuple(ways), order=55)
        return
    late = out.due_on < today_at(asset.school, at)
    badge = Badge("danger", "late", "Late") if late else Badge("info", "out", "On loan")
    says = f"{out.borrower} has it until {_day(out.due_on)}." + (f" For: {out.purpose}" if out.purpose else "")
    past = tuple(_past(loan) for loan in loans if loan != out)
    yield Section("Loans", says=says, lines=past, ways=tuple(ways), badge=badge, order=5)


def _ways(asset, out):
    if out:
        yield Way("It is back", reverse("assets:take_back", args=[out.pk]), "back")
        yield Way("More time", reverse("assets:extend", args=[out.pk]), "clock")
    elif asset.is_here:
        yield Way("Lend it", reverse("assets:lend", args=[asset.pk]), "out")


def _past(loan):
    back = f"until {_day(localtime(loan.returned_at).date())}" if loan.returned_at else ""
    return Line(loan.borrower, words=f"from {_day(localtime(loan.lent_at).date())} {back}", aside=loan.condition_back)


def _day(day):
    return f"{day.day} {day:%b %Y}"
