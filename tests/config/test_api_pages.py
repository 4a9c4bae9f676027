"""The API's description and the page to try it: offline, and within the content policy."""

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from rest_framework.request import Request

from config.description import description
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_description_says_what_it_is(client):
    answer = client.get(reverse("api-schema"))

    assert answer.status_code == 200
    assert b"openapi: 3" in answer.content


@pytest.mark.parametrize(
    ("accepts", "kind", "renderer"),
    [
        ("*/*", "application/vnd.oai.openapi", OpenApiYamlRenderer),
        ("application/yaml", "application/yaml", OpenApiYamlRenderer),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json", OpenApiJsonRenderer),
        ("application/json", "application/json", OpenApiJsonRenderer),
    ],
)
def test_it_comes_as_whoever_asks_reads_it_and_is_the_same_for_everybody(client, accepts, kind, renderer, worked_out):
    answer = client.get(reverse("api-schema"), headers={"accept": accepts})
    client.force_login(make_person("trust_administrator", everywhere=True))
    again = client.get(reverse("api-schema"), headers={"accept": accepts})

    assert (answer["Content-Type"], again.content) == (f"{kind}; charset=utf-8", answer.content)
    assert answer.content == renderer().render(worked_out, renderer_context={})
    assert client.get(reverse("api-schema"), headers={"accept": "text/html"}).status_code == 406


@pytest.fixture(scope="module")
def worked_out(stays):
    """The description worked out anew, on behalf of somebody who may do everything."""
    asks = Request(RequestFactory().get("/"))
    asks.user = make_person("trust_administrator", everywhere=True)
    return SchemaGenerator().get_schema(request=asks, public=True)


def test_it_is_worked_out_once_for_all_who_ask(client, monkeypatch):
    description("yaml")
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)

    for asked in ({}, {"version": "2"}, {"lang": "de"}):
        assert b"openapi: 3" in client.get(reverse("api-schema"), asked).content


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
