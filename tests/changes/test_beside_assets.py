"""The page of a thing names its problems, and what was changed about it, to those who may see them."""

import pytest

from assets.models import Asset, AssetType
from tests.factories import make_change, make_incident, make_person, make_problem, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset():
    school = make_school("Harrow Beck")
    projector = AssetType.objects.create(name="Projector")
    return Asset.objects.create(school=school, tag="PRJ-1", name="Projector", type=projector)


def titles(client, asset, name):
    sections = client.get(f"/assets/{asset.pk}/").context["sections"]
    return [line.words for section in sections if section.title == name for line in section.lines]


def test_a_thing_shows_the_problems_that_name_it_or_caused_its_faults(client, asset):
    client.force_login(make_person("technician", asset.school))
    named = make_problem(asset.school, title="Lamps die early")
    named.assets.add(asset)
    make_problem(asset.school, incidents=[make_incident(asset.school, asset=asset)], title="Cable too long")
    make_problem(make_school("Mill Lane"), title="Elsewhere").assets.add(asset)
    make_problem(asset.school, title="Of something else")

    assert sorted(titles(client, asset, "Problems")) == ["Cable too long", "Lamps die early"]


def test_a_thing_shows_what_was_changed_about_it(client, asset):
    client.force_login(make_person("technician", asset.school))
    make_change(asset.school, assets=[asset], title="New lamp")
    make_change(asset.school, title="Of something else")
    make_change(make_school("Mill Lane"), assets=[asset], title="Elsewhere")

    assert titles(client, asset, "Changes") == ["New lamp"]


def test_where_nothing_is_known_there_is_no_empty_section(client, asset):
    client.force_login(make_person("technician", asset.school))

    shown = {section.title for section in client.get(f"/assets/{asset.pk}/").context["sections"]}

    assert not shown & {"Problems", "Changes", "Maintenance"}
