"""Who has a thing for a while, and until when."""

from django.db import models
from django.db.models import Q

from assets.models.asset import Asset
from assets.querysets import LoanQuerySet
from servicedesk.models import Person


class Loan(models.Model):
    """A thing lent to a person of the desk's books, or (`to_name`) to somebody who has no account."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="loans")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="loans")
    to_name = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    lent_at = models.DateTimeField()
    lent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="The day at the school by which it shall be back.")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    condition_out = models.CharField("how it was when it went", max_length=200, blank=True)
    condition_back = models.CharField("how it was when it came back", max_length=200, blank=True)
    told_due_at = models.DateTimeField(null=True, blank=True, help_text="When the borrower was reminded.")
    told_late_at = models.DateTimeField(null=True, blank=True, help_text="When the borrower was told that it is late.")

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="loan_out_by_due", condition=Q(returned_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["asset"], name="loan_one_at_a_time", condition=Q(returned_at=None)),
            models.CheckConstraint(
                name="loan_names_one_borrower",
                condition=Q(to__isnull=False, to_name="") | (Q(to=None) & ~Q(to_name="")),
            ),
            models.CheckConstraint(
                name="loan_return_is_signed",
                condition=Q(returned_at=None, returned_to=None)
                | Q(returned_at__isnull=False, returned_to__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.asset} to {self.borrower}"

    @property
    def borrower(self):
        """Who has it, by name."""
        return self.to.name if self.to else self.to_name
