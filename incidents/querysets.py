"""Questions about incidents; `visible_to` is the only door."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from incidents.facts import Fact
from servicedesk.roles import Permission

CLOCK = ("kind", "state", "due", "started_at", "amount", "unit", "stopped_at", "breached_at", "calendar_version")
IN_A_ROW = (
    *("summary", "status", "opened_at", "next_due", "wait_reason", "wrote_last", "wrote_last_at", "assignee"),
    *("priority", "lesson_stopped", "parent"),
    *(f"{clock}__{field}" for clock in ("response_clock", "resolution_clock") for field in CLOCK),
)
NAMES = {
    "school_code": "school__code",
    "room_name": "room__name",
    "asset_name": "asset__name",
    "requester_name": "requester__name",
    "assignee_name": "assignee__name",
}
OPEN_STATES = ["new", "assigned", "in_progress", "waiting"]


@models.CharField.register_lookup
class WrittenIn(models.Lookup):
    """`status__written_in=[…]`: `in` with the values, words of ours, written into the query.

    SQLite uses a partial index only where the query repeats the index's condition word for word; parameters hide it.
    """

    lookup_name = "written_in"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        values = ", ".join(f"'{value}'" for value in self.rhs if value.isidentifier())
        return f"{column} IN ({values})", params


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The desk sees the schools it serves; a requester sees what they asked or logged."""
        here = person.within(Permission.SEE_SCHOOL, field="school")
        if not person.may_anywhere(Permission.SEE_SCHOOL):
            return self.of_person(person) if person.works_here else self.none()
        return self.filter(here) if here == Q() else self.filter(here | Q(requester=person) | Q(logged_by=person))

    def reportable_to(self, person):
        """What counts in the reports a person may read."""
        return self.filter(person.within(Permission.SEE_REPORTS, field="school"))

    def of_person(self, person):
        """What a person asked for, or logged for somebody."""
        return self.filter(Q(requester=person) | Q(logged_by=person))

    def unresolved(self):
        """What somebody still has to do something about."""
        return self.filter(status__written_in=OPEN_STATES)

    def in_period(self, first, last):
        """Opened from the day `first` to the day `last`, both counted."""
        return self.filter(opened_on__gte=first, opened_on__lte=last)

    def with_fact(self, name, value):
        """Those whose field `name` of another desk says `value`."""
        return self.alias(_fact=Fact(name)).filter(_fact=value)

    def felt_with(self, incident):
        """A major incident's own record, those that are part of it, and whoever reported any of these too."""
        return self.felt_with_any([incident.pk])

    def felt_with_any(self, wanted):
        """The same of several, by their ids."""
        part = Q(pk__in=wanted) | Q(parent__in=wanted)
        return self.filter(part | Q(duplicate_of__in=wanted) | Q(duplicate_of__parent__in=wanted))

    def beside(self, incident):
        """Other open records of the same thing or in the same room: perhaps the same fault."""
        same = Q(asset=incident.asset_id) if incident.asset_id else Q()
        same |= Q(room=incident.room_id) if incident.room_id else Q()
        if not same:
            return self.none()
        return self.unresolved().filter(same, school=incident.school_id).exclude(pk=incident.pk)

    def faults_of(self, asset, *, since):
        """What went wrong with one thing since a day."""
        return self.filter(asset=asset, kind="fault", opened_on__gte=since).exclude(status="cancelled")

    def with_rows_shown(self):
        """The records with everything that stands beside them, in one query."""
        return self.select_related(
            "school", "room", "asset", "category", "requester", "assignee", "response_clock", "resolution_clock"
        )

    def as_rows(self):
        """What a line of the queue shows and nothing else, with the names that stand in it.

        The names are looked up one by one: PostgreSQL spends 25 to 60 ms on the order of nine joins, and 2 on three.
        """
        names = {name: self._looked_up(*path.split("__")) for name, path in NAMES.items()}
        rows = self.select_related("response_clock", "resolution_clock").only(*IN_A_ROW)
        return rows.annotate(**names, declared=self._is_major())

    def for_a_walk(self):
        """Lines of the queue (`as_rows`) with the building and the room they are in, in words that can be ordered."""
        rooms = self.model._meta.get_field("room").related_model._base_manager.filter(pk=OuterRef("room_id"))
        nothing = models.Value("")
        return self.annotate(
            building=Coalesce(Subquery(rooms.values("building__name")[:1]), nothing),
            homeless=models.Case(models.When(building="", then=1), default=0),
            room_first=Coalesce(Subquery(rooms.values("name")[:1]), nothing),
        )

    def _is_major(self):
        """Was a record declared a major incident?"""
        majors = self.model._meta.get_field("major").related_model
        return models.Exists(majors._base_manager.filter(pk=OuterRef("pk")))

    def _looked_up(self, key, field):
        """One field of the row that a foreign key names."""
        there = self.model._meta.get_field(key).related_model
        return Subquery(there._base_manager.filter(pk=OuterRef(f"{key}_id")).values(field)[:1])


class MajorQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everyone at a school sees its major incidents: that is what they are declared for."""
        return self.filter(person.within_any(field="incident__school"))

    def with_news(self):
        """With what stands on the status page: where, and all that was told, newest first."""
        people = ("lead", "declared_by", "reviewed_by")
        return self.select_related("incident__school", *people).prefetch_related("updates")

    def going_on(self):
        """Those that are not over."""
        return self.filter(stood_down_at=None)

    def restored_since(self, moment):
        """Those that were over by a moment or later, the newest first."""
        return self.filter(stood_down_at__gte=moment).order_by("-stood_down_at")

    def of_service(self, school, category):
        """What is broken at a school now of the service that a kind of fault belongs to; that kind itself first."""
        same = models.Case(models.When(incident__category=category.pk, then=0), default=1)
        found = self.going_on().filter(incident__school=school, incident__category__service=category.service_id)
        return found.order_by(same, "-declared_at", "pk")
