"""Every page for everyone: nothing in the way of assistive technology, nothing to scroll sideways at 320 px."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from assets.models import Asset
from incidents import workflow
from incidents.intake import log_incident
from problems.workflow import look_for_trends, raise_problem
from servicedesk.models import Category, Room, School
from sla.models import Agreement, Calendar
from tests.factories import make_known_error, make_trend

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # all that a theme changes

# Who → the pages they meet; {incident}, {waiting}, {done}, {asset}, {calendar}, {agreement} are numbers of the scene.
PAGES = {
    None: ["/accounts/login/", "/accounts/password/reset/", "/no-such-page/"],
    "rachel.okafor": [
        "/report/",
        "/report/?picked=1&room={room}",
        "/mine/",
        "/help/",
        "/help/{known}/",
        "/help/{known}/worked/",
        "/status/",
        "/status/{major}/me-too/",
        "/incidents/{incident}/",
        "/incidents/{incident}/reported/",
        "/incidents/{done}/reopen/",
        "/roles/",
        "/components/",
    ],
    "priya.shah": [
        "/queue/",
        "/queue/?status=waiting&q=laptop",
        "/incidents/{incident}/",
        "/incidents/{waiting}/",
        "/incidents/{done}/",
        "/incidents/{incident}/why/resolution/",
        "/incidents/{incident}/assign/",
        "/incidents/{incident}/wait/",
        "/incidents/{incident}/resolve/",
        "/incidents/{incident}/prioritise/",
        "/incidents/{incident}/mark_duplicate/",
        "/incidents/{incident}/mark_outage/",
        "/incidents/{major}/",
        "/incidents/{part}/",
        "/incidents/{incident}/declare_major/",
        "/incidents/log/",
        "/problems/known-errors/",
        "/problems/known-errors/{known}/",
        "/problems/known-errors/write/",
        "/problems/",
        "/problems/{problem}/",
        "/problems/{problem}/analyse/",
        "/problems/{problem}/resolve/",
        "/problems/raise/?incidents={incident}",
        "/problems/choose/?incidents={incident}",
        "/problems/trends/",
        "/problems/trends/{trend}/",
        "/problems/trends/{trend}/accept_trend/",
        "/problems/trends/{trend}/dismiss_trend/",
        "/assets/",
        "/assets/{asset}/",
        "/assets/{asset}/check/?room={room}",
        "/assets/rooms/{room}/",
        "/calendars/",
        "/calendars/{calendar}/",
        "/agreements/",
        "/agreements/{agreement}/",
    ],
    "martin.hale": [
        "/service/",
        "/service/rows/?which=met",
        "/service/outages/",
        "/escalations/",
        "/evidence/",
        "/priorities/",
        "/places/",
        "/catalogue/",
        "/people/",
    ],
    "ruth.penrose": ["/people/", "/accounts/password/change/", "/accounts/2fa/"],
}
# So many pages at most in one test, so that no worker waits for another at the end.
WALKS = [(login, paths[n : n + 12]) for login, paths in PAGES.items() for n in range(0, len(paths), 12)]


@pytest.fixture
def scene(trust):
    """A few records in different states."""
    now = timezone.now() - timedelta(hours=2)
    school, room = School.objects.get(code="HBS"), Room.objects.get(name="B12")
    rachel, priya = trust["rachel.okafor"], trust["priya.shah"]

    def log(says, **facts):
        category = Category.objects.get(name="No picture")
        return log_incident(
            school=school, requester=rachel, by=rachel, at=now, category=category, description=says, room=room, **facts
        )

    first, waiting, done = log("Blue light on.", lesson_stopped=True), log("Picture is pink."), log("Dark.")
    workflow.take(first, by=priya, at=now)
    workflow.reply(first, by=priya, at=now, text="On my way.")
    workflow.note(first, by=priya, at=now, text="Wall plate is loose again.")
    day = timezone.localdate() + timedelta(days=2)
    workflow.wait(waiting, by=priya, at=now, reason="requester", follow_up_on=day, note="Which cable?")
    workflow.resolve(done, by=priya, at=now, resolution="New lamp.")
    cause = workflow.declare_major(log("No internet."), by=priya, at=now, title="No internet", lead=priya)
    workflow.publish_update(cause, by=priya, at=now, text="The line is cut.", next_update_at=now + timedelta(hours=3))
    part = workflow.join(log("Nothing loads."), by=priya, at=now, parent=cause)
    dark = raise_problem(by=priya, at=now, title="Projectors lose their picture", incidents=[waiting, done])
    look_for_trends(by=priya, at=now, school=school)
    known = make_known_error(school, owner=trust["martin.hale"], audience="everyone")
    known.categories.add(first.category)
    return {
        "known": known.pk,
        "problem": dark.pk,
        "trend": make_trend(school, incidents=[first, waiting, done], at=now).pk,
        "incident": first.pk,
        "major": cause.pk,
        "part": part.pk,
        "waiting": waiting.pk,
        "done": done.pk,
        "room": room.pk,
        "asset": Asset.objects.get(tag="PRJ-0212").pk,
        "calendar": Calendar.objects.get(school=None).pk,
        "agreement": Agreement.objects.get(kind="sla").pk,
    }


@pytest.mark.parametrize(("login", "paths"), WALKS, ids=lambda part: part if isinstance(part, str) else "")
def test_no_page_is_in_anybodys_way_in_light_or_dark(screen, scene, login, paths):
    window = screen(login, width=1280)
    found = []
    for path in paths:
        window.page.goto(path.format(**scene))
        for theme, rules in {"light": RULES, "dark": COLOURS}.items():
            window.page.emulate_media(color_scheme=theme)
            violations = Axe().run(window.page, options=rules).response["violations"]
            found += [f"{path}, {theme}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]
    window.trouble = [said for said in window.trouble if "404" not in said]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("login", PAGES, ids=lambda login: login or "nobody")
def test_no_page_scrolls_sideways_on_a_small_phone(screen, scene, login):
    window = screen(login, width=320, height=640)
    wide = []
    for path in PAGES[login]:
        window.page.goto(path.format(**scene))
        wide += [] if window.has_no_sideways_scrolling() else [path]
    window.trouble = [said for said in window.trouble if "404" not in said]
    assert not wide
