"""The moves of people: one function each, in one transaction, by somebody and at a moment.

`by` needs MANAGE_PEOPLE where the change has effect; otherwise NotYours (403). Facts that can't be accepted raise
ValidationError with a sentence a field. Who changed which role, and when, is kept in the history of `Membership`.
"""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from servicedesk import letters, sign_in
from servicedesk.errors import NotYours
from servicedesk.models import Membership, Person
from servicedesk.roles import ROLES, Permission
from servicedesk.signals import work_given_back


@transaction.atomic
def add_person(*, by, at, name, email, roles, phone=""):
    """Add somebody who starts at a school, and send them the way to choose a password.

    `roles`: school (None: every school) → keys of roles.
    """
    for school in roles:
        _must_manage(by, school)
    if not any(roles.values()):
        raise ValidationError("Give at least one role: without one a person can do nothing here.")
    _email_is_free(email, by)
    person = Person.objects.create_user(email, name=" ".join(name.split()), phone=phone)
    _set_roles(person, roles, by=by, at=at)
    letters.write(person, "people/welcome", at=at, path=sign_in.password_path(person), by=by)
    return person


@transaction.atomic
def change_person(person, *, by, at, name, email, phone=""):
    """Another name or address. An address is the key to an account: who manages all of their schools changes it."""
    person = _locked(person)
    _must_manage_wholly(person, by)
    if (email or None) != person.email:
        _email_is_free(email, by, other_than=person)
    person.name, person.email, person.phone = " ".join(name.split()), (email or "").lower() or None, phone
    _remember(person, by, at).save(update_fields=["name", "email", "phone"])
    sign_in.forget_other_addresses(person)
    return person


@transaction.atomic
def change_roles(person, *, by, at, roles):
    """Give and take roles at the schools named in `roles` (None: every school); those at other schools stay."""
    person = _locked(person)
    if person.is_superuser and not by.is_superuser:
        raise NotYours(f"{person.name} looks after the installation; only somebody who does may change that.")
    _set_roles(person, roles, by=by, at=at)
    if person == by and not person.may_anywhere(Permission.MANAGE_PEOPLE):
        raise ValidationError("This would take away your own right to manage people. Ask another administrator.")
    return person


@transaction.atomic
def give_role(*, by, at, person, school, role):
    """Give one more role at a school (None: at every school). Returns the membership."""
    _must_manage(by, school)
    person = _locked(person)
    held = set(person.memberships.filter(school=school).values_list("role", flat=True))
    if role in held:
        raise ValidationError({"role": f"{person.name} has this role there already."})
    change_roles(person, by=by, at=at, roles={school: held | {role}})
    return person.memberships.select_related("school", "person").get(school=school, role=role)


@transaction.atomic
def take_role(membership, *, by, at):
    """Take one role away; the others stay."""
    person = _locked(membership.person)
    held = set(person.memberships.filter(school=membership.school).values_list("role", flat=True))
    return change_roles(person, by=by, at=at, roles={membership.school: held - {membership.role}})


@transaction.atomic
def close_account(person, *, by, at, keeps_work=False):
    """Somebody left: neither they nor a program of theirs gets in any more; what they did stays under their name.

    What they still had to do goes back to the others.
    """
    person = _locked(person)
    _must_manage_wholly(person, by)
    if person == by:
        raise ValidationError("You can’t close your own account. Ask another administrator to do it.")
    person.is_active = False
    _remember(person, by, at).save(update_fields=["is_active"])
    sign_in.revoke_tokens(person)
    if not keeps_work:  # whoever is only away for a while may find it as it was
        work_given_back.send(sender=Person, person=person, by=by, at=at)
    return person


@transaction.atomic
def open_account(person, *, by, at):
    """Somebody came back: they sign in as before, with the roles they had."""
    person = _locked(person)
    _must_manage_wholly(person, by)
    person.is_active = True
    _remember(person, by, at).save(update_fields=["is_active"])
    return person


@transaction.atomic
def send_password_link(person, *, by, at):
    """Send somebody the way to choose a new password; their programs have to sign in anew."""
    _must_manage_wholly(person, by)
    if not person.email or not person.is_active:
        raise ValidationError("Only somebody with an e-mail and an open account can choose a password.")
    sign_in.revoke_tokens(person)
    return letters.write(person, "people/password", at=at, path=sign_in.password_path(person), by=by)


def manages_wholly(by, person):
    """May `by` decide about the account itself? Only who manages people at every school where the person has a role."""
    if person.is_superuser and not by.is_superuser:
        return False
    schools = {membership.school_id for membership in person.memberships.all()} or {None}
    return all(by.may(Permission.MANAGE_PEOPLE, school) for school in schools)


# What moves share.


def _locked(person):
    """Two changes of one person wait for each other; a record that only names them as its owner never waits."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _must_manage(by, school):
    if not by.may(Permission.MANAGE_PEOPLE, school and school.pk):
        raise NotYours(f"You don’t manage people {f'at {school.name}' if school else 'of the whole trust'}.")


def _must_manage_wholly(person, by):
    if not manages_wholly(by, person):
        raise NotYours(f"{person.name} also has a role where you don’t manage people. Ask the trust’s administrator.")


def _email_is_free(email, by, *, other_than=None):
    """Nobody else has it, neither as their address nor as one that the sign-in library lets them in by."""
    others = Person.objects.exclude(pk=other_than.pk if other_than else None)
    lets_in = EmailAddress.objects.filter(email__iexact=email or "").values("user")
    same = others.filter(Q(email__iexact=email or "") | Q(pk__in=lets_in)).first()
    if email and same:
        known = Person.objects.visible_to(by).filter(pk=same.pk).exists()
        who = f"This is {same.name}’s address. Change their roles instead." if known else ""
        raise ValidationError({"email": who or "Somebody in the trust has it. Ask the trust’s administrator."})


def _set_roles(person, roles, *, by, at):
    held = {(membership.school_id, membership.role): membership for membership in person.memberships.all()}
    for school, keys in roles.items():
        where = school.pk if school else None
        before = {role for place, role in held if place == where}
        if before == set(keys):
            continue
        _must_manage(by, school)
        for role in set(keys) - before:
            _remember(Membership(person=person, school=school, role=ROLES[role].key), by, at).save()
        for role in before - set(keys):
            _remember(held[where, role], by, at).delete()
    person.forget_hats()


def _remember(row, by, at):
    """Who and when, for the history of a person or of their roles."""
    row._history_user, row._history_date = by, at
    return row
