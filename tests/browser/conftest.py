"""A small school served for real, and people who sit at its screens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.demo import people, places, promises, year


@pytest.fixture
def trust(transactional_db):
    """The demo's schools and people without the term they have had; the people by e-mail name."""
    now = timezone.now()
    schools = places.make_schools()
    places.make_catalogue()
    places.make_assets(schools, at=now)
    staff = people.make_people(schools)
    begun = now - timedelta(days=30)
    year.make_calendar(schools, today=timezone.localdate(now), at=begun, by=staff["martin.hale"])
    promises.make_promises(schools, today=timezone.localdate(now), at=begun, by=staff["martin.hale"])
    return staff


class Screen:
    """One person's browser window."""

    def __init__(self, browser, address, *, width, height=800, theme="light"):
        self.address = address
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce",  # a page is judged as it stands, not while something fades in
            has_touch=width < 600,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.trouble = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)
        self.page.on("request", self._stays_here)

    def _stays_here(self, request):
        """No page may ask anybody but the school's own server."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.trouble.append(f"asked {request.url}")

    def sign_in(self, login):
        """Sign in by e-mail and the demo's password."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-mail", exact=False).fill(people.address(login))
        self.page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self

    def has_no_sideways_scrolling(self):
        """Everything fits the width of the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def screen(browser, live_server, trust):
    """Open a window of some width for somebody: `screen("priya.shah", width=1280)`."""
    opened = []

    def open_screen(login=None, **size):
        window = Screen(browser, live_server.url, **size)
        opened.append(window)
        return window.sign_in(login) if login else window

    yield open_screen
    for window in opened:
        window.context.close()
        assert not window.trouble, window.trouble
