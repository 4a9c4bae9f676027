"""Forms of titles and of the definitive software library."""

from django import forms


class SoftwareForm(forms.Form):
    """What a title is called and who makes it."""

    name = forms.CharField(label="What is it called?", max_length=200, help_text="Without its version.")
    publisher = forms.CharField(label="Who makes it", max_length=200, required=False)
    website = forms.URLField(label="Website", max_length=200, required=False, assume_scheme="https")
    notes = forms.CharField(label="Notes", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class MasterForm(forms.Form):
    """Where the right copy of one version is, and its sum."""

    version = forms.CharField(label="Version", max_length=60)
    kept_at = forms.CharField(
        label="Where is the master kept?", max_length=300, help_text="A folder, a disc in the safe, an address."
    )
    sha256 = forms.CharField(
        label="SHA-256",
        max_length=100,
        required=False,
        help_text="Whoever installs can then check that the copy is the right one.",
    )
    notes = forms.CharField(label="Notes", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
