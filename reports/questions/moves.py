"""What becomes of a question that was saved, as a table: who may share, keep back, schedule and delete it."""

from dataclasses import dataclass

from reports.models import Audience, SavedQuestion
from servicedesk import moves
from servicedesk.errors import NotYours
from servicedesk.roles import Permission


@dataclass(frozen=True)
class Move(moves.Move):
    """A move of a question: its owner's; what is shared may also be tidied up by whoever has the `permission`."""

    def allowed(self, question, by):
        """Its owner; and of a shared one whoever looks after people there, where the move has that permission."""
        if by is None or by.pk == question.owner_id:
            return True
        shared = question.status == Audience.SHARED
        return shared and self.permission is not None and by.may(self.permission, question.school_id)

    def check(self, question, *, by):
        """Would it be accepted? Raises NotYours (403) or Refused (409), each with a sentence."""
        if not self.allowed(question, by):
            raise NotYours(f"This is {question.owner.name}’s question: only they may {self.words} it.")
        super().check(question, by=by)

    def begin(self, question, *, by):
        """Lock the question and check person and state; returns it as it is now."""
        list(SavedQuestion.objects.select_for_update().filter(pk=question.pk).values_list("pk"))
        question = SavedQuestion.objects.select_related("owner", "school").get(pk=question.pk)
        self.check(question, by=by)
        return question


BOTH = (Audience.PRIVATE, Audience.SHARED)
TIDY = Permission.MANAGE_PEOPLE

SHARE = Move("share_question", "share", (Audience.PRIVATE,), Audience.SHARED, None)
UNSHARE = Move("unshare_question", "keep back", (Audience.SHARED,), Audience.PRIVATE, TIDY)
SCHEDULE = Move("schedule_question", "send", BOTH, None, None)
DELETE = Move("delete_question", "delete", BOTH, None, TIDY)

QUESTION_MOVES = (SHARE, UNSHARE, SCHEDULE, DELETE)
