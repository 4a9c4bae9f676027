"""Saved questions by letter: each school week, each month or after each half-term, to those who may read the answer.

Safe to miss, to repeat and to run twice at once: that an answer went to a person in a turn is a row, written in one
transaction with the letter. The answer is worked out with the rights its reader has then. It holds figures only, no
words that anybody wrote and no names, so it may be enclosed; the spreadsheet is behind the link, for who signs in.
"""

from datetime import date

from django.db import IntegrityError, transaction

from reports.models import Rhythm, SavedQuestion, SentQuestion
from reports.periods import DAY, month_of, week_of
from reports.questions import files
from reports.questions.answers import Answer
from reports.questions.keeping import may_read, read
from reports.shift.ground import Ground
from reports.trend_letters import half_term_before
from servicedesk import letters
from servicedesk.models import School


def send(*, at) -> int:
    """Write the letters that are due and were not written yet. Returns how many answers went out."""
    everyone = Ground.of(School.objects.all(), at=at)
    scheduled = SavedQuestion.objects.exclude(rhythm="").select_related("owner", "school").prefetch_related("readers")
    return sum(_send(question, everyone, at=at) for question in scheduled)


def turn_of(rhythm: str, year, today: date) -> date | None:
    """The first day of the turn that is due today; None on a day without school, and outside a half-term's start."""
    if year is not None and not year.school_days(today, today):
        return None
    if rhythm == Rhythm.WEEKLY:
        return week_of(today).first
    if rhythm == Rhythm.MONTHLY:
        return month_of(today).first
    ended = half_term_before(year, today) if year else None
    return ended.last + DAY if ended else None


def _send(question, everyone, *, at):
    year = everyone.year(question.school_id) if question.school else everyone.a_year
    turn = turn_of(question.rhythm, year, everyone.today)
    if turn is None:
        return 0
    if not may_read(question.owner, question):
        _stop(question, at=at)
        return 0
    return sum(_send_to(reader, question, turn, at=at) for reader in question.readers.all())


def _stop(question, *, at):
    """Its owner reads these reports no longer: it is sent to nobody."""
    with transaction.atomic():
        question.rhythm, question.changed_at = "", at
        question.save(update_fields=["rhythm", "changed_at"])
        question.readers.clear()
        letters.write(question.owner, "reports/question_stopped", at=at, question=question)


def _send_to(reader, question, turn, *, at):
    """One letter with the answer as this reader may read it, unless it was sent."""
    if not may_read(reader, question):
        _leave_out(reader, question, at=at)
        return 0
    if SentQuestion.objects.filter(question=question, person=reader, turn=turn).exists():
        return 0
    query = read(question.asked, reader=reader, school=question.school)
    if query.errors:  # a term that is no term now, a team that is gone: its page says so
        return 0
    answer = Answer(query)
    try:
        with transaction.atomic():
            sent = SentQuestion.objects.create(question=question, person=reader, turn=turn, at=at)
            sent.letter = _write(reader, question, answer, at=at)
            sent.save(update_fields=["letter"])
    except IntegrityError:  # another worker was first
        return 0
    return 1


def _write(reader, question, answer, *, at):
    enclosed = [(files.file_name(answer, "pdf"), files.pdf(answer, title=question.name))]
    about = {"question": question, "answer": answer, "enclosed": enclosed}
    return letters.write(reader, "reports/question", at=at, path=question.address, **about)


def _leave_out(reader, question, *, at):
    """Who reads these reports no longer gets nothing, now and later; the owner is told."""
    with transaction.atomic():
        question.readers.remove(reader)
        path = question.get_absolute_url()
        letters.write(question.owner, "reports/question_left_out", at=at, path=path, question=question, reader=reader)
