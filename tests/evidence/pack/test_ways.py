"""Evidence by command, by page and by API."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from evidence import gathering
from evidence.framework import load
from evidence.verification import verify
from tests.evidence.pack.september import AT, SEPTEMBER, proof
from tests.factories import (
    MONDAY_9AM,
    make_incident,
    make_person,
    make_school,
)

QUERY = {"from": "2026-09-01", "to": "2026-09-30", "school": "HARROW"}


class TestCommands:
    def export(self, out, **options):
        said = io.StringIO()
        options = {"school": "HARROW", "first": "2026-09-01", "last": "2026-09-30"} | options
        framework = options.pop("framework", "ictmark")
        flags = [
            f"--school={options['school']}",
            f"--from={options['first']}",
            f"--to={options['last']}",
            f"--out={out}",
        ]
        call_command("export_evidence", framework, *flags, *options.get("flags", []), stdout=said)
        return said.getvalue()

    def test_what_is_exported_is_verified(self, school, tmp_path):
        said = self.export(tmp_path / "pack.zip")
        checked = io.StringIO()
        call_command("verify_evidence", str(tmp_path / "pack.zip"), stdout=checked)

        assert "records.csv" in said
        assert len(checked.getvalue().splitlines()) == 11

    def test_a_changed_pack_ends_with_a_sentence(self, pack):
        pack.write_bytes(pack.read_bytes()[:-1])

        with pytest.raises(CommandError, match=r"no zip file|packed again"):
            call_command("verify_evidence", str(pack), stdout=io.StringIO())

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"school": "NOWHERE"}, "There is no school"),
            ({"framework": "unknown"}, "There is no framework"),
            ({"first": "2026-10-01"}, "swap the two dates"),
        ],
    )
    def test_what_can_not_be_exported_is_refused_in_a_sentence(self, school, tmp_path, options, sentence):
        with pytest.raises(CommandError, match=sentence):
            self.export(tmp_path / "pack.zip", **options)
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_is_there_stays(self, school, pack):
        with pytest.raises(CommandError, match="--force"):
            self.export(pack)
        self.export(pack, flags=["--force"])

    def test_a_folder_that_is_not_there_is_said(self, school, tmp_path):
        with pytest.raises(CommandError, match="can’t be written"):
            self.export(tmp_path / "nowhere" / "pack.zip")


class TestPages:
    @pytest.mark.parametrize("role", ["service_level_manager", "senior_leader", "trust_administrator"])
    def test_who_may_export_gets_the_checklist_and_the_pack(self, client, school, tmp_path, role):
        client.force_login(make_person(role, school))

        page = client.get(reverse("evidence:checklist"), QUERY)
        answer = client.post(reverse("evidence:export"), QUERY)
        (tmp_path / "pack.zip").write_bytes(b"".join(answer.streaming_content))

        assert "What is still missing" in page.content.decode()
        assert answer["Content-Disposition"].startswith('attachment; filename="evidence-ictmark-harrow-')
        assert len(list(verify(tmp_path / "pack.zip"))) == 11

    @pytest.mark.parametrize("role", ["requester", "service_desk", "technician"])
    def test_who_may_not_is_told_so(self, client, school, role):
        client.force_login(make_person(role, school))

        assert client.get(reverse("evidence:checklist"), QUERY).status_code == 403
        assert client.post(reverse("evidence:export"), QUERY).status_code == 403
        assert client.get(reverse("api-evidence", args=["ictmark"]), QUERY).status_code == 403

    def test_another_school_looks_like_one_that_is_not_there(self, client, school):
        client.force_login(make_person("service_level_manager", make_school("Other School")))

        assert client.get(reverse("evidence:checklist"), QUERY).status_code == 404
        assert client.post(reverse("evidence:export"), QUERY).status_code == 404
        assert client.get(reverse("api-evidence", args=["ictmark"]), QUERY).status_code == 404

    def test_looking_at_it_exports_nothing(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        assert client.get(reverse("evidence:export"), QUERY).status_code == 405

    def test_an_unknown_framework_is_not_there(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        for wrong in ("../x", "ict\0x"):
            assert client.get(reverse("evidence:checklist"), QUERY | {"framework": wrong}).status_code == 404
        assert client.get(reverse("api-evidence", args=["unknown"]), QUERY).status_code == 404

    def test_the_api_gives_the_figures_of_the_page(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        page = client.get(reverse("evidence:checklist"), QUERY).context["found"]
        api = client.get(reverse("api-evidence", args=["ictmark"]), QUERY).json()

        values = [figure["value"] for statement in api["statements"] for figure in statement["figures"]]
        shown = [proof.found.value for answer in page.answers for proof in answer.proofs]
        assert values == json.loads(json.dumps(shown, default=str))
        assert api["period"] == {"from": "2026-09-01", "to": "2026-09-30"}

    def test_who_took_a_pack_is_logged(self, client, school, caplog):
        person = make_person("service_level_manager", school)
        client.force_login(person)

        with caplog.at_level("INFO"):
            client.post(reverse("evidence:export"), QUERY)

        assert any("evidence_exported" in str(r.msg) and str(person.pk) in str(r.msg) for r in caplog.records)


def test_the_period_is_that_of_the_records_opened(school):
    make_incident(school, opened_on=date(2026, 8, 31), at=MONDAY_9AM)

    found = gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
    assert proof(found, "incidents").words == "2"
