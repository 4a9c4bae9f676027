"""The demo's invented people, by school and role. Nobody here exists."""

from config.demo.logins import DEMO_LOGINS, PASSWORD, address
from servicedesk.models import Membership, Person

EVERYWHERE = None

# (e-mail name, name, [(role, school code or EVERYWHERE)])
STAFF = [
    ("rachel.okafor", "Rachel Okafor", [("requester", "HBS")]),
    ("marcus.siddiqui", "Marcus Siddiqui", [("requester", "HBS")]),
    ("lowri.bevan", "Lowri Bevan", [("requester", "HBS")]),
    ("dan.farrow", "Dan Farrow", [("requester", "HBS")]),
    ("helen.yates", "Helen Yates", [("requester", "HBS")]),
    ("sana.amin", "Sana Amin", [("requester", "HBS")]),
    ("ann.pryce", "Ann Pryce", [("requester", "HBS")]),
    ("kay.lowe", "Kay Lowe", [("requester", "HBS")]),
    ("ed.marsh", "Ed Marsh", [("requester", "HBS")]),
    ("gwen.shaw", "Gwen Shaw", [("requester", "HBS")]),
    ("nina.holt", "Nina Holt", [("requester", "MLP")]),
    ("joe.carver", "Joe Carver", [("requester", "MLP")]),
    ("mary.ogden", "Mary Ogden", [("requester", "MLP")]),
    ("priti.nair", "Priti Nair", [("requester", "MLP")]),
    ("sam.whitby", "Sam Whitby", [("requester", "NGA")]),
    ("olu.adeleke", "Olu Adeleke", [("requester", "NGA")]),
    ("fran.kessler", "Fran Kessler", [("requester", "NGA")]),
    ("bea.thornley", "Bea Thornley", [("requester", "NGA")]),
    ("ines.duarte", "Ines Duarte", [("service_desk", EVERYWHERE)]),
    ("priya.shah", "Priya Shah", [("technician", "HBS"), ("technician", "MLP")]),
    ("tom.webb", "Tom Webb", [("technician", "HBS"), ("technician", "NGA")]),
    ("carys.lloyd", "Carys Lloyd", [("technician", "NGA"), ("technician", "MLP")]),
    ("martin.hale", "Martin Hale", [("service_level_manager", EVERYWHERE)]),
    ("grace.adeyemi", "Grace Adeyemi", [("senior_leader", "HBS")]),
    ("ruth.penrose", "Ruth Penrose", [("trust_administrator", EVERYWHERE)]),
]


def make_people(schools):
    """Everyone of the demo, by e-mail name; `schools` by code."""
    people = {}
    shown = {email for _, email, _ in DEMO_LOGINS}
    for login, name, hats in STAFF:
        email = address(login)
        person = Person.objects.create_user(email, PASSWORD if email in shown else None, name=name)
        for role, code in hats:
            Membership.objects.create(person=person, role=role, school=schools.get(code))
        people[login] = person
    return people
