"""What the register says of a thing, and the licence log of a school."""

from django.db.models import Prefetch, Q
from django.utils.timezone import localtime

from assets.models import Asset, Licence, LicenceUse
from assets.questions import questions_of
from assets.relation_panels import around
from changes.models import Change
from incidents.models import Incident
from papers.asking import MOST, Asked
from papers.drawing import Filling, words_of
from problems.models import Problem
from servicedesk.roles import Permission

STORY = 14  # of the latest records of a thing
NAMED = 12  # things that a line of the licence log names


def sheet(asked: Asked) -> Filling:
    """The asset sheet, with what happened to the thing as far as its reader may see it."""
    people = ("school", "type", "room__building", "custodian", "disposal")
    asset = asked.row(Asset.objects.visible_to(asked.reader).select_related(*people))
    texts = ("tag", "name", "serial", "supplier", "order_number", "funding", "contract", "notes")
    values = {name: getattr(asset, name) for name in texts}
    values |= {
        "type": asset.type.name,
        "state": asset.get_state_display(),
        "make": f"{asset.make} {asset.model}".strip(),
        "room": ", ".join(filter(None, [str(asset.room.building or ""), asset.room.name])) if asset.room else "",
        "custodian": asset.custodian.name if asset.custodian else "",
        "details": [
            f"{q.name}: {q.words(asset.details[q.key])}"
            for q in questions_of(asset.type.questions)
            if q.key in asset.details
        ],
        "relations": _relations(asset, asked.reader),
        "bought_on": words_of(asset.bought_on),
        "cost": "" if asset.cost is None else f"£{asset.cost:,.2f}",
        "warranty": words_of(asset.warranty_until),
        "audited": _audit(asset),
        "licences": _licences(asset, asked.reader),
        "story": _story(asset, asked.reader),
    }
    disposal = getattr(asset, "disposal", None)
    values |= _left(disposal) if disposal else {}
    return Filling(asset.school, values, asset.tag, path=asset.get_absolute_url())


def licence_log(asked: Asked) -> Filling:
    """What a school has bought, with what was bought for the whole trust. People are counted, not named."""
    school = asked.school(Permission.SEE_ASSETS)
    uses = LicenceUse.objects.visible_to(asked.reader).in_use().select_related("asset").order_by("asset__tag", "pk")
    seen = Licence.objects.visible_to(asked.reader).filter(Q(school=school) | Q(school=None))
    rows = seen.with_uses().select_related("software").prefetch_related(Prefetch("uses", uses, to_attr="shown"))
    values = {"licences": [_licence(each) for each in rows.order_by("title", "pk")[:MOST]]}
    return Filling(school, values, subtitle=f"As it stood on {words_of(localtime(asked.at).date())}")


def _relations(asset, reader):
    near = around(asset, reader=reader)
    lines = [f"{each.get_kind_display()}: {each.other}" for each in near.stands_on]
    lines += [f"{each.asset} {each.get_kind_display().lower()} it" for each in near.carries]
    needed = ", ".join(each.service.name for each in near.needed_by)
    return [*lines, f"Needed by: {needed}"] if needed else lines


def _audit(asset):
    last = asset.audits.select_related("by").order_by("-at", "-pk").first()
    if last is None:
        return ""
    return f"{words_of(localtime(last.at).date())}, {last.by.name}, {last.get_condition_display().lower()}"


def _licences(asset, reader):
    uses = LicenceUse.objects.visible_to(reader).in_use().filter(asset=asset).select_related("licence__software")
    return ", ".join(str(each.licence.software) for each in uses.order_by("pk")[:NAMED])


def _story(asset, reader):
    """The latest faults, problems and changes, newest first; nobody is named."""
    found = [
        *_latest(Incident.objects.visible_to(reader).filter(asset=asset), "opened_at", "summary"),
        *_latest(Problem.objects.visible_to(reader).filter(assets=asset), "raised_at", "title"),
        *_latest(Change.objects.visible_to(reader).filter(assets=asset, made_at__isnull=False), "made_at", "title"),
    ]
    found.sort(key=lambda line: line[0], reverse=True)
    return [[words_of(localtime(at).date()), reference, words, state] for at, reference, words, state in found[:STORY]]


def _latest(rows, moment, words):
    for each in rows.order_by(f"-{moment}", "-pk")[:STORY]:
        yield getattr(each, moment), each.reference, getattr(each, words), each.get_status_display()


def _left(disposal):
    how = ", ".join(filter(None, [disposal.get_method_display(), disposal.to]))
    data = ", ".join(filter(None, [disposal.get_data_display(), disposal.certificate_number]))
    return {"disposed_on": words_of(disposal.disposed_on), "method": how, "data": data}


def _licence(licence):
    things = [each.asset.tag for each in licence.shown if each.asset]
    people = sum(each.person_id is not None for each in licence.shown)
    named = [*things[:NAMED], *(["…"] if len(things) > NAMED else [])]
    counted = [f"{people} {'person' if people == 1 else 'people'}"] if people else []
    return [
        licence.software.name,
        licence.software.publisher,
        licence.get_per_display(),
        "as needed" if licence.quantity is None else licence.quantity,
        licence.used,
        "" if licence.left is None else licence.left,
        ", ".join([*named, *counted]),
        licence.bought_on,
        licence.expires_on,
        ", ".join(filter(None, [licence.supplier, licence.order_number])),
        licence.key_kept_at,
    ]
