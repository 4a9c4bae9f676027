"""Frameworks and their figures, filled in from live records."""

import pytest

from evidence import editions, gathering
from evidence.former import FORMER
from evidence.framework import WrongFramework, keys, load, read
from evidence.proofs import Value, figure
from reports.catalogue import MEASURES
from reports.catalogue.asking import ask
from reports.shift.ground import Ground
from tests.evidence.pack.september import AT, SEPTEMBER, proof
from tests.factories import (
    make_category,
    make_incident,
    make_school,
)


class TestFrameworks:
    def test_every_framework_asks_only_for_figures_we_have(self):
        assert "ictmark" in keys()
        for key in keys():
            editions.framework_called(key)

    def test_the_notes_say_what_the_mark_is_called_now_and_claim_nothing(self):
        notes = load("ictmark").notes

        assert "NaaceMark in 2019" in notes
        assert "no award" in notes

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (lambda d: d.pop("name"), "lacks"),
            (lambda d: d["levels"].clear(), "has level 4, which the framework lacks"),
            (lambda d: d["elements"][0]["strands"][0]["statements"].append(a_statement()), "is there twice"),
            (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(figures=[]), "Nothing speaks to"),
            (lambda d: d["elements"][0]["strands"][0]["statements"][0].update(colour="red"), "wrong shape"),
        ],
    )
    def test_a_framework_that_can_not_be_used_is_refused_in_a_sentence(self, change, sentence):
        document = a_framework()
        change(document)

        with pytest.raises(WrongFramework, match=sentence):
            read(document)

    def test_a_figure_nobody_can_work_out_is_refused(self):
        document = a_framework()
        document["elements"][0]["strands"][0]["statements"][0]["figures"] = ["happiness"]

        with pytest.raises(WrongFramework, match="happiness, which is no figure"):
            editions.check(read(document))

    def test_a_framework_that_is_not_there_names_those_that_are(self):
        with pytest.raises(WrongFramework, match="use dfe, fits, ictmark"):
            load("../../settings")


def a_statement():
    return {"key": "1.1", "level": 4, "says": "It works.", "figures": ["incidents"]}


def a_framework():
    strand = {"key": "1", "name": "One", "statements": [a_statement()]}
    levels = [{"number": 4, "says": "Begun."}]
    about = {"key": "x", "name": "X", "edition": "1", "notes": "n", "levels": levels}
    return about | {"elements": [{"number": 1, "name": "All", "strands": [strand]}]}


class TestFigures:
    @pytest.mark.parametrize(
        ("name", "words", "note"),
        [
            ("incidents", "2", ""),
            ("resolved_percent", "Too few to say", "1 of 2"),
            ("met_percent", "Too few to say", "1 of 1"),
            ("people_who_asked", "1", ""),
            ("backlog", "1", ""),
            ("backlog_oldest_days", "16 days", ""),
            ("priorities_with_targets", "1", "of 5"),
            ("agreement_in_force", "Version 1", "from 14 September 2026"),
            ("assets_recorded", "0", "as of 1 October 2026"),
            ("satisfied_percent", "Not known", ""),
        ],
    )
    def test_they_are_filled_in_from_live_records(self, gathered, name, words, note):
        found = proof(gathered, name)

        assert (found.words, found.found.note) == (words, note)

    def test_every_measure_is_the_number_the_catalogue_gives(self, school, gathered):
        asked = {p.figure.name: p.found.value for a in gathered.answers for p in a.proofs if p.figure.name in MEASURES}
        found = ask(asked, Ground.of([school], at=AT), SEPTEMBER)

        assert len(asked) > 25
        for each in found:
            if not each.why_not:  # what is known only as it stands is said as of today
                assert asked[each.measure.name] == (None if each.value is None else round(each.value, 2)), each.measure

    def test_with_nothing_open_there_is_no_gap(self, school):
        school.incidents.filter(resolved_at=None).delete()

        found = gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)

        assert {proof(found, name).words for name in ("backlog_owned_percent", "backlog_oldest_days")} == {"None"}
        assert "Oldest still open, days" not in next(a for a in found.answers if a.statement.key == "6b.3").missing

    def test_a_name_that_a_figure_had_before_is_read_as_the_measure_it_is_now(self):
        document = a_framework()
        document["elements"][0]["strands"][0]["statements"][0]["figures"] = list(FORMER)

        found = read(document)

        editions.check(found)
        assert found.statements[0].figures == tuple(FORMER.values())

    def test_no_figure_takes_the_name_of_a_measure(self):
        def incidents(facts):
            return Value(1)

        with pytest.raises(ValueError, match="is a measure"):
            figure("Logged", "By hand.")(incidents)

    def test_what_is_not_known_and_what_a_person_brings_is_missing(self, gathered):
        assets = next(answer for answer in gathered.answers if answer.statement.key == "6b.4")

        assert not assets.is_ready
        assert "Assets with a room, %" in assets.missing
        assert "The date of the last check of the register against the rooms" in assets.missing

    def test_other_schools_do_not_count(self, school):
        make_incident(make_school())

        found = gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
        assert proof(found, "incidents").words == "2"

    def test_the_number_of_queries_does_not_grow_with_the_records(self, school, django_assert_max_num_queries):
        def queries():
            with django_assert_max_num_queries(60) as counted:
                gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
            return len(counted)

        few = queries()
        for number in range(20):
            make_incident(school, category=make_category(f"Category {number}"))

        assert queries() == few
