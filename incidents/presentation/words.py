"""Times, lengths and names as people say them."""

from datetime import timedelta

from django.utils.timezone import localtime

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def length(time):
    """A length of time in hours and minutes: 15 min, 1 h 10, 4 h; less than a minute is one."""
    hours, minutes = divmod(time // MINUTE, 60)
    if not hours:
        return f"{minutes or 1} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def working_length(time, day):
    """A length of working time; from one school day (`day`, as working time) on it is said in whole days."""
    days = time // day if day else 0
    if not days:
        return length(time)
    return "1 day" if days == 1 else f"{days} days"


def age(since, at):
    """How long ago: 35 min, 1 h 40, Yesterday, 6 days, and from a fortnight on the date."""
    days = (localtime(at).date() - localtime(since).date()).days
    if days <= 0:
        return length(max(at - since, timedelta(0)))
    if days == 1:
        return "Yesterday"
    return f"{days} days" if days < 14 else date_of(since, at)


def when(moment, at):
    """A moment seen from `at`: 10:31, Yesterday 16:02, Mon 09:12, Fri 3 Nov 09:52, and with the year if another."""
    here, now = localtime(moment), localtime(at)
    days = (now.date() - here.date()).days
    if days == 0:
        return f"{here:%H:%M}"
    if abs(days) == 1:
        return f"{'Yesterday' if days == 1 else 'Tomorrow'} {here:%H:%M}"
    return f"{here:%a %H:%M}" if abs(days) < 7 else f"{here:%a} {date_of(moment, at)} {here:%H:%M}"


def within(moment):
    """A moment in words, in the middle of a sentence: yesterday 16:02; the days of the week keep their capital."""
    return moment.replace("Yesterday", "yesterday").replace("Tomorrow", "tomorrow")


def briefly(moment, at):
    """A moment for a column: 10:31, Yesterday, Mon, 3 Nov."""
    days = (localtime(at).date() - localtime(moment).date()).days
    if days <= 0:
        return f"{localtime(moment):%H:%M}"
    return "Yesterday" if days == 1 else f"{localtime(moment):%a}" if days < 7 else date_of(moment, at)


def exactly(moment, at):
    """A moment with its day and its time, for what is promised: today 16:30, Thu 10:40, Thu 3 Nov 10:40."""
    here, now = localtime(moment), localtime(at)
    days = (here.date() - now.date()).days
    if days in (-1, 0, 1):
        return f"{('yesterday', 'today', 'tomorrow')[days + 1]} {here:%H:%M}"
    return f"{here:%a %H:%M}" if 0 < days < 7 else f"{here:%a} {date_of(moment, at)} {here:%H:%M}"


def date_of(moment, at):
    """A date: 3 Nov, and 3 Nov 2024 seen from another year."""
    here = localtime(moment)
    return f"{here.day} {here:%b}" if here.year == localtime(at).year else f"{here.day} {here:%b %Y}"


def short_name(name):
    """R. Okafor: enough for a column."""
    first, _, rest = name.partition(" ")
    return f"{first[0]}. {rest}" if rest else name


def first_name(name):
    """The word people use in the corridor."""
    return name.partition(" ")[0]


def ordinal(number):
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def several(number, one, many=None):
    """1 record, 12 records, 1,075 records."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
