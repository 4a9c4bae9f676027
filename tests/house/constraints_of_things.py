"""Rows for the constraints of assets and changes; how they are read stands in `test_constraints`."""

from datetime import date, timedelta

from assets.models import (
    Asset,
    AssetImport,
    Audit,
    Disposal,
    Licence,
    LicenceUse,
    Loan,
    Relation,
    ServiceNeed,
    Software,
    SoftwareMaster,
    Stocktake,
)
from changes.models import (
    Approval,
    ApproverRule,
    CalendarFeed,
    ChangeImport,
    Deputy,
    Freeze,
    Meeting,
    Release,
    RiskTable,
    StandardChange,
)
from reports.models import ReportAction, SentServiceReport, Subscription
from tests.factories import MONDAY_9AM, make_change

TODAY, YESTERDAY = date(2026, 9, 14), date(2026, 9, 13)
LATER = MONDAY_9AM + timedelta(hours=1)


def now(row, **facts):
    """Say something else of a row that is there, past everything but the database."""
    return type(row).objects.filter(pk=row.pk).update(**facts)


def asset(w, tag="A1", **facts):
    return Asset.objects.get_or_create(school=w.school, tag=tag, defaults={"type": w.kind, "name": "Phone"} | facts)[0]


def relation(w, **facts):
    ends = {"asset": asset(w), "other": asset(w, "A2"), "kind": "runs_on"}
    return Relation.objects.create(**ends | {"made_at": MONDAY_9AM} | facts)


def stocktake(w, **facts):
    return Stocktake.objects.create(
        **{"school": w.school, "name": "Summer", "begun_at": MONDAY_9AM} | facts, begun_by=w.person
    )


def audit(w, **facts):
    facts = {"at": MONDAY_9AM, "by": w.person, "was_as_expected": True} | facts
    return Audit.objects.create(asset=asset(w), **facts)


def loan(w, **facts):
    facts = {"to": w.person, "lent_at": MONDAY_9AM, "lent_by": w.person, "due_on": TODAY} | facts
    return Loan.objects.create(asset=asset(w), **facts)


def disposal(w, **facts):
    facts = {"disposed_on": TODAY, "method": "recycled", "reason": "Worn out", "data": "none_held"} | facts
    return Disposal.objects.create(asset=asset(w), recorded_by=w.person, recorded_at=MONDAY_9AM, **facts)


def software():
    return Software.objects.get_or_create(name="Drawing")[0]


def licence(**facts):
    return Licence.objects.create(**{"software": software(), "quantity": 5} | facts)


def master(w, **facts):
    facts = {"version": "1", "kept_at": "Safe", "accepted_at": MONDAY_9AM} | facts
    return SoftwareMaster.objects.create(software=software(), accepted_by=w.person, **facts)


def licence_use(w, **of):
    kept = Licence.objects.first() or licence()
    return LicenceUse.objects.create(licence=kept, given_at=MONDAY_9AM, given_by=w.person, **of)


def change(w):
    return w.__dict__.setdefault("change", make_change(w.school))


def approval(w, **facts):
    facts = {"step": "proceed", "asked_at": MONDAY_9AM, "approver": w.person} | facts
    return Approval.objects.create(change=change(w), **facts)


def told(w, because="Uses the Wi-Fi"):
    return change(w).audience.create(person=w.person, because=because, told_at=MONDAY_9AM)


def rule(**facts):
    return ApproverRule.objects.create(step="proceed", changed_at=MONDAY_9AM, **facts)


def deputy(w, **facts):
    return Deputy.objects.create(
        **{"person": w.person, "deputy": w.person, "first": TODAY} | facts, named_by=w.person, named_at=MONDAY_9AM
    )


def freeze(w, **facts):
    facts = {"title": "Exams", "first": TODAY, "last": TODAY} | facts
    return Freeze.objects.create(school=w.school, made_by=w.person, made_at=MONDAY_9AM, **facts)


def standard(w, **facts):
    return StandardChange.objects.create(**{"school": w.school, "name": "New lamp"} | facts)


def meeting(w, **facts):
    kept = Meeting.objects.first()
    return kept or Meeting.objects.create(school=w.school, held_at=LATER, made_by=w.person, made_at=MONDAY_9AM, **facts)


def release(w, **facts):
    facts = {"school": w.school, "name": "Windows", "owner": w.person} | facts
    return Release.objects.first() or Release.objects.create(made_by=w.person, made_at=MONDAY_9AM, **facts)


def room(w):
    return w.school.rooms.get_or_create(name="B12")[0]


def action(w, **facts):
    facts = {"text": "Replace the lamps", "report_first": YESTERDAY, "report_last": TODAY, "due": TODAY} | facts
    return ReportAction.objects.create(**facts, school=w.school, owner=w.person, added_by=w.person, added_at=MONDAY_9AM)


def subscription(w, **facts):
    facts = {"school": w.school, "how_often": "month", "since": MONDAY_9AM} | facts
    return Subscription.objects.create(person=w.person, **facts)


def sent_service_report(w, first=YESTERDAY):
    to = Subscription.objects.filter(person=w.person).first() or subscription(w)
    return SentServiceReport.objects.create(subscription=to, first=first, last=TODAY, at=MONDAY_9AM)


ONCE = {
    "service_report_subscribed_once": subscription,
    "whole_report_subscribed_once": lambda w: subscription(w, school=None),
    "service_report_sent_once": sent_service_report,
    "told_once_of_a_change": lambda w: told(w),
    "relation_once": relation,
    "service_need_once": lambda w: ServiceNeed.objects.create(service=w.service, asset=asset(w), made_at=MONDAY_9AM),
    "stocktake_one_at_a_time": stocktake,
    "audit_once_per_stocktake": lambda w: audit(w, stocktake=Stocktake.objects.first() or stocktake(w)),
    "loan_one_at_a_time": loan,
    "software_once": lambda w: Software.objects.create(name="Drawing", publisher="A firm"),
    "software_master_once_per_version": master,
    "licence_once_per_thing": lambda w: licence_use(w, asset=asset(w)),
    "licence_once_per_person": lambda w: licence_use(w, person=w.person),
    "change_once_per_source": lambda w: make_change(w.school, source="old desk", source_key="CHG1"),
    "change_incident_once": lambda w: change(w).incident_links.create(incident=w.incident, said_at=MONDAY_9AM),
    "approval_asked_once": approval,
    "approver_rule_once": lambda w: rule(school=w.school),
    "approver_rule_of_trust_once": lambda w: rule(),
    "risk_table_one_a_school": lambda w: RiskTable.objects.create(cells={}, changed_at=MONDAY_9AM),
    "meeting_place_once": lambda w: meeting(w).items.create(place=1, change=make_change(w.school)),
    "meeting_change_once": lambda w: meeting(w).items.create(place=meeting(w).items.count(), change=change(w)),
    "rollout_place_once": lambda w: release(w).rooms.create(place=1, room=room(w)),
}
NEVER = {
    "report_action_says_what": lambda w: action(w, text=""),
    "report_action_days_in_order": lambda w: action(w, report_last=YESTERDAY - timedelta(days=1)),
    "report_action_done_by_somebody": lambda w: action(w, status="done", done_on=TODAY),
    "service_report_days_in_order": lambda w: sent_service_report(w, first=TODAY + timedelta(days=1)),
    "told_has_reason": lambda w: told(w, because=""),
    "asset_cost_is_not_negative": lambda w: asset(w, cost=-1),
    "asset_warranty_ends_after_it_was_bought": lambda w: asset(w, bought_on=TODAY, warranty_until=YESTERDAY),
    "relation_is_between_two": lambda w: relation(w, other=asset(w)),
    "relation_kind_is_known": lambda w: relation(w, kind="likes"),
    "stocktake_has_name": lambda w: stocktake(w, name=""),
    "stocktake_ends_after_it_began": lambda w: stocktake(
        w, ended_at=MONDAY_9AM - timedelta(hours=1), ended_by=w.person
    ),
    "stocktake_end_is_signed": lambda w: stocktake(w, ended_at=LATER),
    "audit_missing_is_nowhere": lambda w: audit(w, condition="missing"),
    "loan_names_one_borrower": lambda w: loan(w, to_name="Year 9"),
    "loan_return_is_signed": lambda w: loan(w, returned_at=LATER),
    "disposal_has_reason": lambda w: disposal(w, reason=""),
    "disposal_of_data_is_told": lambda w: disposal(w, data="wiped"),
    "disposal_proceeds_are_not_negative": lambda w: disposal(w, proceeds=-1),
    "software_has_name": lambda w: Software.objects.create(name=""),
    "software_master_sum_is_sha256": lambda w: master(w, sha256="abc"),
    "licence_of_device_or_person_is_counted": lambda w: licence(quantity=None),
    "licence_expires_after_it_starts": lambda w: licence(starts_on=TODAY, expires_on=YESTERDAY),
    "licence_cost_is_not_negative": lambda w: licence(cost=-1),
    "licence_use_names_thing_or_person": licence_use,
    "asset_import_state_is_known": lambda w: AssetImport.objects.create(
        school=w.school, asked_at=MONDAY_9AM, file_name="a.csv", state="odd"
    ),
    "change_import_state_is_known": lambda w: ChangeImport.objects.create(
        school=w.school, asked_at=MONDAY_9AM, file_name="a.csv", state="odd"
    ),
    "change_status_is_known": lambda w: now(change(w), status="odd"),
    "change_made_has_time": lambda w: now(change(w), made_at=None),
    "change_window_ends_after_it_starts": lambda w: now(change(w), starts_at=LATER, ends_at=MONDAY_9AM),
    "change_risk_is_1_to_3": lambda w: now(change(w), impact=4),
    "change_closed_has_outcome": lambda w: now(change(w), kind="normal"),
    "change_afterwards_is_of_made_emergency": lambda w: now(change(w), afterwards="asked", afterwards_at=MONDAY_9AM),
    "change_review_is_signed": lambda w: now(change(w), reviewed_at=MONDAY_9AM),
    "standard_change_has_name": lambda w: standard(w, name=""),
    "standard_change_on_offer_is_approved": lambda w: standard(w, is_offered=True),
    "deputy_is_another_person": deputy,
    "deputy_ends_after_it_begins": lambda w: deputy(w, deputy=change(w).recorded_by, last=YESTERDAY),
    "approval_decided_is_signed": lambda w: approval(w, decision="approved"),
    "approval_rejected_says_why": lambda w: approval(
        w, decision="rejected", decided_at=LATER, decided_by=w.person, way="page"
    ),
    "freeze_has_title": lambda w: freeze(w, title=""),
    "freeze_ends_after_it_begins": lambda w: freeze(w, last=YESTERDAY),
    "calendar_feed_key_is_long": lambda w: CalendarFeed.objects.create(person=w.person, key="", made_at=MONDAY_9AM),
    "meeting_has_title": lambda w: meeting(w, title=""),
    "meeting_closing_is_signed": lambda w: now(meeting(w), closed_at=LATER),
    "meeting_decision_has_time": lambda w: meeting(w).items.create(place=1, change=change(w), decision="approved"),
    "release_has_name": lambda w: release(w, name=""),
    "release_status_is_known": lambda w: now(release(w), status="odd"),
    "release_stability_is_signed": lambda w: now(release(w), stability_passed=True),
    "release_acceptance_is_signed": lambda w: now(release(w), acceptance_passed=False),
    "release_out_is_tested": lambda w: now(release(w), status="done"),
    "rollout_done_is_signed": lambda w: release(w).rooms.create(place=1, room=room(w), state="done"),
}
