"""What a page asks before a release is moved; the fields are the words of its function in `workflow`."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from assets.models import Asset, SoftwareMaster
from changes.models import OPEN, Change, ReleaseStatus, RolloutRoom, RolloutState
from changes.workflow.releases import MOST_ROOMS
from incidents.forms import RadioSelect, text_field
from servicedesk.fields import SeveralField
from servicedesk.models import Person, Room, Service
from servicedesk.roles import Permission

SEVERAL = "On a keyboard, hold Ctrl to choose several or to take one away."
DAY = {"type": "date"}


def steps_field(label, **facts):
    """Steps in order, a line each."""
    return text_field(label, rows=5, required=False, **facts)


def several_field(label, rows, **facts):
    """Several rows of a list."""
    return SeveralField(label=label, queryset=rows, widget=forms.SelectMultiple(attrs={"size": 6}), **facts)


class DesignForm(forms.Form):
    """The build procedure: what goes out, how it is installed and rolled back, and what both tests must show."""

    name = forms.CharField(label="What goes out?", max_length=200, help_text="New classroom build, new sign-in screen.")
    version = forms.CharField(label="Version", max_length=60, required=False)
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.all(), required=False, empty_label="No service"
    )
    owner = forms.ModelChoiceField(label="Who answers for it?", queryset=Person.objects.none(), empty_label=None)
    design = text_field("Design details", rows=4, required=False)
    software = several_field(
        "What it installs",
        SoftwareMaster.objects.none(),
        required=False,
        help_text=f"Masters of the software library. {SEVERAL}",
    )
    installation = steps_field("How is it installed?", help_text="One step a line.")
    roll_back = steps_field("How is it rolled back?", help_text="One step a line.")
    stability_test = text_field(
        "What must it not harm?", rows=3, required=False, help_text="The stability test shows that all of it works."
    )
    acceptance_test = text_field(
        "What must its users be able to do?", rows=3, required=False, help_text="The acceptance test shows each of it."
    )

    def __init__(self, *args, release, by, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Q(retired_at=None) | (Q(releases=release) if release.pk else Q(pk=None))
        self.fields["software"].queryset = (
            SoftwareMaster.objects.visible_to(by).filter(kept).select_related("software").distinct()
        )
        owners = Person.objects.who_may(Permission.RECORD_CHANGES, release.school)
        self.fields["owner"].queryset = owners.order_by("name", "pk")
        if release.pk:
            self.initial = _build_of(release) | self.initial
        else:
            self.initial = {"owner": by.pk} | self.initial

    def clean_installation(self):
        return self.cleaned_data["installation"].splitlines()

    def clean_roll_back(self):
        return self.cleaned_data["roll_back"].splitlines()


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, release, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.release, self.by = release, by
        self.prepare()

    def prepare(self):
        """Offer what fits the release."""

    def here(self, field="school"):
        """Rows of the release's school, or of the schools where one makes changes."""
        if self.release.school_id:
            return Q(**{field: self.release.school_id})
        return self.by.within(Permission.RECORD_CHANGES, field=field)


class PilotForm(MoveForm):
    people = several_field(
        "Who tries it first?",
        Person.objects.none(),
        required=False,
        help_text=f"They are told when the pilot begins, and when it is rolled back. {SEVERAL}",
    )
    until = forms.DateField(label="Until when do they try it?", required=False, widget=forms.DateInput(attrs=DAY))

    def prepare(self):
        works = Person.objects.visible_to(self.by).filter(self.here("memberships__school"), is_active=True)
        chosen = Person.objects.filter(pk__in=self.release.pilot_people.values("pk"))
        self.fields["people"].queryset = (works | chosen).distinct().order_by("name", "pk")
        self.initial = {"people": self.release.pilot_people.all(), "until": self.release.pilot_until} | self.initial


class RoomsForm(MoveForm):
    """The rooms in order, each with its day; others can be added, and those to do can be left out."""

    new_rooms = several_field("Add rooms", Room.objects.none(), required=False, help_text=SEVERAL)
    new_things = forms.CharField(
        label="Or single things",
        max_length=2000,
        required=False,
        help_text="Their tags, with commas between. Each is ticked off in the room where it stands.",
    )
    new_planned_on = forms.DateField(label="Planned for", required=False, widget=forms.DateInput(attrs=DAY))
    new_is_pilot = forms.BooleanField(label="They are pilot rooms", required=False)

    def prepare(self):
        self.rows = list(self.release.rooms.select_related("room", "asset"))
        for row in self.rows:
            self.fields |= _fields_of(row)
        there = [row.room_id for row in self.rows if row.asset_id is None]
        rooms = Room.objects.filter(self.here()).exclude(pk__in=there).select_related("building")
        self.fields["new_rooms"].queryset = rooms.order_by("school__name", "name", "pk")

    def clean_new_things(self):
        """The things of the release’s school that have these tags; each must stand in a room."""
        tags = list(dict.fromkeys(tag.strip() for tag in self.cleaned_data["new_things"].split(",") if tag.strip()))
        seen = Asset.objects.visible_to(self.by).filter(self.here(), tag__in=tags).select_related("room")
        things = {each.tag: each for each in seen}
        if len(seen) > len(things):
            raise ValidationError("Two schools have a thing with one of these tags. Plan its room instead.")
        if unknown := [tag for tag in tags if tag not in things]:
            raise ValidationError(f"No thing here has the tag {unknown[0]}.")
        if astray := [tag for tag in tags if things[tag].room is None]:
            raise ValidationError(f"{astray[0]} stands in no room. Say where it is first.")
        return [things[tag] for tag in tags]

    def lines(self):
        """Each planned room with its fields."""
        kinds = ("place", "planned", "pilot", "off")
        return [
            (row, {kind: self[f"{kind}_{row.pk}"] for kind in kinds if f"{kind}_{row.pk}" in self.fields})
            for row in self.rows
        ]

    def clean(self):
        """The rooms as the move wants them."""
        said = self.cleaned_data
        kept = [row for row in self.rows if not said.get(f"off_{row.pk}")]
        kept.sort(key=lambda row: (said.get(f"place_{row.pk}") or MOST_ROOMS, row.place))
        rooms = [
            {
                "room": row.room,
                "asset": row.asset,
                "planned_on": said.get(f"planned_{row.pk}"),
                "is_pilot": said.get(f"pilot_{row.pk}", False),
            }
            for row in kept
        ]
        day, pilot = said.get("new_planned_on"), said.get("new_is_pilot", False)
        rooms += [{"room": room, "planned_on": day, "is_pilot": pilot} for room in said.get("new_rooms") or ()]
        rooms += [
            {"room": thing.room, "asset": thing, "planned_on": day, "is_pilot": pilot}
            for thing in said.get("new_things") or ()
        ]
        return {"rooms": rooms}


class AddChangesForm(MoveForm):
    changes = several_field("Which changes go out with it?", Change.objects.none(), help_text=SEVERAL)

    def prepare(self):
        found = Change.objects.visible_to(self.by).filter(status__in=OPEN, release=None)
        found = found.filter(school=self.release.school_id) if self.release.school_id else found
        self.fields["changes"].queryset = found.order_by("-pk")


class RemoveChangesForm(MoveForm):
    changes = several_field("Which changes don’t go out with it?", Change.objects.none())

    def prepare(self):
        self.fields["changes"].queryset = self.release.changes.visible_to(self.by).order_by("pk")


class SignTestForm(MoveForm):
    which = forms.ChoiceField(
        label="Which test?",
        choices=[("stability", "Stability: it harms nothing"), ("acceptance", "Acceptance: people can work with it")],
        widget=RadioSelect,
    )
    passed = forms.TypedChoiceField(
        label="Did it pass?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        widget=RadioSelect,
    )
    result = text_field("What was seen?", rows=4, help_text="Your name and this moment stand under it.")


class RollOutForm(MoveForm):
    pilot_result = text_field("How did it go with the pilot group?", rows=4)

    def prepare(self):
        if self.release.status != ReleaseStatus.PILOT:
            del self.fields["pilot_result"]


class MarkRoomForm(MoveForm):
    """A room, what came of it, and a note."""

    room = forms.ModelChoiceField(queryset=RolloutRoom.objects.none())
    state = forms.ChoiceField(choices=[(s.value, s.label) for s in RolloutState if s != RolloutState.ROLLED_BACK])
    note = forms.CharField(max_length=300, required=False)

    def prepare(self):
        self.fields["room"].queryset = RolloutRoom.objects.filter(release=self.release).select_related("room")


class RollBackRoomForm(MoveForm):
    room = forms.ModelChoiceField(label="Which room?", queryset=RolloutRoom.objects.none(), empty_label="Choose a room")
    note = forms.CharField(label="Why does it go back?", max_length=300)

    def prepare(self):
        done = RolloutRoom.objects.filter(release=self.release, state__in=[RolloutState.DONE, RolloutState.FAILED])
        self.fields["room"].queryset = done.select_related("room", "asset")
        self.fields["room"].label_from_instance = lambda row: str(row)


class FinishForm(MoveForm):
    note = text_field("Anything to remember next time?", rows=3, required=False)


class ReasonForm(MoveForm):
    reason = text_field("Why?", rows=3)


class NoteForm(MoveForm):
    text = text_field("Note", rows=4)


def _build_of(release):
    """The build as it is, as the form begins with it."""
    words = ("name", "version", "design", "stability_test", "acceptance_test")
    begun = {name: getattr(release, name) for name in words}
    begun |= {name: "\n".join(getattr(release, name)) for name in ("installation", "roll_back")}
    return begun | {"service": release.service_id, "owner": release.owner_id, "software": release.software.all()}


def _fields_of(row):
    found = {
        f"place_{row.pk}": forms.IntegerField(
            label=f"{row.room.name}: place", min_value=1, max_value=MOST_ROOMS, initial=row.place
        ),
        f"planned_{row.pk}": forms.DateField(
            label=f"{row.room.name}: day",
            required=False,
            initial=row.planned_on,
            widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        ),
        f"pilot_{row.pk}": forms.BooleanField(label=f"{row.room.name}: pilot", required=False, initial=row.is_pilot),
    }
    if row.state == RolloutState.TO_DO:
        found[f"off_{row.pk}"] = forms.BooleanField(label=f"{row.room.name}: leave out", required=False)
    return found
