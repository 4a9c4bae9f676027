"""The pieces of the design language that need a number worked out or a name looked up; docs/look.md lists them all."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from servicedesk import drawing

register = template.Library()

STATUS_KINDS = {"plain", "info", "ok", "warn", "danger", "paused"}
CLOCK_ICONS = {"late": "late", "missed": "late", "paused": "pause", "met": "check", "none": "level"}
MESSAGE_ICONS = {"success": ("ok", "check"), "warning": ("warn", "late"), "error": ("danger", "late")}


@cache
def use(name):
    """The address of one symbol of the sprite, looked up once: a queue shows two hundred."""
    return f"{static('icons.svg')}#{name}"


@register.simple_tag
def icon(name, extra=""):
    """{% icon "pause" %}: a sign beside words; it says nothing by itself, so it is hidden from readers."""
    classes = f"icon {extra}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, use(f"i-{name}"))


@register.simple_tag
def picture(name, extra="picture-art"):
    """{% picture "sound" %}: the thing in ink, the fault in colour."""
    return format_html(
        '<svg class="{}" viewBox="0 0 40 40" aria-hidden="true"><use href="{}"/></svg>', extra, use(f"p-{name}")
    )


@register.simple_tag
def status(kind, sign, words):
    """{% status "warn" "late" "4th fault this term" %}: a state is an icon and a word, always."""
    if kind not in STATUS_KINDS:
        raise ValueError(f"a status is one of {', '.join(sorted(STATUS_KINDS))}, not {kind}")
    return format_html('<span class="status status-{}">{}{}</span>', kind, icon(sign), words)


BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "CrOS": "a Chromebook",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "Linux": "Linux",
}


@register.filter
def device(user_agent):
    """{{ session.user_agent|device }}: the browser and the machine as people call them; as it came where unknown."""
    names = [next((word for sign, word in known.items() if sign in user_agent), None) for known in (BROWSERS, SYSTEMS)]
    return " on ".join(names) if all(names) else user_agent[:90]


def fact(facts, name, default=None):
    """One fact of a mapping or an object, so that a page may hand over whichever it has."""
    return facts.get(name, default) if isinstance(facts, dict) else getattr(facts, name, default)


DIAL = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><circle class="dial" cx="8" cy="8" r="7"/>'
    '<circle class="left" cx="8" cy="8" r="2.75" stroke-dasharray="{}"/></svg>'
)


@register.simple_tag
def clock(facts=None, state="none", words="", share=0):
    """{% clock ticket.fix %} or {% clock state="risk" words="15 min left" share=0.12 %}.

    `state` is left, risk, late, paused, met, missed or none; `share` is what is left of the time, from 0 to 1.
    """
    if facts is not None:
        state, words, share = fact(facts, "state", "none"), fact(facts, "words", ""), fact(facts, "share", 0)
    has_dial = state in ("left", "risk")
    sign = format_html(DIAL, drawing.dial(float(share or 0))) if has_dial else icon(CLOCK_ICONS.get(state, "level"))
    return format_html('<span class="clock{}">{}{}</span>', "" if state == "left" else f" clock-{state}", sign, words)


@register.simple_tag
def owner(name="", mine=False):
    """{% owner "Priya Shah" mine=True %}: initials in a square; the whole name for readers and on hover."""
    if not name:
        return format_html('<span class="owner owner-none"><span class="unseen">{}</span>–</span>', "No owner")
    words = f"{name} (you)" if mine else name
    return format_html(
        '<span class="owner{}" title="{}"><span aria-hidden="true">{}</span><span class="unseen">{}</span></span>',
        " owner-me" if mine else "",
        words,
        initials(name),
        words,
    )


@register.filter
def mailbox(address):
    """{{ person.email|mailbox }}: an address that breaks before its @ where it is too long for its line."""
    name, sign, place = address.partition("@")
    return format_html("{}<wbr>{}{}", name, sign, place) if sign else address


@register.filter
def sentences_of(errors):
    """{{ form.errors|sentences_of }}: how many things are wrong; a field can have several."""
    return sum(len(found) for found in errors.values())


@register.filter
def initials(name):
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def behind_more(doors):
    """The places that a phone's bar has no room for."""
    return [door for door in doors or [] if fact(door, "more")]


@register.simple_tag
def toast_look(message):
    """The (kind, icon) of a Django message, by its level."""
    return MESSAGE_ICONS.get(message.level_tag, ("info", "info"))


@register.inclusion_tag("look/progress.html")
def progress(done, of, words, part=0):
    """{% progress done=12 part=4 of=20 words="12 ready, 4 part done" %}: a bar that is also said in words."""
    whole = max(int(of), 1)
    done_width = 200 * int(done) / whole
    return {"done": round(done_width, 1), "part": round(200 * int(part) / whole, 1), "words": words}


@register.inclusion_tag("look/bullet.html")
def bullet(share, aim):
    """{% bullet 0.94 aim=0.9 %}: how far a share reached, with a mark at what was agreed. Both from 0 to 1."""
    share, aim = min(max(float(share), 0), 1), min(max(float(aim), 0), 1)
    return {"reach": round(share * 100, 1), "aim": round(aim * 100, 1), "met": share >= aim}


@register.inclusion_tag("look/spark.html")
def spark(values, aim=None):
    """{% spark tile.values aim=90 %}: the shape of the last weeks under a figure; the figure says the rest."""
    return {"spark": drawing.spark(list(values), aim=aim) if len(values) > 1 else None}


@register.inclusion_tag("look/chart.html")
def column_chart(points, words, aim=None, unit=""):
    """{% column_chart months "Met each month, from 88 to 94 per cent" aim=90 unit="%" %}, with its table beneath."""
    return {"charts": _at_each_width(drawing.columns, points, aim=aim, unit=unit), "words": words}


@register.inclusion_tag("look/chart.html")
def line_chart(points, words, aim=None, unit=""):
    """{% line_chart weeks "Open at the end of each week, 9 in September, 12 now" aim=12 %}."""
    return {"charts": _at_each_width(drawing.line, points, aim=aim, unit=unit), "words": words}


def _at_each_width(draw, points, **facts):
    """The same chart twice, for a wide place and for a narrow one; the style sheet shows the one that fits."""
    points = list(points)
    return [draw(points, **facts), draw(points, **facts, width=drawing.NARROW)]


@register.inclusion_tag("look/day.html")
def day_strip(day, words, now="", closes=""):
    """{% day_strip day "It is break. Two clocks have run out." now="10:48 break" closes="Closes 16:30" %}."""
    return {"day": day, "words": words, "now": now, "closes": closes}
