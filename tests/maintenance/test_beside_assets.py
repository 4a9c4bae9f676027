"""The page of a thing says which plan looks after it and what the rounds found, while it is here."""

import pytest

from assets.models import Asset, AssetType
from tests.factories import make_person, make_plan, make_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "shown"), [("in_use", True), ("disposed", False)])
def test_a_thing_shows_the_plans_that_look_after_it_until_it_is_gone(client, state, shown):
    school = make_school("Harrow Beck")
    projector = AssetType.objects.create(name="Projector")
    asset = Asset.objects.create(school=school, tag="PRJ-1", name="Projector", type=projector, state=state)
    make_plan(school, name="Projector filters", assets=[asset])
    client.force_login(make_person("technician", school))

    page = client.get(f"/assets/{asset.pk}/")

    assert ("Projector filters" in page.content.decode()) is shown
