"""Every try of a known error counts: on a record once, before one was reported each time, with the lesson it saved."""

from datetime import date, timedelta

import pytest

from problems import workflow
from problems.candidates import best_for
from problems.known_error_uses import by_month, tally
from problems.matching import Fault
from problems.models import KnownError
from servicedesk.errors import NotYours
from tests.factories import MONDAY_9AM, make_category, make_incident, make_known_error, make_person, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(school):
    known = make_known_error(school, audience="everyone")
    known.categories.add(make_category())
    return known


def use(known, by, *, days=0, helped=True, **where):
    return workflow.use_known_error(known, by=by, at=MONDAY_9AM + timedelta(days=days), helped=helped, **where)


def test_on_a_record_it_counts_once_and_may_be_corrected(people, school, known):
    fault = make_incident(school)

    use(known, people.tom, incident=fault, lesson_saved=True)
    use(known, people.ines, incident=fault, helped=False, lesson_saved=True)

    only = known.uses.get()
    assert not only.helped and not only.lesson_saved and only.by == people.ines


def test_before_a_report_each_time_counts_on_the_day_at_the_school(people, school, known):
    use(known, people.rachel, school=school, lesson_saved=True)
    use(known, people.rachel, school=school)

    assert [(each.on, each.lesson_saved) for each in known.uses.order_by("pk")] == [
        (date(2026, 9, 14), True),
        (date(2026, 9, 14), False),
    ]


def test_whoever_is_not_involved_does_not_say_for_others(people, school, known):
    fault = make_incident(school)
    another_teacher, stranger = make_person("requester", school), make_person("technician", make_school())

    for person in (another_teacher, stranger):
        with pytest.raises(NotYours):
            use(known, person, incident=fault)
    assert use(known, fault.requester, incident=fault).uses.count() == 1


def test_an_entry_of_one_school_is_not_counted_at_another(people, known):
    elsewhere = make_school()

    with pytest.raises(NotYours, match="does not hold at"):
        use(known, make_person("requester", elsewhere), school=elsewhere)


def test_what_came_of_it_is_told_in_all_and_by_month(people, school, known):
    use(known, people.rachel, school=school, lesson_saved=True)
    use(known, people.rachel, school=school, days=20, helped=False)
    use(known, people.rachel, school=school, days=21, lesson_saved=True)

    in_all = tally(known.uses.all())
    assert (in_all.tried, in_all.helped, in_all.lessons) == (3, 2, 2)
    assert [(each.month.isoformat(), each.tried, each.helped) for each in by_month(known.uses.all())] == [
        ("2026-10-01", 2, 1),
        ("2026-09-01", 1, 1),
    ]


def best(school, *, for_desk=False, most=3):
    fault = Fault(category=make_category().pk)
    return best_for(fault, known=KnownError.objects.at(school).in_use(), for_desk=for_desk, most=most)


def test_whom_it_helped_are_people_not_tries(people, school, known):
    use(known, people.rachel, school=school)
    use(known, people.rachel, school=school)
    use(known, people.tom, incident=make_incident(school))
    use(known, people.tom, incident=make_incident(school), helped=False)

    found = best(school)[0]
    assert (found.tried, found.helped, found.people) == (4, 3, 2)


def test_what_seldom_helps_is_offered_to_the_desk_only(people, school, known):
    for _ in range(5):
        use(known, people.rachel, school=school, helped=False)

    assert not best(school)
    assert [found.known for found in best(school, for_desk=True)] == [known]


@pytest.mark.parametrize("number", [2, 40])
def test_the_register_is_asked_as_often_however_long_it_is(people, school, known, number, django_assert_num_queries):
    for _ in range(number):
        other = make_known_error(school, owner=people.tom)
        other.categories.add(make_category())
        use(other, people.rachel, school=school)
    fault, register = Fault(category=make_category().pk), KnownError.objects.at(school).in_use()

    with django_assert_num_queries(5):  # the entries, what they concern (three), their tries
        assert len(best_for(fault, known=register, for_desk=True, most=3)) == 3
