"""Term dates from files as councils, academies and colleagues make them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sla.calendar_import import import_file, plain_document, read_opens
from sla.calendars import current_version, school_year_of
from sla.school_year import DayType
from sla.term_files import UnreadableDates
from sla.year_document import parse
from sla.year_page import bounds, school_day_counts
from tests.factories import make_school

YEARS = (2025, 2026, 2027)


def read(content, **facts):
    """The school year that a file makes by itself, and the notes about it."""
    facts = {"base": None, "nation": "ENG", "zone": "Europe/London"} | facts
    imported = import_file(content if isinstance(content, bytes) else content.encode(), **facts)
    return parse(imported.document), imported.notes


def calendar(*events):
    """An iCalendar file of (first, end, words), dates as iCalendar writes them; an end may be left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//school//EN"]
    for number, (first, end, words, *more) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@school", "DTSTAMP:20250101T000000Z"]
        lines += [
            _stamp("DTSTART", first),
            *([_stamp("DTEND", end)] if end else []),
            f"SUMMARY:{words}",
            *more,
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _stamp(name, value):
    return f"{name};{value}" if ":" in value else f"{name};VALUE=DATE:{value}"


def day_names(year, *days):
    return [year.name_of(date.fromisoformat(day)) for day in days]


@pytest.mark.parametrize(
    ("file", "school_days"),
    [
        ("sheffield_sheffield_term_dates.ics", [195, 195, 195]),
        ("sheffield_sheffield_term_dates.json", [195, 195, 195]),
        ("sheffield_sheffield_school_holidays.ics", [195, 195, 195]),
        ("sheffield_sutc_school_dates.ics", [190, 190, 195]),
    ],
)
def test_a_council_and_an_academy_have_their_school_days(calendar_data, file, school_days):
    year, _ = read((calendar_data / file).read_bytes())

    assert [year.school_days(*bounds(start)) for start in YEARS] == school_days


def test_gaps_between_term_days_become_the_holidays_that_the_council_lists(calendar_data):
    from_days, _ = read((calendar_data / "sheffield_sheffield_term_dates.ics").read_bytes())
    from_holidays, _ = read((calendar_data / "sheffield_sheffield_school_holidays.ics").read_bytes())

    first, last = date(2025, 8, 1), date(2028, 7, 21)
    days = [day for run in from_days.runs(first, last) for day in run.days() if day.weekday() < 5]
    assert [from_days.day_type(day) for day in days] == [from_holidays.day_type(day) for day in days]
    assert from_days.known_until == last
    assert day_names(from_days, "2025-10-28", "2025-12-29", "2026-04-08", "2026-08-05", "2026-05-04") == [
        "half-term",
        "Christmas holiday",
        "Easter holiday",
        "Summer holiday",
        "May Day",
    ]


def test_ranges_with_names_are_kept_and_the_end_of_an_event_is_not_part_of_it():
    year, notes = read(
        calendar(
            ("20260901", "20261219", "Autumn Term"),
            ("20261026", "20261031", "Half term"),
            ("20270104", "20270105", "INSET day"),
            ("20270105", "20270327", "Spring Term"),
            ("20261219", "20270104", "Christmas holiday"),
            ("20261120", "20261121", "School closed: election"),
            ("20261203", "20261204", "Carol concert"),
        )
    )

    assert day_names(year, "2026-12-18", "2026-10-30", "2026-10-31", "2027-01-04", "2026-12-21") == [
        "Autumn Term",
        "Half term",
        "weekend",
        "INSET day",
        "Christmas holiday",
    ]
    assert year.day_type(date(2026, 11, 20)) is DayType.CLOSURE
    assert year.known_until == date(2027, 3, 26)
    assert any("Carol concert" in note for note in notes)


def test_first_and_last_days_make_terms_and_holidays():
    year, notes = read(
        calendar(
            ("20260902", None, "Autumn term starts"),
            ("20261026", None, "Half term begins"),
            ("20261030", None, "Half term ends"),
            ("20261218", None, "Last day of Autumn term"),
            ("20270105", None, "School reopens"),
            ("20270325", None, "School breaks up for Easter"),
        )
    )

    assert day_names(year, "2026-09-02", "2026-10-28", "2026-12-18", "2026-12-21", "2027-01-05") == [
        "Autumn term",
        "Half term",
        "Autumn term",
        "Christmas holiday",
        "term",
    ]
    assert not any("left out" in note for note in notes)


def test_a_start_without_an_end_is_said_and_left_out():
    _, notes = read(calendar(("20260901", "20261219", "Autumn term"), ("20270105", None, "Spring term starts")))

    assert any("Spring term starts" in note and "no end" in note for note in notes)


def test_times_of_day_are_read_in_the_schools_zone():
    year, _ = read(
        calendar(
            ("20260901", "20261219", "Autumn term"),
            ("TZID=Europe/London:20261026T090000", "TZID=Europe/London:20261026T150000", "INSET"),
            ("VALUE=DATE-TIME:20260930T230000Z", "VALUE=DATE-TIME:20261001T225959Z", "Staff training"),
        )
    )

    assert year.day_type(date(2026, 10, 26)) is DayType.INSET
    assert year.day_type(date(2026, 10, 1)) is DayType.INSET
    assert year.day_type(date(2026, 9, 30)) is DayType.TERM
    assert year.day_type(date(2026, 10, 2)) is DayType.TERM


def test_a_series_is_expanded_and_one_without_end_says_nothing_about_how_far_dates_are_known():
    year, _ = read(
        calendar(
            (
                "20260907",
                None,
                "Term day",
                "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261023",
                "EXDATE;VALUE=DATE:20260918",
            ),
            ("20260914", None, "INSET twilight", "RRULE:FREQ=WEEKLY"),
        )
    )

    assert year.known_until == date(2026, 10, 23)
    assert day_names(year, "2026-09-17", "2026-09-18", "2026-09-21") == ["term", "no school", "INSET twilight"]


def test_cancelled_events_are_left_out():
    year, _ = read(
        calendar(("20260901", "20261219", "Term"), ("20261026", "20261031", "Half term", "STATUS:CANCELLED"))
    )

    assert year.day_type(date(2026, 10, 28)) is DayType.TERM


@pytest.mark.parametrize("day", ["2026-09-01", "1/9/2026", "01/09/26", "1.9.2026", "1 September 2026", "1st Sep 2026"])
def test_a_csv_may_write_dates_as_people_do(day):
    year, _ = read(f"Type,First,Last,Name\nterm,{day},18/12/2026,Autumn term\n")

    assert year.name_of(date(2026, 9, 1)) == "Autumn term"
    assert year.day_type(date(2026, 8, 31)) is not DayType.TERM


def test_a_csv_from_a_spreadsheet_may_have_semicolons_and_a_byte_order_mark():
    year, _ = read("\ufefftype;first;last;name\r\nhalf term;26/10/2026;30/10/2026;October\r\n\r\n;;;\r\n".encode())

    assert year.name_of(date(2026, 10, 28)) == "October"


def test_bank_holidays_do_not_break_a_term_but_are_free():
    weekdays = [*range(20260427, 20260431), *range(20260505, 20260509)]
    year, _ = read("type,first\n" + "".join(f"term,{day}\n" for day in weekdays))

    assert len([span for span in year.spans if span.type is DayType.TERM]) == 2  # 1 May is missing, 4 May is free
    assert year.day_type(date(2026, 5, 4)) is DayType.BANK_HOLIDAY


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("rubbish", "is no calendar"),
        (b"\x89PNG\r\n\x1a\n\x81", "is no"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20250101\r\n", "stops in the middle"),
        ("BEGIN:VCALENDAR\r\nthis is no line\r\nEND:VCALENDAR\r\n", "can’t be read"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no dates"),
        (calendar(("2026x", None, "Half term")), "“Half term” has no date"),
        (calendar(("20260901", None, "Sports day")), "Nothing in the file"),
        (calendar(("20260901", None, "Term day", "RRULE:FREQ=SECONDLY")), "too many entries that repeat"),
        (calendar(*[("20260901", None, "Term day", "RRULE:FREQ=DAILY")] * 31), "too many entries that repeat"),
        ("type,first\nterm,31/02/2026\n", "Line 2: “31/02/2026” is no date"),
        ("type,first,last\nterm,2/3/2026,1/3/2026\n", "Line 2: it ends on 2026-03-01, before it begins"),
        ("type,first\nfeast,1/3/2026\n", "Line 2: “feast” is no type of day"),
        ("type,first\n", "no dates"),
        ('{"a": 1}', "JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_list_of_term_dates_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(UnreadableDates) as refused:
        read(content)

    assert sentence in str(refused.value)


def test_every_bad_line_is_named():
    with pytest.raises(UnreadableDates) as refused:
        read("type,first\nterm,x\nterm,2026-09-01\nparty,2026-09-02\n")

    assert [sentence[:7] for sentence in refused.value.sentences] == ["Line 2:", "Line 4:"]


def test_next_years_dates_come_beside_the_old_ones():
    old = import_file(
        calendar(("20250901", "20260721", "Term")).encode(), base=None, nation="ENG", zone="Europe/London"
    ).document

    year, _ = read(calendar(("20260902", "20270722", "Term")), base=old)

    assert year.day_type(date(2025, 10, 1)) is DayType.TERM
    assert day_names(year, "2026-07-22", "2026-08-12", "2026-09-01", "2026-09-02") == [*["Summer holiday"] * 3, "Term"]
    assert year.known_until == date(2027, 7, 21)
    assert [name for name, _ in school_day_counts(year)] == ["2025/26", "2026/27"]


def test_a_correction_replaces_the_dates_of_its_year():
    old = import_file(
        calendar(("20250901", "20251220", "Term"), ("20251027", "20251101", "half-term")).encode(),
        base=None,
        nation="ENG",
        zone="Europe/London",
    ).document

    year, _ = read(calendar(("20250901", "20251220", "Term"), ("20251020", "20251025", "half-term")), base=old)

    assert day_names(year, "2025-10-28", "2025-10-21") == ["Term", "half-term"]


def test_hours_are_read_as_people_write_them():
    assert read_opens("8:00-12:00, 13:00–16:30") == (("08:00", "12:00"), ("13:00", "16:30"))
    with pytest.raises(ValueError, match="is not a list of hours"):
        read_opens("all day")


def test_a_plain_calendar_is_closed_on_bank_holidays_only():
    facts = {"zone": "Europe/London", "nation": "ENG", "opens": (("08:00", "16:00"),)}
    year = parse(plain_document(**facts, first=date(2026, 1, 1), last=date(2026, 12, 31)))

    assert year.known_until is None
    assert year.pattern_of(date(2026, 12, 28)) == ()
    assert year.pattern_of(date(2026, 12, 29)) == (("08:00", "16:00"),)


def test_the_published_bank_holidays_replace_those_of_the_library(calendar_data):
    term = import_file(
        calendar(("20260105", "20260721", "Term")).encode(), base=None, nation="SCT", zone="Europe/London"
    )

    year, _ = read((calendar_data / "bank-holidays.json").read_bytes(), base=term.document, nation="SCT")

    assert year.day_type(date(2026, 6, 15)) is DayType.TERM
    assert year.day_type(date(2026, 1, 2)) is DayType.BANK_HOLIDAY
    assert year.day_type(date(2026, 12, 26)) is DayType.BANK_HOLIDAY


@pytest.mark.django_db
class TestCommand:
    def run(self, tmp_path, *arguments, content=None):
        file, said = tmp_path / "dates.ics", StringIO()
        file.write_text(content or calendar(("20260901", "20261219", "Autumn term")), encoding="utf-8")
        call_command("import_calendar", str(file), *arguments, stdout=said)
        return said.getvalue()

    def test_it_makes_a_version_for_a_school(self, tmp_path):
        school = make_school(code="HBS")

        said = self.run(tmp_path, "--school", "HBS", "--hours", "07:45-15:50")

        version = current_version(school)
        assert "version 1 holds" in said
        assert (version.number, version.known_until) == (1, date(2026, 12, 18))
        assert school_year_of(version).pattern_of(date(2026, 9, 1)) == (("07:45", "15:50"),)

    def test_a_school_without_its_own_follows_the_trust(self, tmp_path):
        school = make_school()

        self.run(tmp_path, "--trust")

        assert current_version(school).calendar.school is None

    def test_a_dry_run_keeps_nothing(self, tmp_path):
        school = make_school(code="HBS")

        assert "Autumn term" in self.run(tmp_path, "--school", "HBS", "--dry-run")
        assert current_version(school) is None

    def test_a_bad_file_or_an_unknown_school_is_an_error_in_a_sentence(self, tmp_path):
        with pytest.raises(CommandError, match="is no calendar"):
            self.run(tmp_path, "--trust", content="rubbish")
        with pytest.raises(CommandError, match="no school with the code"):
            self.run(tmp_path, "--school", "NOPE")
