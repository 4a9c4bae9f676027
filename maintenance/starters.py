"""Plans to start from: what pays off soonest in most schools, in our own words; each is adopted with one press."""

from dataclasses import dataclass

from maintenance.models import Answer
from maintenance.rules import LAST, Every, Holidays, Part, Place, Rule

FRIDAY = 4


@dataclass(frozen=True)
class Starter:
    """A suggested plan. `sort`: the sort of thing it is about, where the register has one of that name.

    `checklist`: (words, kind of answer, unit, lowest, highest).
    """

    key: str
    name: str
    why: str
    rule: Rule
    checklist: tuple[tuple, ...]
    instructions: str = ""
    minutes: int = 60
    sort: str = ""


def tick(words):
    """An item answered by OK or not."""
    return (words, Answer.TICK, "", None, None)


def number(words, unit, lowest=None, highest=None):
    """An item answered by a number, with what is well."""
    return (words, Answer.NUMBER, unit, lowest, highest)


STARTERS = (
    Starter(
        "projectors",
        "Projectors: filters and picture",
        "A blocked filter is the usual end of a lamp, and a dead lamp the usual end of a lesson.",
        Rule(Every.HALF_TERM),
        (tick("Filter clean"), tick("Picture sharp and bright"), tick("Sound plays"), tick("Cable and plate firm")),
        "Take the vacuum cleaner. Look at the lamp hours in the menu while it is on.",
        minutes=120,
        sort="Projector",
    ),
    Starter(
        "trolleys",
        "Laptop trolleys: charge and count",
        "A trolley with four flat laptops stops a lesson for everyone.",
        Rule(Every.WEEK, weekday=FRIDAY),
        (
            tick("All laptops there"),
            tick("All charging"),
            tick("Lock and wheels sound"),
            number("Broken", "laptops", 0, 0),
        ),
        "Friday afternoon, so that Monday starts full.",
        minutes=30,
        sort="Laptop trolley",
    ),
    Starter(
        "printers",
        "Printers: toner, paper path, page count",
        "Toner runs out on the morning the reports go out, unless somebody looked.",
        Rule(Every.MONTH, weekday=0, nth=1),
        (
            number("Toner left", "%", 15),
            tick("Prints a clean page"),
            tick("Rollers and glass clean"),
            tick("Spare toner on the shelf"),
        ),
        minutes=60,
        sort="Printer",
    ),
    Starter(
        "exam-laptops",
        "Exam laptops: ready before the first paper",
        "A candidate can’t wait for an update.",
        Rule(Every.EXAMS, before=10),
        (
            tick("Starts and signs in with the exam account"),
            tick("Spelling help and internet are off"),
            tick("Updates done, and held back until the exams are over"),
            number("Battery holds", "minutes", 120),
        ),
        "Do every laptop on the exams officer’s list, and two spares.",
        minutes=180,
        sort="Laptop",
    ),
    Starter(
        "backups",
        "Back-ups: bring something back",
        "A back-up that nobody ever read back is a hope.",
        Rule(Every.MONTH, weekday=FRIDAY, nth=LAST, in_holidays=True),
        (
            tick("Last night’s back-up finished"),
            tick("A file of last week comes back and opens"),
            tick("One copy is off the network"),
            number("Time to bring it back", "minutes", None, 60),
        ),
        "Choose another file and another system each month, and write down which.",
        minutes=45,
    ),
    Starter(
        "wifi-walk",
        "Wi-fi walk",
        "Walk as a class does: where the signal is weak, teachers have stopped complaining long ago.",
        Rule(Every.TERM, nth=2, part=Part.WEEK),
        (number("Signal", "dBm", -67), tick("Joins within ten seconds"), tick("A lesson page opens at once")),
        "Carry a pupil’s device, not your own. Stand where the class sits.",
        minutes=90,
        sort="Access point",
    ),
    Starter(
        "server-room",
        "Server room",
        "Heat and dust give warning for weeks before they cost a day.",
        Rule(Every.WEEK, weekday=0, in_holidays=True),
        (
            number("Temperature", "°C", 16, 27),
            tick("No warning lights"),
            tick("Battery supply on mains and charged"),
            tick("Nothing stored in front of the vents"),
        ),
        minutes=10,
    ),
    Starter(
        "halls",
        "Hall: sound, light, screen",
        "Assemblies and parents’ evenings have no second try.",
        Rule(Every.HALF_TERM, nth=1, part=Part.DAY),
        (
            tick("Microphones work, with fresh batteries"),
            tick("Screen and projector"),
            tick("Laptop connects"),
            tick("Sound desk as labelled"),
        ),
        minutes=30,
    ),
    Starter(
        "summer-clean",
        "Suites: the summer clean",
        "The one week in which every computer can be opened.",
        Rule(Every.HOLIDAY, holidays=Holidays.SUMMER, place=Place.FIRST_WEEK),
        (
            tick("Dust out"),
            tick("Cables tied"),
            tick("Starts, updates done"),
            tick("Sticker readable, room right in the register"),
        ),
        minutes=600,
        sort="Computer",
    ),
    Starter(
        "accounts",
        "Accounts of leavers",
        "An account that nobody uses is a door that nobody watches.",
        Rule(Every.HALF_TERM, nth=2),
        (
            tick("Leavers’ accounts are closed"),
            tick("Shared passwords changed"),
            number("Accounts with every right", "accounts"),
        ),
        "Ask the office for the list of who left.",
        minutes=45,
    ),
)
BY_KEY = {starter.key: starter for starter in STARTERS}
