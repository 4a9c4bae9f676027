"""What people of the demo say, by category: (words, fix, question, what it waits for, urgency after triage)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One thing that goes wrong."""

    category: Any
    says: str
    fix: str
    asks: str = ""
    waits: str = ""
    urgency: str = ""
    everyone: bool = False


OUTAGE = (
    "No internet anywhere in school.",
    "The line failed; on the spare line since, and the supplier has mended the first.",
    "",
    "",
    "now",
    True,
)
PROJECTOR = ("Blue light on, then it says no signal.", "Pushed the wall plate back in and fixed it with a cable tie.")
LINES = {
    "No picture": [
        PROJECTOR,
        ("Picture is pink.", "Replaced the cable."),
        ("Says lamp hours exceeded and goes dark.", "Fitted a new lamp.", "", "Lamp ordered, due on Thursday."),
    ],
    "No sound": [
        ("No sound on the interactive screen.", "Sound was sent to the headset; set back to the screen."),
        ("Crackles when the volume is up.", "Replaced the amplifier lead."),
    ],
    "Pen or touch": [
        ("Touch is a hand’s width off.", "Calibrated."),
        ("Visualiser focus is stuck.", "Cleaned the lens and updated the driver."),
    ],
    "Won’t turn on": [
        ("Desktop by the door is dead.", "Power strip had been switched off under the desk."),
        (
            "Laptop battery lasts ten minutes.",
            "Fitted a new battery.",
            "Which laptop is it? The tag is on the lid.",
            "Battery ordered.",
        ),
    ],
    "Laptop or tablet": [
        ("Cracked tablet screen.", "Swapped for a spare; screen went for repair.", "", "With the repairer."),
        ("Exam laptops ask for an update.", "Updates put off until after the exam and run overnight."),
        ("Keyboard types the wrong letters.", "Set the layout back to UK."),
    ],
    "Can’t sign in": [
        ("Can’t sign in after name change.", "Corrected the account name and signed out old sessions."),
        ("Year 7 pupil forgot her password.", "Set a new one with her teacher."),
        ("Locked out after half-term.", "Unlocked."),
    ],
    "Printer": [
        ("Prints blank labels.", "Cleaned the head and set the label size."),
        ("Paper jam that comes back.", "Replaced the pick-up roller.", "", "Roller ordered."),
        ("Copier asks for a code.", "Account added to the copier."),
    ],
    "Internet": [
        ("Wi-Fi drops in the far corner.", "Moved the access point and changed its channel."),
        ("Site for revision is blocked.", "Checked with the safeguarding lead and allowed for staff and Year 11."),
        ("Slow all morning.", "A backup ran in school hours; moved to the night."),
    ],
    "Ask for something": [
        ("Second monitor for finance.", "Fitted.", "Which desk is it for?", "Monitor ordered.", "convenient"),
        ("Install geometry software in IT2.", "Installed on all 32 computers.", "", "", "week"),
        (
            "Shared mailbox for trips.",
            "Made, with the three names on it.",
            "Who should be able to read it?",
            "",
            "week",
        ),
        ("Account for a new teaching assistant.", "Made, with a welcome sheet.", "", "", "week"),
    ],
    "Something else": [
        ("The clock in the hall is an hour out.", "Set, and it now follows the time server.", "", "", "convenient"),
        ("Screen protector came off the visualiser.", "New one fitted."),
    ],
}


def lines(categories):
    """Every line, by category name."""
    return {name: [Line(categories[name], *words) for words in found] for name, found in LINES.items()}
