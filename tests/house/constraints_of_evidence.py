"""Rows for the constraints of evidence; how they are read stands in `test_constraints`."""

from assets.models import Asset
from evidence.models import Claim, FrameworkVersion, Link, OwnFramework
from tests.factories import MONDAY_9AM, make_change


def claim(w, statement="1.1", **facts):
    said = {"school": w.school, "framework": "own", "statement": statement, "year": 2026, "says": "It works."}
    return Claim.objects.create(**said, written_by=w.person, written_at=MONDAY_9AM, **facts)


def _claim(w):
    return Claim.objects.filter(school=w.school, statement="once").first() or claim(w, "once")


def link(w, **facts):
    return Link.objects.create(claim=_claim(w), linked_by=w.person, linked_at=MONDAY_9AM, **facts)


def document(w, **facts):
    facts = {"name": "minutes.pdf", "size": 1, "sha256": "0" * 64} | facts
    return _claim(w).documents.create(added_by=w.person, added_at=MONDAY_9AM, **facts)


def _document(w):
    return _claim(w).documents.first() or document(w)


def _own(w):
    return OwnFramework.objects.get_or_create(school=w.school, key="own")[0]


def version(w, **facts):
    return FrameworkVersion.objects.create(
        **{"framework": _own(w), "number": 1, "document": {}, "made_by": w.person, "made_at": MONDAY_9AM} | facts
    )


def _change(w):
    w.linked_change = getattr(w, "linked_change", None) or make_change(w.school)
    return w.linked_change


def _asset(w):
    return Asset.objects.get_or_create(school=w.school, tag="E1", defaults={"type": w.kind, "name": "Phone"})[0]


ONCE = {
    "framework_key_once_per_school": lambda w: OwnFramework.objects.create(school=w.school, key="own"),
    "framework_version_number_once": version,
    "claim_once_per_statement_and_year": claim,
    "claim_holds_a_document_once": document,
    "document_part_place_once": lambda w: _document(w).parts.create(place=0, content=b"x"),
    "claim_links_an_incident_once": lambda w: link(w, incident=w.incident),
    "claim_links_a_problem_once": lambda w: link(w, problem=w.problem),
    "claim_links_a_change_once": lambda w: link(w, change=_change(w)),
    "claim_links_a_round_once": lambda w: link(w, round=w.round),
    "claim_links_an_asset_once": lambda w: link(w, asset=_asset(w)),
}
NEVER = {
    "framework_version_counts_from_1": lambda w: version(w, number=0),
    "claim_signed_has_name_and_time": lambda w: claim(w, status="signed", answer="yes"),
    "claim_signed_says_something": lambda w: claim(w, status="signed", signed_by=w.person, signed_at=MONDAY_9AM),
    "claim_answer_is_known": lambda w: claim(w, answer="maybe"),
    "claim_link_names_one_record": lambda w: link(w, incident=w.incident, problem=w.problem),
    "document_is_not_empty": lambda w: document(w, size=0),
}
