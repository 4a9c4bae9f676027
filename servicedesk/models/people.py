"""People, their roles per school, and the teams of the desk."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from servicedesk import roles
from servicedesk.models.places import School
from servicedesk.querysets import MembershipQuerySet, OfSchool, PersonQuerySet

NO_HISTORY = {"password", "last_login"}


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes people who sign in by e-mail."""

    def create_user(self, email, password=None, **fields):
        """Make a person who may sign in; without a password only by single sign-on or a link."""
        person = self.model(email=self.normalize_email(email).lower() or None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who asks, helps or decides. A person brought in from another desk has no e-mail and can't sign in."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False, help_text="Holds every right in every school.")
    joined_at = models.DateTimeField(auto_now_add=True)
    bounced_at = models.DateTimeField(null=True, blank=True, help_text="When mail to this address last came back.")
    source = models.CharField(max_length=40, blank=True, help_text="The other desk this person was brought in from.")
    source_name = models.CharField(max_length=200, blank=True, help_text="What the other desk calls them.")
    history = HistoricalRecords(excluded_fields=sorted(NO_HISTORY))

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_name"], name="person_once_per_source", condition=~Q(source="")
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep what it was before and who changed it; a sign-in is no change of the person."""
        if set(kwargs.get("update_fields") or ["everything"]) <= NO_HISTORY:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    def get_full_name(self):
        """What allauth and Django call the name."""
        return self.name

    @property
    def first_name(self):
        """The word people use in the corridor."""
        return self.name.split(" ")[0]

    @property
    def initials(self):
        """Two letters for a small square."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def is_staff(self):
        """Django's word for somebody who may look after the installation."""
        return self.is_superuser

    @cached_property
    def _worn(self):
        """The memberships with their schools; read once per person and request."""
        return list(self.memberships.select_related("school")) if self.is_active and self.pk else []

    @cached_property
    def _hats(self):
        """Permission → ids of schools, None among them for everywhere."""
        hats = {}
        if self.is_active and self.is_superuser:
            return {permission: {None} for permission in roles.Permission}
        for membership in self._worn:
            for permission in roles.ROLES[membership.role].permissions:
                hats.setdefault(permission, set()).add(membership.school_id)
        return hats

    @property
    def own_schools(self):
        """The schools where this person wears a hat, by name; None who wears one at every school."""
        if (self.is_active and self.is_superuser) or any(m.school_id is None for m in self._worn):
            return None
        found = {membership.school_id: membership.school for membership in self._worn}
        return sorted(found.values(), key=lambda school: school.name)

    def may(self, permission, school):
        """May this person do one thing at this school (a School or its id)?"""
        found = self._hats.get(permission, ())
        return None in found or getattr(school, "pk", school) in found

    def may_anywhere(self, permission):
        """May this person do one thing at any school?"""
        return bool(self._hats.get(permission))

    def within(self, permission, *, field):
        """A filter for rows whose `field` names a school where this person may do one thing."""
        found = self._hats.get(permission, set())
        return Q() if None in found else Q(**{f"{field}__in": sorted(found)})

    def within_any(self, *, field):
        """A filter for rows of the schools where this person wears any hat."""
        found = set().union(*self._hats.values())
        return Q() if None in found else Q(**{f"{field}__in": sorted(found)})

    @property
    def works_here(self):
        """Does this person wear any hat at all?"""
        return bool(self._hats)

    def forget_hats(self):
        """Read the roles anew, after they changed."""
        for read in ("_hats", "_worn"):
            self.__dict__.pop(read, None)


class Membership(models.Model):
    """A hat a person wears: at one school, or at every school of the trust when none is named."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=40, choices=roles.CHOICES)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "school", "role"], name="role_once_per_school"),
            models.UniqueConstraint(fields=["person", "role"], name="trust_role_once", condition=Q(school=None)),
            models.CheckConstraint(name="membership_role_is_known", condition=Q(role__in=sorted(roles.ROLES))),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}, {self.school or 'every school'}"


class Team(models.Model):
    """A group of people of the desk to whom work is passed, such as the network team."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=100)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="team_name_once_per_school")]

    def __str__(self):
        return self.name
