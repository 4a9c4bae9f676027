"""The pack as a file: what is in it, and that a change of it is found."""

import csv
import hashlib
import io
import json
import random
import zipfile

import pypdf
import pytest
from django.core.files.base import ContentFile

from evidence import gathering, packs, workflow
from evidence.framework import load
from evidence.verification import NotAsMade, verify
from tests.evidence.pack.september import AT, SEPTEMBER
from tests.factories import make_person


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
            figures = csv.DictReader(io.StringIO(found.read("measures.csv").decode()))
            logged = next(figure for figure in figures if figure["figure"] == "incidents")

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
        words = " ".join("".join(page.extract_text() for page in paper.pages).split())
        assert "Faults are dealt with rapidly." in words
        assert "nights and weekends included; targets are in support hours" in words

    def test_markup_in_a_schools_name_is_only_text(self, school, tmp_path):
        school.name = '#panic("x") *bold* $x$ <label> \\ "quoted"'
        school.save()
        found = gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)

        packs.write(found, tmp_path / "evidence.zip")

        with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
            assert "*bold*" in text_of("evidence.pdf", pack.read("evidence.pdf"))

    def test_the_same_evidence_makes_the_same_bytes(self, gathered, pack, tmp_path):
        packs.write(gathered, tmp_path / "again.zip")

        assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()

    def test_what_does_not_get_smaller_is_stored_as_it_is(self, school, tmp_path):
        martin = make_person("service_level_manager", school)
        about = {"school": school, "framework": "ictmark", "statement": "6b.2", "year": 2026}
        claim = workflow.begin(**about, answer="yes", commentary="So it is.", by=martin, at=AT)
        photo, notes = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(50_000), b"All was well.\n" * 5_000
        for name, content in (("photo.png", photo), ("notes.txt", notes)):
            claim = workflow.add_document(claim, file=ContentFile(content, name=name), by=martin, at=AT)
        found = gathering.gather(load("ictmark"), school=school, period=SEPTEMBER, at=AT)

        packs.write(found, tmp_path / "evidence.zip")

        with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
            kinds = {entry.filename: entry.compress_type for entry in pack.infolist()}
            assert pack.read("document-001-photo.png") == photo
            assert pack.read("document-002-notes.txt") == notes
        assert kinds["document-001-photo.png"] == zipfile.ZIP_STORED
        assert kinds["document-002-notes.txt"] == kinds["measures.csv"] == zipfile.ZIP_DEFLATED
        assert len(list(verify(tmp_path / "evidence.zip"))) == 13

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
