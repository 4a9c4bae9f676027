"""A major incident from the first report to the review: what each move does, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents import workflow
from incidents.intake_same import log_me_too
from incidents.models import Incident, MajorIncident, Status
from incidents.status_board import Toll, tolls
from servicedesk.errors import Refused
from sla.models import ClockState
from tests.factories import MONDAY_9AM, make_major, make_person, make_school
from tests.incidents.major.down import HOUR, LATER, fresh, subjects, templates

pytestmark = pytest.mark.django_db


def test_declaring_it_says_so_under_a_title_and_tells_the_lead(down):
    incident = down.declare(next_update_at=LATER, reason="Every room.")

    major = incident.major
    assert (major.title, major.lead, major.declared_by) == ("No internet in the whole school", down.tom, down.priya)
    assert (major.next_update_at, major.is_over) == (LATER, False)
    assert subjects(down.tom) == [f"{incident.reference}: you lead it – No internet in the whole school"]
    assert [entry.move for entry in incident.entries.all()] == ["log", "declare_major"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"next_update_at": MONDAY_9AM - HOUR}, "next_update_at"),
        ({"next_update_at": MONDAY_9AM + timedelta(days=29)}, "next_update_at"),
        ({"lead": "rachel"}, "lead"),
        ({"lead": "stranger"}, "lead"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_declared(down, facts, field):
    people = {"rachel": down.rachel, "stranger": make_person("technician", make_school("Mill Lane"))}
    facts = facts | ({"lead": people[facts["lead"]]} if "lead" in facts else {})

    with pytest.raises(ValidationError) as refused:
        down.declare(**facts)

    assert list(refused.value.message_dict) == [field]
    assert not MajorIncident.objects.exists()


def test_it_is_declared_once(down):
    with pytest.raises(Refused, match="is a major incident already"):
        down.declare(down.declare())


def test_what_is_fixed_is_no_major_incident_any_more(down):
    incident = workflow.resolve(down.log(down.rachel), by=down.priya, at=LATER, resolution="Plugged in.")

    with pytest.raises(Refused, match="You can’t declare a major incident from"):
        down.declare(incident)


def test_another_lead_is_told(down):
    incident = workflow.hand_lead(down.declare(), by=down.priya, at=LATER, lead=down.priya)
    assert incident.major.lead == down.priya
    assert templates(down.priya) == []

    workflow.hand_lead(incident, by=down.priya, at=LATER, lead=down.tom, note="I am off at noon.")
    assert "I am off at noon." in down.tom.letters.last().body


class TestParts:
    def test_what_is_part_of_it_waits_for_it_and_its_requester_is_told(self, down):
        parent = down.declare()

        part = down.join(down.log(down.gwen), parent)

        assert part.parent == parent
        assert part.status == Status.NEW
        assert templates(down.gwen) == ["logged", "joined"]
        assert parent.entries.last().move == "got_part"

    def test_who_reported_it_already_gets_no_other_letter(self, down):
        down.join(down.log(down.rachel, summary="No mail"), down.declare())

        assert templates(down.rachel) == ["logged", "logged"]

    def test_a_major_incident_is_part_of_nothing(self, down):
        first, second = down.declare(), down.declare(down.log(down.gwen))

        with pytest.raises(Refused, match="is a major incident already"):
            down.join(second, first)

    def test_a_part_has_no_parts(self, down):
        part = down.join(down.log(down.gwen), down.declare())

        with pytest.raises(ValidationError, match="is no major incident"):
            down.join(down.log(down.amir), part)
        with pytest.raises(Refused, match="is part of"):
            down.declare(part)

    def test_it_is_part_of_one_only(self, down):
        part = down.join(down.log(down.gwen), down.declare())

        with pytest.raises(Refused, match="is part of"):
            down.join(part, down.declare(down.log(down.amir)))

    def test_another_school_has_its_own(self, down):
        elsewhere = make_major(make_school("Mill Lane")).incident

        with pytest.raises(ValidationError, match="of the same school"):
            down.join(down.log(down.gwen), elsewhere)

    def test_what_is_fixed_already_waits_for_nothing(self, down):
        parent = down.declare()
        part = workflow.resolve(down.log(down.gwen), by=down.priya, at=LATER, resolution="Restarted.")

        with pytest.raises(Refused, match="You can’t join"):
            down.join(part, parent)

    def test_nothing_joins_what_is_over(self, down):
        parent = workflow.resolve(down.declare(), by=down.tom, at=LATER, resolution="New cable.")

        with pytest.raises(Refused, match="is fixed already"):
            down.join(down.log(down.gwen), parent)

    def test_what_is_not_part_of_it_after_all_goes_on_by_itself(self, down):
        parent = down.declare()
        part = workflow.leave(down.join(down.log(down.gwen), parent), by=down.priya, at=LATER)

        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")

        assert (fresh(part).parent, fresh(part).status) == (None, Status.NEW)

    def test_a_duplicate_follows_its_original_not_the_major_incident(self, down):
        parent, original = down.declare(), down.log(down.amir)
        part = down.join(down.log(down.gwen), parent)

        workflow.mark_duplicate(part, by=down.priya, at=LATER, original=original)

        assert (fresh(part).parent, fresh(part).duplicate_of) == (None, original)


class TestNews:
    def test_everybody_who_reported_it_is_told_once(self, down):
        parent = down.declare()
        for summary in ("No internet", "No mail"):
            down.join(down.log(down.gwen, summary=summary), parent)
        log_me_too(parent, by=down.amir, at=MONDAY_9AM)
        part = down.join(down.log(down.rachel), parent)
        log_me_too(part, by=down.ella, at=MONDAY_9AM)

        workflow.publish_update(parent, by=down.tom, at=LATER, text="A cable is cut.", next_update_at=LATER + HOUR)

        for person in (down.rachel, down.gwen, down.amir, down.ella):
            assert templates(person).count("major_update") == 1
        assert "A cable is cut." in down.ella.letters.last().body
        assert parent.major.updates.get().text == "A cable is cut."
        assert MajorIncident.objects.get().next_update_at == LATER + HOUR

    def test_who_writes_them_and_whoever_is_helped_already_gets_no_letter(self, down):
        parent = down.declare(down.log(down.tom))
        part = down.join(down.log(down.gwen), parent)
        workflow.resolve(part, by=down.priya, at=LATER, resolution="Cable of her own.")

        workflow.publish_update(parent, by=down.tom, at=LATER, text="Still looking.")

        assert "major_update" not in [*templates(down.tom), *templates(down.gwen)]

    def test_news_say_something(self, down):
        with pytest.raises(ValidationError, match="Say what is known now"):
            workflow.publish_update(down.declare(), by=down.tom, at=LATER, text=" ")

    def test_news_are_of_a_major_incident(self, down):
        with pytest.raises(Refused, match="was not declared a major incident"):
            workflow.publish_update(down.log(down.rachel), by=down.tom, at=LATER, text="Hello")


class TestTheEnd:
    def test_its_parts_are_fixed_with_it_each_clock_right(self, down):
        parent = down.declare()
        quick = down.join(down.log(down.gwen), parent)
        waited = down.log(down.amir, at=MONDAY_9AM - HOUR)
        facts = {"reason": "part", "follow_up_on": MONDAY_9AM.date()}
        waited = down.join(workflow.wait(waited, by=down.priya, at=MONDAY_9AM, **facts), parent)
        end = MONDAY_9AM + 2 * HOUR

        workflow.resolve(parent, by=down.tom, at=end, resolution="New cable.", minutes=90)

        for record, spent in ((parent, 2 * HOUR), (quick, 2 * HOUR), (waited, HOUR)):
            record = fresh(record)
            assert (record.status, record.resolution, record.resolved_at) == (Status.RESOLVED, "New cable.", end)
            assert (record.resolution_clock.state, record.resolution_clock.spent) == (ClockState.STOPPED, spent)
        assert [fresh(record).minutes_spent for record in (parent, quick, waited)] == [90, 0, 0]
        assert MajorIncident.objects.get().stood_down_at == end

    def test_everybody_is_told_exactly_once(self, down):
        parent = down.declare()
        for summary in ("No internet", "No mail"):
            down.join(down.log(down.gwen, summary=summary), parent)
        log_me_too(parent, by=down.amir, at=MONDAY_9AM)
        log_me_too(down.join(down.log(down.rachel), parent), by=down.ella, at=MONDAY_9AM)

        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")

        for person in (down.rachel, down.gwen, down.amir, down.ella):
            last = [name for name in templates(person) if name.startswith("resolved")]
            assert last == ["resolved_together"]
        assert "No mail" in down.gwen.letters.last().body

    def test_what_was_fixed_before_keeps_its_own_words(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen), parent)
        workflow.resolve(part, by=down.priya, at=MONDAY_9AM, resolution="Her own plug.")

        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")

        assert (fresh(part).resolution, fresh(part).resolved_at) == ("Her own plug.", MONDAY_9AM)
        assert "resolved_together" not in templates(down.gwen)

    def test_a_part_may_be_still_broken(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen), parent)
        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")

        part = workflow.reopen(part, by=down.gwen, at=LATER + HOUR, reason="Mine is not.")

        assert part.is_open
        assert fresh(parent).status == Status.RESOLVED
        assert MajorIncident.objects.get().is_over

    def test_opening_it_again_says_so_and_leaves_its_parts_as_they_are(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen), parent)
        workflow.resolve(parent, by=down.priya, at=LATER, resolution="New cable.")

        workflow.reopen(parent, by=down.rachel, at=LATER + HOUR, reason="Down again.")

        assert not MajorIncident.objects.get().is_over
        assert fresh(part).status == Status.RESOLVED
        assert templates(down.tom)[-1] == "reopened"

    def test_a_problem_that_ends_it_ends_its_parts_too(self, down):
        parent = down.declare()
        part = down.join(down.log(down.gwen), parent)

        done = workflow.resolve_together([parent], by=down.tom, at=LATER, resolution="New cable.", cause="Old cable")

        assert [record.pk for record in done] == [parent.pk, part.pk]
        assert MajorIncident.objects.get().is_over
        assert templates(down.gwen)[-1] == "resolved_together"

    @pytest.mark.parametrize("who", ["rachel", "priya"])
    def test_what_people_follow_is_not_called_off(self, down, who):
        with pytest.raises(Refused, match="people follow it"):
            workflow.cancel(down.declare(), by=getattr(down, who), at=LATER, reason="Works")

    def test_what_people_follow_is_no_duplicate(self, down):
        with pytest.raises(Refused, match="people follow it"):
            workflow.mark_duplicate(down.declare(), by=down.priya, at=LATER, original=down.log(down.gwen))

    def test_the_review_is_signed_when_it_is_over(self, down):
        parent = down.declare()
        review = {"what_happened": "A digger.", "went_well": "News.", "to_improve": "Maps.", "actions": "Tom, maps."}
        with pytest.raises(Refused, match="You can’t look back on"):
            workflow.review_major(parent, by=down.tom, at=LATER, **review)
        workflow.resolve(parent, by=down.tom, at=LATER, resolution="New cable.")

        workflow.review_major(parent, by=down.tom, at=LATER + HOUR, **review)

        major = MajorIncident.objects.get()
        assert (major.reviewed_by, major.reviewed_at) == (down.tom, LATER + HOUR)
        assert {name: getattr(major, name) for name in review} == review

    def test_a_review_says_what_happened(self, down):
        parent = workflow.resolve(down.declare(), by=down.tom, at=LATER, resolution="New cable.")

        with pytest.raises(ValidationError, match="Say what happened"):
            workflow.review_major(parent, by=down.tom, at=LATER, what_happened="")


def test_me_too_keeps_whose_lesson_stopped_and_where(down):
    parent = down.declare(down.log(down.rachel))

    report = log_me_too(parent, by=down.gwen, at=LATER, room=down.rooms[1], lesson_stopped=True)

    assert (report.duplicate_of, report.room, report.lesson_stopped) == (parent, down.rooms[1], True)
    assert report.summary == "No internet in the whole school"
    assert fresh(parent).lesson_stopped


def test_every_lesson_hit_counts_once_and_so_does_every_person(down):
    parent = down.declare(down.log(down.rachel))
    log_me_too(parent, by=down.gwen, at=LATER, lesson_stopped=True)
    log_me_too(parent, by=down.amir, at=LATER, lesson_stopped=True)
    part = down.join(down.log(down.gwen, lesson_stopped=True), parent)
    log_me_too(part, by=down.ella, at=LATER)
    down.log(down.ella, lesson_stopped=True)

    assert tolls([parent.major]) == {parent.pk: Toll(people=4, records=5, lessons=3)}


def test_the_cost_of_telling_everybody_is_one_letter_each(down, django_assert_max_num_queries):
    """Each part costs its own clocks and story; finding whom to tell costs the same for two as for twenty."""
    parent = down.declare()
    for _ in range(2):
        down.join(down.log(down.gwen), parent)
    with django_assert_max_num_queries(19):
        workflow.publish_update(parent, by=down.tom, at=LATER, text="Looking.")
    for _ in range(10):
        down.join(down.log(down.gwen), parent)
    with django_assert_max_num_queries(19):
        workflow.publish_update(parent, by=down.tom, at=LATER + timedelta(minutes=5), text="Still looking.")
    assert Incident.objects.filter(parent=parent).count() == 12
