"""What happens by itself, and when: the one list that beat follows and `manage.py run_sweeps` walks through once.

Every sweep is safe to miss, to repeat, and to run twice at once. A sweep that found no worker in time is dropped, not
queued up: the next one finds the same work.
"""

from dataclasses import dataclass
from datetime import timedelta

from celery.schedules import crontab


@dataclass(frozen=True)
class Sweep:
    """A task, when it is due, one line that says what it is for, and a word for what it counts."""

    name: str
    task: str
    when: timedelta | crontab
    says: str
    counts: str

    @property
    def expires(self) -> timedelta:
        """How long it may wait for a worker: until the next one is due, or half a day for a nightly one."""
        return self.when if isinstance(self.when, timedelta) else timedelta(hours=12)


TIMETABLE = [
    Sweep(
        name="Mark breaches",
        task="sla.tasks.mark_breaches",
        when=timedelta(minutes=1),
        says="Notes on each clock that ran out that its promise was broken, and when.",
        counts="clocks",
    ),
    Sweep(
        name="Count open clocks anew",
        task="sla.tasks.reevaluate",
        when=timedelta(seconds=15),
        says="Applies a changed calendar or agreement to the clocks that are open, batch by batch.",
        counts="clocks",
    ),
    Sweep(
        name="Escalate",
        task="incidents.tasks.send_escalations",
        when=timedelta(minutes=1),
        says="Tells the people named in the agreement that a promise is about to be broken, or was.",
        counts="steps",
    ),
    Sweep(
        name="Send letters",
        task="servicedesk.tasks.send_letters",
        when=timedelta(seconds=20),
        says="Sends what is waiting in the outbox.",
        counts="letters",
    ),
    Sweep(
        name="Close resolved incidents",
        task="incidents.tasks.close_resolved",
        when=timedelta(minutes=15),
        says="Closes what stayed resolved for the school days that the agreement gives.",
        counts="incidents",
    ),
    Sweep(
        name="Note time run out",
        task="problems.tasks.note_time_run_out",
        when=crontab(hour="6", minute="20"),
        says="Tells who decides about a problem that the day has come on which they said they would.",
        counts="problems",
    ),
    Sweep(
        name="Tell of known errors to review",
        task="problems.tasks.tell_of_reviews",
        when=crontab(day_of_week="1", hour="6", minute="50"),
        says="Tells whoever keeps a known error true that the day has come to look whether it still holds.",
        counts="letters",
    ),
    Sweep(
        name="Warn of ending calendars",
        task="sla.tasks.warn_of_ending_calendars",
        when=crontab(day_of_week="1", hour="6", minute="40"),
        says="Tells the service level managers that the dates of a calendar run out within four months.",
        counts="letters",
    ),
    Sweep(
        name="Forget old calls",
        task="servicedesk.tasks.forget_calls",
        when=crontab(hour="3", minute="10"),
        says="Forgets the Idempotency-Keys of calls that nobody sends again after a week.",
        counts="calls",
    ),
    Sweep(
        name="Make maintenance rounds",
        task="maintenance.tasks.make_rounds",
        when=crontab(hour="2", minute="20"),
        says="Makes the maintenance rounds of the coming six weeks and follows changes of the calendar.",
        counts="rounds",
    ),
    Sweep(
        name="Tell of maintenance rounds",
        task="maintenance.tasks.tell_of_rounds",
        when=crontab(hour="6", minute="10"),
        says="Tells owners which rounds may be done from today, and managers which are late.",
        counts="letters",
    ),
    Sweep(
        name="Tell of rehearsals and back-up tests",
        task="continuity.tasks.tell_of_due",
        when=crontab(hour="6", minute="35"),
        says="Tells who keeps a service that its rehearsal or back-up test falls due, and leads that theirs comes.",
        counts="letters",
    ),
    Sweep(
        name="Tell of contracts",
        task="finance.tasks.tell_of_contracts",
        when=crontab(hour="6", minute="40"),
        says="Tells who keeps a contract that its notice day or its end comes.",
        counts="letters",
    ),
    Sweep(
        name="Bring in lists of assets",
        task="assets.tasks.bring_in_lists",
        when=timedelta(seconds=15),
        says="Goes on with long lists that are being brought into the asset register.",
        counts="rows",
    ),
    Sweep(
        name="Forget unused lists of assets",
        task="assets.tasks.forget_unused_lists",
        when=crontab(hour="3", minute="20"),
        says="Throws away lists that were sent and only looked at.",
        counts="lists",
    ),
    Sweep(
        name="Bring in changes of other desks",
        task="changes.tasks.bring_in_changes",
        when=timedelta(seconds=15),
        says="Goes on with long files of changes that are being brought in.",
        counts="rows",
    ),
    Sweep(
        name="Forget unused files of changes",
        task="changes.tasks.forget_unused_files",
        when=crontab(hour="3", minute="25"),
        says="Throws away files of changes that were sent and only looked at.",
        counts="files",
    ),
    Sweep(
        name="Tell of licences that end",
        task="assets.tasks.tell_of_ending_licences",
        when=crontab(hour="6", minute="15"),
        says="Tells the managers two months and two weeks before a licence ends.",
        counts="letters",
    ),
    Sweep(
        name="Tell of loans",
        task="assets.tasks.tell_of_loans",
        when=crontab(hour="6", minute="15"),
        says="Reminds borrowers the school day before a thing is due, and tells them when it is late.",
        counts="letters",
    ),
    Sweep(
        name="Remind of changes",
        task="changes.tasks.remind_of_changes",
        when=timedelta(minutes=15),
        says="Reminds people on the school day before of a change that was announced to them.",
        counts="letters",
    ),
    Sweep(
        name="Remind of approvals",
        task="changes.tasks.remind_of_approvals",
        when=crontab(hour="6", minute="25"),
        says="Reminds whoever was asked about a change two school days ago and has not answered.",
        counts="letters",
    ),
    Sweep(
        name="Ask for approvals anew",
        task="changes.tasks.ask_anew",
        when=crontab(minute="20"),
        says="Asks others about a change where none of those who were asked can answer any more.",
        counts="changes",
    ),
    Sweep(
        name="Remind of the plan to close gaps",
        task="healthcheck.tasks.remind_of_actions",
        when=crontab(hour="6", minute="35"),
        says="Reminds owners of actions of the health check a week before their day, and once when it has passed.",
        counts="letters",
    ),
    Sweep(
        name="Remind of certificates",
        task="adoption.tasks.remind_of_certificates",
        when=crontab(hour="6", minute="40"),
        says="Reminds people of certificates that are due, overdue or about to run out, each once.",
        counts="letters",
    ),
    Sweep(
        name="Remind of evidence to look at again",
        task="evidence.tasks.remind_of_reviews",
        when=crontab(hour="6", minute="42"),
        says="Tells whoever wrote a statement of the evidence that its day to be looked at again has come.",
        counts="letters",
    ),
    Sweep(
        name="Take nightly measures",
        task="reports.tasks.take_nightly_measures",
        when=crontab(hour="1", minute="30"),
        says="Keeps what was open at the end of each day, which can't be counted later.",
        counts="figures",
    ),
    Sweep(
        name="Keep closed months",
        task="reports.tasks.keep_closed_months",
        when=crontab(hour="1", minute="45"),
        says="Keeps what measures came to in months that ended a fortnight ago, so that old figures never move.",
        counts="figures",
    ),
    Sweep(
        name="Count a month again",
        task="reports.tasks.count_a_month_again",
        when=crontab(hour="2", minute="15"),
        says="Counts one closed month again and notes which figures would be others now.",
        counts="corrections",
    ),
    Sweep(
        name="Send trend reports",
        task="reports.tasks.send_trend_reports",
        when=crontab(day_of_week="1-5", hour="6", minute="30"),
        says="Writes the trend report to technicians each school week, and to managers after each half-term.",
        counts="letters",
    ),
    Sweep(
        name="Send saved questions",
        task="config.tasks.send_questions",
        when=crontab(day_of_week="1-5", hour="6", minute="40"),
        says="Writes the answers to saved questions to those they are sent to: weekly, monthly, after each half-term.",
        counts="letters",
    ),
    Sweep(
        name="Send service reports",
        task="reports.tasks.send_service_reports",
        when=crontab(hour="6", minute="40"),
        says="Writes the service report of last month, or of the half-term that ended, to those who asked for it.",
        counts="letters",
    ),
    Sweep(
        name="Remind of actions",
        task="reports.tasks.remind_of_report_actions",
        when=crontab(hour="6", minute="45"),
        says="Reminds whoever has an action of a service report on the day it is due, and a week later.",
        counts="letters",
    ),
    Sweep(
        name="Find trends",
        task="problems.tasks.find_trends",
        when=crontab(minute="50"),
        says="Looks once at each day that is over for what keeps going wrong, and proposes it.",
        counts="new trends",
    ),
    Sweep(
        name="Find what happens right now",
        task="problems.tasks.find_what_happens_now",
        when=timedelta(minutes=5),
        says="Proposes a major incident where several people reported one thing within the hour.",
        counts="new trends",
    ),
    Sweep(
        name="Look for trends as asked",
        task="problems.tasks.look_for_trends",
        when=timedelta(seconds=15),
        says="Does the looks for trends that people asked for on the page.",
        counts="new trends",
    ),
]
