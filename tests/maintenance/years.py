"""Real term dates, as a city published them: Sheffield's community schools, September 2025 to July 2028."""

from datetime import date

from sla.school_year import BankHoliday, DayType, Mark, SchoolYear, Span

OPEN = ((("08:00", "16:00"),),) * 5 + ((), ())
HOLIDAYS = [
    ("2025-08-01", "2025-08-31"),
    ("2025-10-25", "2025-11-02"),
    ("2025-12-20", "2026-01-04"),
    ("2026-02-14", "2026-02-22"),
    ("2026-03-28", "2026-04-12"),
    ("2026-05-23", "2026-05-31"),
    ("2026-07-21", "2026-08-31"),
    ("2026-10-24", "2026-11-01"),
    ("2026-12-19", "2027-01-03"),
    ("2027-02-13", "2027-02-21"),
    ("2027-03-26", "2027-04-11"),
    ("2027-05-29", "2027-06-06"),
    ("2027-07-22", "2027-08-31"),
    ("2027-10-23", "2027-10-31"),
    ("2027-12-18", "2028-01-03"),
    ("2028-02-12", "2028-02-20"),
    ("2028-04-01", "2028-04-17"),
    ("2028-05-28", "2028-06-04"),
    ("2028-07-22", "2028-07-31"),
]
BANK_HOLIDAYS = [
    *("2025-08-25", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"),
    *("2026-08-31", "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31"),
    *("2027-08-30", "2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29"),
]
INSET = ["2025-09-01", "2026-01-05", "2026-07-20", "2026-09-01", "2027-01-04"]
EXAMS = [("2026-05-11", "2026-06-19", "GCSE"), ("2027-05-10", "2027-06-18", "GCSE")]


def day(text):
    return date.fromisoformat(text)


def sheffield(*more, known_until="2028-07-31", weekdays=OPEN):
    """The published dates, with five INSET days and the exams of a school; `more` spans on top."""
    spans = [Span(DayType.HOLIDAY, day(first), day(last)) for first, last in HOLIDAYS if first <= known_until]
    spans += [Span(DayType.INSET, day(each), day(each)) for each in INSET]
    return SchoolYear(
        "Europe/London",
        {DayType.TERM: weekdays},
        nation="ENG",
        spans=(*spans, *more),
        bank_holidays=tuple(BankHoliday(day(each), "bank holiday") for each in BANK_HOLIDAYS),
        known_until=day(known_until),
        marks=tuple(Mark("exams", day(first), day(last), name) for first, last, name in EXAMS),
    )


def closed(first, last=None):
    """Snow."""
    return Span(DayType.CLOSURE, day(first), day(last or first), "snow")


def written_terms():
    """A school that wrote its terms down and nothing else: one year of three terms, autumn's half-term between two."""
    terms = [("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-05", "2027-03-25")]
    spans = tuple(Span(DayType.TERM, day(first), day(last)) for first, last in terms)
    return SchoolYear("Europe/London", {DayType.TERM: OPEN}, spans=spans, known_until=day("2027-06-30"))
