import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from incidents.models import Status
from reports import evidence, packs
from reports.framework import WrongFramework, keys, load, read
from reports.periods import Period
from reports.verification import NotAsMade, verify
from sla.models import ClockState, Target
from tests.factories import (
    MONDAY_9AM,
    make_agreement_version,
    make_category,
    make_clock,
    make_incident,
    make_person,
    make_school,
)

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
QUERY = {"from": "2026-09-01", "to": "2026-09-30", "school": "HARROW"}
AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def school(db):
    """A school with an agreement and two records whose words name a pupil."""
    school = make_school("Harrow Beck School", code="HARROW")
    version = make_agreement_version()
    Target.objects.create(version=version, kind="resolution", priority=3, amount=480)
    clock = make_clock(school, state=ClockState.STOPPED, agreement_version=version)
    words = {"summary": "Alfie Sparrow can’t sign in", "description": "Alfie Sparrow, 9B", "error_text": "Sparrow"}
    person = make_person("requester", school, name="Winifred Ashdown")
    make_incident(school, status=Status.RESOLVED, resolution_clock=clock, requester=person, **words)
    make_incident(school, requester=person, category=make_category("=1+1"), **words)
    return school


@pytest.fixture
def gathered(school):
    """The evidence of that school."""
    return evidence.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)


@pytest.fixture
def pack(gathered, tmp_path):
    """Its pack."""
    packs.write(gathered, tmp_path / "evidence.zip")
    return tmp_path / "evidence.zip"


def proof(gathered, name):
    return next(proof for answer in gathered.answers for proof in answer.proofs if proof.figure.name == name)


class TestFrameworks:
    def test_every_framework_asks_only_for_figures_we_have(self):
        assert "ictmark" in keys()
        for key in keys():
            evidence.framework_called(key)

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
            evidence.check(read(document))

    def test_a_framework_that_is_not_there_names_those_that_are(self):
        with pytest.raises(WrongFramework, match="use ictmark"):
            load("../../settings")


def a_statement():
    return {"key": "1.1", "level": 4, "says": "It works.", "figures": ["logged"]}


def a_framework():
    strand = {"key": "1", "name": "One", "statements": [a_statement()]}
    levels = [{"number": 4, "says": "Begun."}]
    about = {"key": "x", "name": "X", "edition": "1", "notes": "n", "levels": levels}
    return about | {"elements": [{"number": 1, "name": "All", "strands": [strand]}]}


class TestFigures:
    @pytest.mark.parametrize(
        ("name", "words", "note"),
        [
            ("logged", "2", ""),
            ("resolved_share", "50%", "1 of 2"),
            ("fixed_in_time", "100%", "1 of 1"),
            ("people_who_asked", "1", ""),
            ("still_open", "1", ""),
            ("oldest_open_days", "17 days", ""),
            ("priorities_with_targets", "1", "of 5"),
            ("agreement_in_force", "Version 1", "from 14 September 2026"),
            ("assets_recorded", "Not known", ""),
            ("satisfied", "Not known", "0 of 0"),
        ],
    )
    def test_they_are_filled_in_from_live_records(self, gathered, name, words, note):
        found = proof(gathered, name)

        assert (found.words, found.found.note) == (words, note)

    def test_what_is_not_known_and_what_a_person_brings_is_missing(self, gathered):
        assets = next(answer for answer in gathered.answers if answer.statement.key == "6b.4")

        assert not assets.is_ready
        assert "Assets recorded" in assets.missing
        assert "The date of the last check of the register against the rooms" in assets.missing

    def test_other_schools_do_not_count(self, school):
        make_incident(make_school())

        found = evidence.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
        assert proof(found, "logged").words == "2"

    def test_the_number_of_queries_does_not_grow_with_the_records(self, school, django_assert_max_num_queries):
        def queries():
            with django_assert_max_num_queries(15) as counted:
                evidence.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
            return len(counted)

        few = queries()
        for number in range(20):
            make_incident(school, category=make_category(f"Category {number}"))

        assert queries() == few


class TestPack:
    def test_it_holds_pdf_tables_records_and_a_manifest_that_fits(self, pack):
        with zipfile.ZipFile(pack) as found:
            manifest = json.loads(found.read("manifest.json"))
            assert found.testzip() is None
            for entry in manifest["files"]:
                content = found.read(entry["name"])
                assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"])

        assert manifest["school"] == {"code": "HARROW", "name": "Harrow Beck School"}
        assert manifest["period"] == {"from": "2026-09-01", "to": "2026-09-30"}
        assert manifest["made_at"] == "2026-10-01T09:00:00+00:00"
        assert manifest["software"]["version"]

    def test_the_records_are_those_that_were_counted(self, pack):
        with zipfile.ZipFile(pack) as found:
            records = list(csv.DictReader(io.StringIO(found.read("records.csv").decode())))
            logged = next(csv.DictReader(io.StringIO(found.read("measures.csv").decode())))

        assert len(records) == int(logged["value"]) == 2

    def test_nobody_is_named_and_nobodys_words_are_in_it(self, pack):
        with zipfile.ZipFile(pack) as found:
            everything = "".join(text_of(name, found.read(name)) for name in found.namelist())

        for name in ("Alfie", "Sparrow", "Winifred", "Ashdown", "@school.example"):
            assert name not in everything

    def test_its_tables_start_no_formula(self, pack):
        with zipfile.ZipFile(pack) as found:
            records = csv.DictReader(io.StringIO(found.read("records.csv").decode()))

            assert "'=1+1" in [record["category"] for record in records]

    def test_the_pdf_is_tagged_titled_and_reads_as_text(self, pack):
        with zipfile.ZipFile(pack) as found:
            paper = pypdf.PdfReader(io.BytesIO(found.read("evidence.pdf")))

        assert paper.root_object["/MarkInfo"]["/Marked"]
        assert paper.root_object["/Lang"].lower() == "en-gb"
        assert paper.metadata.title.startswith("Evidence: ICT Mark")
        assert "Faults are dealt with rapidly." in paper.pages[0].extract_text()
        words = " ".join("".join(page.extract_text() for page in paper.pages).split())
        assert "nights and weekends included; targets are in support hours" in words

    def test_markup_in_a_schools_name_is_only_text(self, school, tmp_path):
        school.name = '#panic("x") *bold* $x$ <label> \\ "quoted"'
        school.save()
        found = evidence.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)

        packs.write(found, tmp_path / "evidence.zip")

        with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
            assert "*bold*" in text_of("evidence.pdf", pack.read("evidence.pdf"))

    def test_the_same_evidence_makes_the_same_bytes(self, gathered, pack, tmp_path):
        packs.write(gathered, tmp_path / "again.zip")

        assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()

    def test_a_file_that_is_there_is_not_replaced_unless_told(self, gathered, pack):
        before = pack.read_bytes()

        with pytest.raises(packs.WontOverwrite):
            packs.write(gathered, pack)
        assert pack.read_bytes() == before
        packs.write(gathered, pack, overwrite=True)

    def test_nothing_half_done_is_left_behind(self, gathered, tmp_path, monkeypatch):
        def break_off(*args):
            raise OSError("No space left on device")

        monkeypatch.setattr(packs, "record_lines", break_off)

        with pytest.raises(OSError, match="No space"):
            packs.write(gathered, tmp_path / "evidence.zip")
        assert list(tmp_path.iterdir()) == []


def text_of(name, content):
    if name.endswith(".pdf"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode()


def repacked(pack, change):
    """The pack unpacked, changed and packed again."""
    with zipfile.ZipFile(pack) as found:
        files = {name: found.read(name) for name in found.namelist()}
        seal = found.comment
    change(files)
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
        out.comment = seal
    return pack


def remade(unpacked, **changes):
    """A manifest that says something else, and whose seal fits."""
    manifest = json.loads(unpacked["manifest.json"]) | changes
    unpacked["manifest.json"] = json.dumps(packs.sealed(manifest)).encode()


def unsealed(unpacked, **changes):
    """A manifest that says something else under the seal it had."""
    unpacked["manifest.json"] = json.dumps(json.loads(unpacked["manifest.json"]) | changes).encode()


class TestVerification:
    def test_a_pack_as_made_names_each_file(self, pack):
        names = [checked.name for checked in verify(pack)]

        assert names[0] == "evidence.pdf"
        assert set(names) == set(zipfile.ZipFile(pack).namelist())

    def test_one_changed_byte_is_found_wherever_it_is(self, pack):
        whole = pack.read_bytes()
        places = {*range(0, len(whole), max(len(whole) // 150, 1)), *range(len(whole) - 120, len(whole)), *range(40)}

        for place in sorted(places):
            pack.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
            with pytest.raises(NotAsMade):
                list(verify(pack))

    def test_a_pack_cut_anywhere_is_found(self, pack):
        whole = pack.read_bytes()

        for length in (0, 1, 100, len(whole) // 2, len(whole) - 72, len(whole) - 1):
            pack.write_bytes(whole[:length])
            with pytest.raises(NotAsMade):
                list(verify(pack))

    def test_something_behind_the_end_is_found(self, pack):
        pack.write_bytes(pack.read_bytes() + b"more")

        with pytest.raises(NotAsMade):
            list(verify(pack))

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (lambda f: f.update({"measures.csv": f["measures.csv"].replace(b"2", b"3")}), "measures.csv was changed"),
            (lambda f: f.update({"measures.csv": b""}), "measures.csv has the wrong size"),
            (lambda f: f.pop("evidence.pdf"), "evidence.pdf is missing"),
            (lambda f: f.update({"virus.exe": b"x"}), "virus.exe doesn’t belong"),
            (lambda f: f.update({"../up.csv": b"x"}), "no plain file name"),
            (lambda f: f.update({"/etc/passwd": b"x"}), "no plain file name"),
            (lambda f: f.update({"C:\\x.csv": b"x"}), "no plain file name"),
            (lambda f: f.pop("manifest.json"), "holds no manifest.json"),
            (lambda f: f.update({"manifest.json": b"{"}), "it is not JSON"),
            (lambda f: f.update({"manifest.json": b"\xff\xfe"}), "it is not JSON"),
            (lambda f: f.update({"manifest.json": b"[" * 100_000}), "it is not JSON"),
            (lambda f: f.update({"manifest.json": b"[]"}), "isn’t the manifest of an evidence pack"),
            (lambda f: f.update({"manifest.json": f["manifest.json"].replace(b"HARROW", b"OTHER")}), "its own seal"),
            (lambda f: remade(f, files="none"), "doesn’t list the files"),
            (lambda f: remade(f, files=[{"name": 1}]), "doesn’t list the files"),
            (lambda f: remade(f, version=2), "has version 2"),
            (lambda f: unsealed(f, version="\ud800"), r"has version '\\ud800'"),
            (lambda f: unsealed(f, notes="\ud800"), "its own seal"),
            (lambda f: remade(f, school={"code": "OTHER"}), "packed again"),
            (lambda f: None, "packed again"),
        ],
    )
    def test_what_was_changed_is_said_in_a_sentence(self, pack, change, sentence):
        with pytest.raises(NotAsMade, match=sentence):
            list(verify(repacked(pack, change)))

    def test_a_file_that_is_there_twice_is_found(self, pack):
        with zipfile.ZipFile(pack, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
            out.writestr("measures.csv", "x")

        with pytest.raises(NotAsMade, match=r"measures\.csv twice"):
            list(verify(pack))

    def test_other_files_are_no_pack(self, tmp_path):
        (tmp_path / "letter.txt").write_text("Dear school")

        for name in ("letter.txt", "nowhere.zip", "."):
            with pytest.raises(NotAsMade):
                list(verify(tmp_path / name))


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
        assert len(checked.getvalue().splitlines()) == 7

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

        page = client.get(reverse("reports:evidence"), QUERY)
        answer = client.post(reverse("reports:export-evidence"), QUERY)
        (tmp_path / "pack.zip").write_bytes(b"".join(answer.streaming_content))

        assert "What is still missing" in page.content.decode()
        assert answer["Content-Disposition"].startswith('attachment; filename="evidence-ictmark-harrow-')
        assert len(list(verify(tmp_path / "pack.zip"))) == 7

    @pytest.mark.parametrize("role", ["requester", "service_desk", "technician"])
    def test_who_may_not_is_told_so(self, client, school, role):
        client.force_login(make_person(role, school))

        assert client.get(reverse("reports:evidence"), QUERY).status_code == 403
        assert client.post(reverse("reports:export-evidence"), QUERY).status_code == 403
        assert client.get(reverse("api-evidence", args=["ictmark"]), QUERY).status_code == 403

    def test_another_school_looks_like_one_that_is_not_there(self, client, school):
        client.force_login(make_person("service_level_manager", make_school("Other School")))

        assert client.get(reverse("reports:evidence"), QUERY).status_code == 404
        assert client.post(reverse("reports:export-evidence"), QUERY).status_code == 404
        assert client.get(reverse("api-evidence", args=["ictmark"]), QUERY).status_code == 404

    def test_looking_at_it_exports_nothing(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        assert client.get(reverse("reports:export-evidence"), QUERY).status_code == 405

    def test_an_unknown_framework_is_not_there(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        assert client.get(reverse("reports:evidence"), QUERY | {"framework": "../x"}).status_code == 404
        assert client.get(reverse("api-evidence", args=["unknown"]), QUERY).status_code == 404

    def test_the_api_gives_the_figures_of_the_page(self, client, school):
        client.force_login(make_person("service_level_manager", school))

        page = client.get(reverse("reports:evidence"), QUERY).context["found"]
        api = client.get(reverse("api-evidence", args=["ictmark"]), QUERY).json()

        values = [figure["value"] for statement in api["statements"] for figure in statement["figures"]]
        shown = [proof.found.value for answer in page.answers for proof in answer.proofs]
        assert values == json.loads(json.dumps(shown, default=str))
        assert api["period"] == {"from": "2026-09-01", "to": "2026-09-30"}

    def test_who_took_a_pack_is_logged(self, client, school, caplog):
        person = make_person("service_level_manager", school)
        client.force_login(person)

        with caplog.at_level("INFO"):
            client.post(reverse("reports:export-evidence"), QUERY)

        assert any("evidence_exported" in str(r.msg) and str(person.pk) in str(r.msg) for r in caplog.records)


def test_the_period_is_that_of_the_records_opened(school):
    make_incident(school, opened_on=date(2026, 8, 31), at=MONDAY_9AM)

    found = evidence.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)
    assert proof(found, "logged").words == "2"
