"""What a school says of itself: written, signed, changed, and never silently unsigned."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import workflow
from evidence.kinds import LARGEST
from evidence.models import Claim, Document
from evidence.names import names_in
from servicedesk.errors import NotYours, Refused
from servicedesk.models import Letter
from tests.factories import MONDAY_9AM, make_incident, make_person, make_problem, make_school

LATER = MONDAY_9AM + timedelta(hours=1)


def signed(claim, desk):
    return workflow.sign(claim, by=desk.grace, at=MONDAY_9AM)


def minutes(name="minutes.txt", content=b"Read and agreed."):
    return SimpleUploadedFile(name, content)


class TestWriting:
    def test_it_keeps_the_words_of_the_statement_and_who_wrote_when(self, claim, desk):
        assert (claim.says, claim.written_by, claim.reference) == (
            "Faults are dealt with rapidly.",
            desk.martin,
            "6b.2 of 2026/27",
        )
        assert [entry.move for entry in claim.entries.all()] == ["begin"]

    def test_what_is_left_out_stays_and_the_story_keeps_what_was(self, claim, desk):
        claim = workflow.write(claim, strengths="One place to ask.", answer="partly", by=desk.martin, at=LATER)

        assert (claim.commentary, claim.answer) == ("Nine of ten are put right on the day.", "partly")
        assert claim.entries.last().data["before"] == {"answer": "yes", "strengths": ""}

    def test_writing_the_same_again_is_no_change(self, claim, desk):
        signed(claim, desk)

        assert workflow.write(claim, answer="yes", by=desk.martin, at=LATER).is_signed

    def test_two_who_begin_at_once_lose_nothing(self, claim, desk):
        with pytest.raises(Refused, match="begun to write on this statement meanwhile"):
            about = {"school": desk.school, "framework": "ictmark", "statement": "6b.2", "year": 2026}
            workflow.begin(**about, answer="no", by=desk.martin, at=LATER)

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"level": 2}, "level"),
            ({"answer": "perhaps"}, "answer"),
            ({"brought": ["A cake"]}, "brought"),
        ],
    )
    def test_what_the_statement_does_not_ask_is_refused(self, claim, desk, facts, field):
        with pytest.raises(ValidationError) as refused:
            workflow.write(claim, **facts, by=desk.martin, at=LATER)
        assert field in refused.value.message_dict

    @pytest.mark.parametrize("role", ["requester", "technician", "senior_leader"])
    def test_only_who_keeps_evidence_writes(self, claim, desk, role):
        with pytest.raises(NotYours):
            workflow.write(claim, answer="no", by=make_person(role, desk.school), at=LATER)


class TestSigning:
    def test_a_leader_signs_what_is_claimed(self, claim, desk):
        claim = signed(claim, desk)

        assert (claim.is_signed, claim.signed_by) == (True, desk.grace)

    def test_nothing_claimed_is_nothing_to_sign(self, claim, desk):
        claim = workflow.write(claim, answer="", by=desk.martin, at=LATER)

        with pytest.raises(Refused, match="nothing to sign yet"):
            signed(claim, desk)

    def test_who_only_writes_does_not_sign(self, claim, desk):
        with pytest.raises(NotYours):
            workflow.sign(claim, by=desk.martin, at=LATER)

    @pytest.mark.parametrize(
        "change",
        [
            lambda claim, facts: workflow.write(claim, commentary="Eight of ten.", **facts),
            lambda claim, facts: workflow.add_document(claim, file=minutes(), **facts),
            lambda claim, facts: workflow.link(
                claim, kind="incident", reference=make_incident(claim.school).reference, **facts
            ),
        ],
    )
    def test_any_change_takes_the_signature_off_says_so_and_tells_who_signed(self, claim, desk, change):
        signed(claim, desk)

        claim = change(claim, {"by": desk.martin, "at": LATER})

        assert not Claim.objects.get(pk=claim.pk).is_signed
        assert claim.entries.get(move="unsign").data["signed_by"] == "Grace Adeyemi"
        assert Letter.objects.get(to=desk.grace).subject == "Your signature is off: 6b.2 of 2026/27, Harrow Beck School"

    def test_a_signature_is_taken_off_with_a_reason(self, claim, desk):
        signed(claim, desk)
        claim = workflow.withdraw(claim, reason="The figures were revised.", by=desk.grace, at=LATER)

        assert (claim.is_signed, claim.entries.last().text) == (False, "The figures were revised.")


class TestNames:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Thanks to rachel okafor’s class.", []),
            ("Thanks to Rachel Okafor, who found it.", ["Rachel Okafor"]),
            ("Okafor, Rachel (9B)", ["Rachel Okafor"]),
            ("rachel_okafor", ["Rachel Okafor"]),
            ("Rachel said so; Okafor did not.", []),
            ("Martin Hale and Grace Adeyemi read it.", []),
        ],
    )
    def test_people_who_ask_for_help_are_found(self, desk, text, found):
        assert names_in(desk.school, text) == found

    def test_people_of_other_schools_are_none_of_ours(self, desk):
        make_person("requester", make_school("Other"), name="Wilma Strange")

        assert names_in(desk.school, "Wilma Strange") == []

    def test_a_name_goes_in_only_on_purpose_and_is_asked_about_once(self, claim, desk):
        facts = {"by": desk.martin, "at": LATER}
        with pytest.raises(ValidationError, match="This names Rachel Okafor"):
            workflow.write(claim, commentary="Rachel Okafor praised it.", **facts)

        claim = workflow.write(claim, commentary="Rachel Okafor praised it.", leave_names=True, **facts)
        assert claim.entries.last().data["names_left"] == 1
        workflow.write(claim, commentary="Rachel Okafor praised it twice.", **facts)

    def test_a_documents_name_is_looked_at_too(self, claim, desk):
        with pytest.raises(ValidationError, match="This names Rachel Okafor"):
            workflow.add_document(claim, file=minutes("Rachel_Okafor.txt"), by=desk.martin, at=LATER)


class TestBacking:
    def test_a_document_is_kept_with_its_sum_and_comes_back_as_it_was(self, claim, desk):
        content = b"%PDF-1.7 " + b"x" * 1_200_000
        workflow.add_document(claim, file=minutes("a/b:plan?.pdf", content), by=desk.martin, at=LATER)

        document = Document.objects.get()
        assert (document.name, document.size, document.parts.count()) == ("b-plan-.pdf", len(content), 3)
        assert b"".join(document.chunks()) == content

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            (minutes("virus.exe", b"MZ"), "can’t be taken"),
            (minutes("page.html", b"<script>"), "can’t be taken"),
            (minutes("plan.pdf", b"MZ"), "not what its name says"),
            (minutes("notes.txt", b"\xff\xfe\x00"), "no plain text"),
            (minutes("empty.txt", b""), "is empty"),
            (minutes("big.txt", b"x" * (LARGEST + 1)), "at most 10 MB"),
        ],
    )
    def test_what_is_no_document_is_refused_in_a_sentence(self, claim, desk, file, sentence):
        with pytest.raises(ValidationError, match=sentence):
            workflow.add_document(claim, file=file, by=desk.martin, at=LATER)
        assert not Document.objects.exists()

    def test_the_same_document_is_taken_once(self, claim, desk):
        workflow.add_document(claim, file=minutes(), by=desk.martin, at=LATER)

        with pytest.raises(Refused, match="same content"):
            workflow.add_document(claim, file=minutes("again.txt"), by=desk.martin, at=LATER)

    def test_a_record_is_linked_by_what_people_call_it_and_unlinked(self, claim, desk):
        problem = make_problem(desk.school)
        workflow.link(claim, kind="problem", reference=f"pr{problem.pk}", by=desk.martin, at=LATER)
        link = claim.links.get()

        assert (link.kind, link.record) == ("problem", problem)
        assert not workflow.unlink(claim, link=link, by=desk.martin, at=LATER).links.exists()

    def test_a_record_of_another_school_is_not_there(self, claim, desk):
        other = make_incident(make_school("Other"))

        with pytest.raises(ValidationError, match="There is no incident"):
            workflow.link(claim, kind="incident", reference=other.reference, by=desk.martin, at=LATER)
