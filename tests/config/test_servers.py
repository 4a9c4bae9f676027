"""The suite talks to the servers it was told to use, or fails: a silent fallback would test the wrong thing."""

import os

import pytest
from django.core.cache import cache, caches
from django.db import connection

from config import broker
from config.cache import RedisOrMemory


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    asked = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]

    assert connection.vendor == {"postgres": "postgresql", "pgsql": "postgresql"}.get(asked, asked)


def test_the_cache_is_the_one_asked_for():
    cache.set("chair", "blue")

    assert cache.get("chair") == "blue"
    assert isinstance(caches["default"], RedisOrMemory) == bool(os.environ.get("REDIS_URL"))


@pytest.mark.django_db
def test_a_watchdog_hears_that_all_is_well(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "letters": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_watchdog_hears_that_the_database_is_gone(client, monkeypatch):
    monkeypatch.setattr("config.health._database", lambda: "unreachable")

    assert client.get("/healthz").status_code == 503


@pytest.fixture
def nobody_answers(settings):
    settings.CACHES = {
        "default": settings.CACHES["default"]
        | {"BACKEND": "config.cache.RedisOrMemory", "LOCATION": f"redis://{broker.LOOPBACK}:{broker.free_port()}/0"}
    }


def test_while_redis_is_away_the_process_remembers_for_itself(nobody_answers):
    cache.set("chair", 1)
    cache.incr("chair")

    assert cache.get("chair") == 2
    assert cache.get_many(["chair", "table"]) == {"chair": 2}
    assert cache.delete("chair")


@pytest.mark.django_db
def test_a_watchdog_hears_that_redis_is_away_though_pages_work(client, nobody_answers):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "unreachable", "letters": "ok"}
