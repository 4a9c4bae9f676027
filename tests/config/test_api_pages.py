"""The API's description and the page to try it: offline, and within the content policy."""

import pytest
from django.core.management import call_command
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_description_says_what_it_is(client):
    answer = client.get(reverse("api-schema"))

    assert answer.status_code == 200
    assert b"openapi: 3" in answer.content


def test_the_page_to_try_it_has_nothing_inline_and_asks_no_other_server(client):
    page = client.get(reverse("api-docs")).content.decode()

    assert "<style" not in page
    assert "<script>" not in page
    assert "//" not in page.replace("<!doctype", "")


@pytest.mark.browser
def test_the_page_to_try_it_works_in_a_browser(live_server, browser):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if live_server.url not in request.url else None)

    page.goto(live_server.url + reverse("api-docs"))
    page.wait_for_selector(".info .title")

    assert "Service desk for schools" in page.inner_text(".info")
    assert complaints == []


def test_the_description_is_valid_and_leaves_nothing_to_guess(capsys):
    call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null")

    assert "Warning" not in capsys.readouterr().err
