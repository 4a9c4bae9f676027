"""The suite talks to the servers it was told to use, or fails: a silent fallback would test the wrong thing."""

import os

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    asked = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]

    assert connection.vendor == {"postgres": "postgresql", "pgsql": "postgresql"}.get(asked, asked)


def test_the_cache_is_the_one_asked_for():
    cache.set("chair", "blue")

    assert cache.get("chair") == "blue"
    assert ("redis" in type(cache._connections[cache._alias]).__module__) == bool(os.environ.get("REDIS_URL"))


@pytest.mark.django_db
def test_a_watchdog_hears_that_all_is_well(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_watchdog_hears_that_the_database_is_gone(client, monkeypatch):
    monkeypatch.setattr("config.health._database", lambda: "unreachable")

    assert client.get("/healthz").status_code == 503
