"""Where a page leads afterwards: to a page of ours, or where it would have led anyway."""

import pytest
from django.test import RequestFactory

from servicedesk.ways import back_to

pytestmark = pytest.mark.pure

ASKED = RequestFactory()


@pytest.mark.parametrize("page", ["/queue/?assignee=none", "/", "/incidents/7/#newest"])
def test_a_page_of_ours_is_led_back_to(page):
    assert back_to(ASKED.post("/x/", {"next": page}), "home") == page
    assert back_to(ASKED.get("/x/", {"next": page}), "home") == page


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "javascript:x", ""]
)
def test_anything_else_is_not(page):
    assert back_to(ASKED.post("/x/", {"next": page})) == "/"
    assert back_to(ASKED.post("/x/", {"next": page}), "servicedesk:roles") == "/roles/"
