"""A file that somebody brings in: one recorded act, from the upload to what became of its rows."""

from django.db import models

from servicedesk.models.people import Person


class UploadState(models.TextChoices):
    """Where an act stands. What is only looked at is thrown away after a while."""

    BEGUN = "begun", "Nothing is brought in yet"
    RUNNING = "running", "Being brought in"
    DONE = "done", "Brought in"
    STOPPED = "stopped", "Stopped"


class Upload(models.Model):
    """A file, how it is read, and what was done with it; `done` counts rows, so that a killed worker goes on there."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as it was sent; empty once it is through.")
    header = models.JSONField(default=list, blank=True, help_text="The names of its columns, as it has them.")
    mapping = models.CharField(max_length=40, blank=True, help_text="The ready mapping its words and dates are of.")
    reading = models.JSONField(default=dict, blank=True, help_text="What a mapping of one's own says of its cells.")
    columns = models.JSONField(default=dict, blank=True, help_text="Our field: the column of the file.")
    choices = models.JSONField(default=dict, blank=True, help_text="What was chosen beside the columns.")
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.BEGUN)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why it was stopped.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.file_name}, {self.get_state_display().lower()}"

    @property
    def is_begun(self):
        """Can it still be looked at and changed?"""
        return self.state == UploadState.BEGUN

    @property
    def is_running(self):
        """Is it still going on?"""
        return self.state == UploadState.RUNNING


class RefusedRow(models.Model):
    """A row that could not go in, as it was, and why."""

    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    cells = models.JSONField(default=list)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"line {self.line}: {self.reason}"
