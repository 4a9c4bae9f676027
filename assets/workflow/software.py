"""Titles of software and the definitive software library: what each version is installed from, and that it is right."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Software, SoftwareMaster
from servicedesk.errors import NotYours, Refused
from servicedesk.roles import WORDS, Permission

SHA256 = re.compile(r"[0-9a-f]{64}")
PLAIN = ("publisher", "website", "notes")


@transaction.atomic
def add_software(*, by, at, name, publisher="", website="", notes=""):
    """Write down a title; it is known to the whole trust from then on."""
    may_keep(by)
    return _write(Software(), by=by, at=at, name=name, publisher=publisher, website=website, notes=notes)


@transaction.atomic
def change_software(software, *, by, at, name, publisher="", website="", notes=""):
    """It is called otherwise, or there is more to say."""
    may_keep(by)
    software = Software.objects.select_for_update().get(pk=software.pk)
    return _write(software, by=by, at=at, name=name, publisher=publisher, website=website, notes=notes)


@transaction.atomic
def accept_master(software, *, by, at, version, kept_at, sha256="", notes=""):
    """This copy is the right one: from now on the version is installed from it."""
    may_keep(by)
    Software.objects.select_for_update().get(pk=software.pk)
    version, kept_at, sha256 = " ".join(version.split()), kept_at.strip(), "".join(sha256.split()).lower()
    errors = {}
    if not version:
        errors["version"] = "Say which version it is."
    elif software.masters.filter(version__iexact=version).exists():
        errors["version"] = f"There is a master of {software} {version} already."
    if not kept_at:
        errors["kept_at"] = "Say where it is kept, so that others find it."
    if sha256 and not SHA256.fullmatch(sha256):
        errors["sha256"] = "A SHA-256 sum has 64 characters, 0 to 9 and a to f. Leave it out if you don’t have it."
    if errors:
        raise ValidationError(errors)
    facts = {"version": version, "kept_at": kept_at, "sha256": sha256, "notes": notes.strip()}
    return software.masters.create(accepted_at=at, accepted_by=by, **facts)


@transaction.atomic
def retire_master(master, *, by, at):
    """Nothing is installed from it any more; it stays on record."""
    may_keep(by)
    master = _locked(master)
    if master.retired_at:
        raise Refused(f"{master} is retired already. Nothing was changed.")
    master.retired_at = at
    master.save(update_fields=["retired_at"])
    return master


@transaction.atomic
def bring_back_master(master, *, by, at):
    """It may be installed from again."""
    may_keep(by)
    master = _locked(master)
    if not master.retired_at:
        raise Refused(f"{master} is not retired. Nothing was changed.")
    master.retired_at = None
    master.save(update_fields=["retired_at"])
    return master


def may_keep(by):
    """Raises NotYours for whoever keeps no register; a title is known to every school, so any keeper may."""
    if not by.may_anywhere(Permission.EDIT_ASSETS):
        raise NotYours(f"None of your roles includes this: {WORDS[Permission.EDIT_ASSETS].lower()}.")


def _locked(master):
    return SoftwareMaster.objects.select_for_update(of=("self",)).select_related("software").get(pk=master.pk)


def _write(software, *, by, at, name, **facts):
    software.name = " ".join(name.split())
    for field in PLAIN:
        setattr(software, field, facts[field].strip())
    if not software.name:
        raise ValidationError({"name": "Say what it is called."})
    same = Software.objects.filter(name__iexact=software.name, publisher__iexact=software.publisher)
    if same.exclude(pk=software.pk).exists():
        raise ValidationError({"name": f"{software.name} is written down already."})
    software._history_user, software._history_date = by, at
    software.save()
    return software
