"""Light or dark is remembered by the server, so that no page flashes in the wrong colours."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_remembered_and_one_is_back_where_one_was(client, theme):
    response = client.post(reverse("servicedesk:theme"), {"theme": theme, "next": "/accounts/login/"})

    assert response.url == "/accounts/login/"
    assert client.cookies["theme"].value == theme


def test_following_the_device_forgets_the_choice(client):
    client.cookies["theme"] = "dark"

    client.post(reverse("servicedesk:theme"), {"theme": ""})

    assert client.cookies["theme"].value == ""


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, elsewhere):
    assert client.post(reverse("servicedesk:theme"), {"theme": "dark", "next": elsewhere}).url == "/"


def test_an_unknown_theme_is_not_kept(client):
    client.post(reverse("servicedesk:theme"), {"theme": "purple"})

    assert client.cookies["theme"].value == ""
