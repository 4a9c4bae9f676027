"""What an inventory agent saw: it refreshes what agents know of a thing and never what people wrote."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assets.imports.engine import UNSORTED
from assets.imports.known import Names, Things
from assets.imports.proposals import REPORTED, propose
from assets.imports.rows import serial_of
from assets.models import Asset
from assets.questions import questions_of
from assets.workflow.register import must_edit
from servicedesk.models import School

PROPOSE, ADD, LEAVE = "propose", "add", "leave"
WORDS = ("name", "make", "model", "serial")
WHY = "Reported by an inventory agent"


@transaction.atomic
def report_assets(*, school, by, at, items, unknown=PROPOSE):
    """Take in what an agent saw at a school: for each of `items` its outcome, in their order.

    An item has tag or serial, and name, make, model, type and `details` (name → text). What is known is refreshed: the
    agent's details, and of the rest only what is empty. What isn't is put on a list to be looked at, added at once or
    left, as `unknown` says. Raises NotYours.
    """
    must_edit(by, school)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # two reports of one school wait for each other
    tags = {item["tag"] for item in items if item.get("tag")}
    serials = {serial_of(item.get("serial", "")) for item in items if not item.get("tag")} - {""}
    things = Things(school, tags, serials)
    met, outcomes = {}, []
    for number, item in enumerate(items, 1):
        outcomes.append(_outcome(item, number, things, met, unknown))
    _write(outcomes, school=school, by=by, at=at, unknown=unknown)
    return outcomes


def _outcome(item, number, things, met, unknown):
    """What becomes of one item: its asset, and a word or a reason."""
    tag, serial = item.get("tag", "").casefold(), serial_of(item.get("serial", ""))
    if not tag and not serial:
        return {"outcome": "refused", "reason": "It has neither a tag nor a serial number."}
    same = [things.tags[tag]] if tag in things.tags else things.serials.get(serial, []) if serial and not tag else []
    if len(same) > 1:
        return {"outcome": "refused", "reason": f"The serial number {item['serial']} belongs to several things here."}
    key = same[0].pk if same else tag or serial
    if met.setdefault(key, number) != number:
        return {"outcome": "refused", "reason": f"It is the same thing as item {met[key]}."}
    if not same:
        return {"outcome": {PROPOSE: "proposed", ADD: "added", LEAVE: "unknown"}[unknown], "item": item}
    return {"outcome": "updated" if _refresh(same[0], item) else "unchanged", "asset": same[0]}


def _refresh(asset, item):
    """Bring the thing up to date with what was seen; False if nothing is new."""
    before = {name: getattr(asset, name) for name in WORDS} | {"details": asset.details}
    for name in WORDS:
        if not getattr(asset, name):
            setattr(asset, name, item.get(name, ""))
    kept = {key: value for key, value in asset.details.items() if key.removeprefix(REPORTED) not in item["details"]}
    answered = {key: value for key, value in asset.details.items() if not key.startswith(REPORTED)}
    asset.details = kept | answered | _details(item, asset.type, answered)
    return any(getattr(asset, name) != was for name, was in before.items())


def _details(item, sort, answered):
    """The agent's details under its own names, and answers to questions of the sort that nobody has given."""
    found = {f"{REPORTED}{name}": text for name, text in item["details"].items()}
    said = {name.casefold(): text for name, text in item["details"].items()}
    for question in questions_of(sort.questions if sort else ()):
        text = said.get(question.name.casefold()) or said.get(question.key)
        if text and question.key not in answered:
            try:
                found[question.key] = question.answer(text)
            except ValueError:
                continue  # it doesn't fit the question: it stands among what was reported
    return found


def _write(outcomes, *, school, by, at, unknown):
    told = {"default_user": by, "default_date": at, "default_change_reason": WHY}
    updated = [each["asset"] for each in outcomes if each["outcome"] == "updated"]
    if updated:
        bulk_update_with_history(updated, Asset, [*WORDS, "details"], **told)
    new = [each for each in outcomes if "item" in each]
    if unknown == ADD and new:
        _add(new, school=school, by=by, at=at, told=told)
    elif unknown == PROPOSE and new:
        propose([each["item"] for each in new], school=school, by=by, at=at)
    seen = [each["asset"].pk for each in outcomes if "asset" in each]
    Asset.objects.filter(pk__in=seen).update(reported_at=at)


def _add(new, *, school, by, at, told):
    """Write what nobody knew into the register at once."""
    names = Names(school)
    sorts = {each["item"].get("type") or UNSORTED for each in new}
    names.make_sorts(sorts, by=by, at=at)
    for each in new:
        item = each["item"]
        sort = names.sorts[(item.get("type") or UNSORTED).casefold()]
        facts = {name: item.get(name, "") for name in WORDS}
        facts["name"] = item.get("name") or f"{item.get('make', '')} {item.get('model', '')}".strip() or sort.name
        tag = item.get("tag") or item["serial"][:60]
        each["asset"] = Asset(school=school, tag=tag, type=sort, details=_details(item, sort, {}), **facts)
    bulk_create_with_history([each["asset"] for each in new], Asset, **told)
