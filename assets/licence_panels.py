"""What the pages of a thing and of a person show of licences: those they have."""

from assets.models import LicenceUse
from assets.panels import Line, Section, panel
from servicedesk.roles import Permission


@panel
def licences_of(asset, *, reader, at):
    """The licences that a thing has today; nothing where there is none."""
    uses = LicenceUse.objects.visible_to(reader).in_use().filter(asset=asset).select_related("licence__software")
    lines = tuple(line_of(use) for use in uses)
    if lines:
        gone = "" if asset.is_here else "It is gone: take its licences back, so that others may have them."
        yield Section("Licences", says=gone, lines=lines, order=70)


def licences_by(person, *, reader):
    """The lines of a person’s licences, for whoever sees the licence log."""
    if not reader.may_anywhere(Permission.SEE_ASSETS):
        return []
    uses = LicenceUse.objects.visible_to(reader).in_use().filter(person=person).select_related("licence__software")
    return [line_of(use) for use in uses]


def line_of(use):
    """The title that leads to the licence, and since when."""
    since = f"since {use.given_at.day} {use.given_at:%b %Y}"
    return Line(use.licence.software.name, url=use.licence.get_absolute_url(), aside=since)
