"""Forms of people, rooms and what is on offer."""

from django import forms

from servicedesk.models import Building, Category, Person, School, Service
from servicedesk.pictures import PICTURES
from servicedesk.roles import CHOICES, Permission

EVERYWHERE = "everywhere"


class PersonForm(forms.ModelForm):
    """Who somebody is, and how to reach them."""

    class Meta:
        model = Person
        fields = ["name", "email", "phone"]
        labels = {"name": "Name", "email": "School e-mail", "phone": "Phone"}
        help_texts = {"email": "They sign in with it, and letters go there."}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = not self.instance.pk

    def validate_unique(self):
        """The move looks, because its answer depends on who asks."""


class RolesForm(forms.Form):
    """Which roles somebody has at each school where the reader manages people."""

    def __init__(self, *args, by, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {str(school.pk): school for school in School.objects.where_may(by, Permission.MANAGE_PEOPLE)}
        if by.may(Permission.MANAGE_PEOPLE, None):
            self.places = {EVERYWHERE: None} | self.places
        held = [(m.school_id, m.role) for m in person.memberships.all()] if person else []
        for key, school in self.places.items():
            self.fields[key] = forms.MultipleChoiceField(
                label=school.name if school else "Every school of the trust",
                choices=CHOICES,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[role for place, role in held if place == (school.pk if school else None)],
            )

    def places_with_fields(self):
        """Each school's field; the page keeps those without a role folded when there are many."""
        return [(self[key], bool(self[key].value())) for key in self.places]

    @property
    def roles(self):
        """School (None: every school) → keys of roles, as the move wants them."""
        return {school: set(self.cleaned_data[key]) for key, school in self.places.items()}


class SchoolForm(forms.Form):
    """What the desk knows of a school beside its name."""

    pupils = forms.IntegerField(
        label="Pupils",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="How many are on roll. Figures per pupil are made with it; leave it empty if nobody knows.",
    )


class RoomForm(forms.Form):
    """A room, as it is written on the door."""

    name = forms.CharField(label="Room", max_length=100, help_text="As people say it: B12, Hall, Library.")
    building = forms.ModelChoiceField(Building.objects.none(), label="Building", required=False, empty_label="None")
    new_building = forms.CharField(
        label="Or a new building", max_length=100, required=False, help_text="Only when it is not in the list."
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = Building.objects.filter(school=school)


class ServiceForm(forms.ModelForm):
    """A service, named as its users would."""

    class Meta:
        model = Service
        fields = ["name", "description", "order", "is_offered"]
        labels = {"name": "Service", "order": "Place in the list", "is_offered": "On offer"}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def validate_unique(self):
        """The move looks."""


class CategoryForm(forms.ModelForm):
    """What can go wrong, as a teacher would say it, and the button that says it."""

    picture = forms.ChoiceField(label="Picture on the button", choices=list(PICTURES.items()))

    class Meta:
        model = Category
        fields = ["name", "service", "kind", "picture", "order", "is_offered"]
        labels = {"name": "Words on the button", "order": "Place among the buttons", "is_offered": "Show the button"}
        help_texts = {"name": "As a teacher would say it: “No picture”.", "is_offered": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].empty_label = "Choose a service"

    def validate_unique(self):
        """The move looks."""


class CrestForm(forms.Form):
    """The picture."""

    picture = forms.FileField(
        label="Picture",
        help_text="PNG or JPEG, at most 1 MB. It is drawn anew with at most 480 pixels a side.",
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
    )
