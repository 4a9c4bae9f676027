"""Who may sign in to the demo. Nobody here exists."""

PASSWORD = "try-the-desk"


def address(login):
    """An address under a name reserved for examples: nothing sent to it can arrive anywhere."""
    return f"{login}@beckvalley.example"


# What `make run` prints.
DEMO_LOGINS = [
    ("Teacher", address("rachel.okafor"), PASSWORD),
    ("Service desk, three schools", address("ines.duarte"), PASSWORD),
    ("Technician, two schools", address("priya.shah"), PASSWORD),
    ("Manager", address("martin.hale"), PASSWORD),
    ("Head teacher", address("grace.adeyemi"), PASSWORD),
    ("Trust administrator", address("ruth.penrose"), PASSWORD),
]
