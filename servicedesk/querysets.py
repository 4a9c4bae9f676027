"""Questions about places, people and services; `visible_to` is the only door."""

from django.db import models
from django.db.models import Q

from servicedesk.roles import Permission, roles_with


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The schools where a person wears any hat; all of them for the trust's own team."""
        return self.filter(person.within_any(field="pk"))

    def where_may(self, person, permission):
        """The schools where a person may do one thing."""
        return self.filter(person.within(permission, field="pk"))


class OfSchool(models.QuerySet):
    def visible_to(self, person):
        """What belongs to a school is seen by the people of that school."""
        return self.filter(person.within_any(field="school"))


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The catalogue is for everyone who works in the trust."""
        return self if person.works_here else self.none()

    def on_offer(self):
        """What people may choose today."""
        return self.filter(is_offered=True)


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who has which role is seen by those who give and take them there."""
        return self.filter(person.within(Permission.MANAGE_PEOPLE, field="school"))


class PersonQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everyone sees themselves; the desk sees the people of its schools."""
        here = person.within(Permission.SEE_PEOPLE, field="memberships__school")
        if here == Q():
            return self
        found = self.filter(here).values("pk")
        return self.filter(Q(pk=person.pk) | Q(pk__in=found))

    def with_role(self, role, school):
        """The active people with one role at a school, or with it in the whole trust."""
        return self._wearing([role], school)

    def who_may(self, permission, school):
        """The active people who may do one thing at a school."""
        return self._wearing(roles_with(permission), school)

    def _wearing(self, roles, school):
        here = Q(memberships__school=school) | Q(memberships__school=None)
        return self.filter(here, memberships__role__in=roles, is_active=True).distinct()
