"""Whatever a program sends, allowed by the description or not, the desk never falls over and answers as described."""

from contextlib import suppress

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from rest_framework.authtoken.models import Token
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from config.wsgi import application
from servicedesk.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
EVERY = 1  # tries of each operation and manner; more find more, and take longer than every run has
QUIET = settings(
    max_examples=EVERY,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def one_connection():
    """Requests leave the connection of the test open, as those of Django's own test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_desk_never_falls_over(school, fault, mode):
    """Somebody who may do everything at one school sends all sorts of things to every address of the API."""
    token = Token.objects.create(user=school.trust_administrator).key
    described = schemathesis.openapi.from_wsgi("/api/v1/schema/", application).exclude(path_regex="token|schema")
    tried = 0

    for found in described.get_all_operations():
        operation = found.ok()

        @seed(1)
        @QUIET
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case):
            for name in {"pk", "id"} & set(case.path_parameters):
                case.path_parameters[name] = fault.pk
            answer = case.call(headers={"Authorization": f"Token {token}"})
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])
            Person.objects.filter(pk=school.trust_administrator.pk).update(is_active=True)

        with suppress(Unsatisfiable):  # an address that takes nothing can't be asked wrongly
            send()
        tried += 1
    assert tried > 50
