"""Papers that a process prints itself, from its own pages: named here so that every paper is found in one place."""

from dataclasses import dataclass

from django.urls import reverse

from servicedesk.roles import Permission


@dataclass(frozen=True)
class Elsewhere:
    """A paper of another page: what it is for, and the way there."""

    title: str
    purpose: str
    url: str


# (title, what it is for, the page that prints it, who may open that)
PAGES = [
    ("Request for change", "Filled in, with who said what: from the page of a change.", "changes:list", "SEE_CHANGES"),
    ("Committee paper", "Agenda or minutes: from the page of a meeting.", "changes:meetings", "SEE_CHANGES"),
    (
        "Build procedure",
        "Filled in, to sign both tests on: from the page of a release.",
        "changes:releases",
        "SEE_CHANGES",
    ),
    ("Agreement", "As it is in force, to sign: from the page of an agreement.", "sla:agreements", "SEE_AGREEMENTS"),
    ("Service report", "Of a month, half-term or year: from its page.", "reports:service-report", "SEE_REPORTS"),
    ("Trend report", "What keeps coming back: from its page.", "reports:trends", "SEE_PROBLEMS"),
    ("Health check", "What is in place, and the plan to close the gaps.", "healthcheck:checks", "EXPORT_EVIDENCE"),
    ("Continuity plan", "What must come back first, and how.", "continuity:plan", "SEE_AGREEMENTS"),
    ("Labels", "Codes to stick on things and doors.", "assets:labels", "SEE_ASSETS"),
    ("Certificate of disposal", "From the page of a thing that left.", "assets:list", "SEE_ASSETS"),
]


def elsewhere(person):
    """Those whose pages a person may open."""
    return [
        Elsewhere(title, purpose, reverse(name))
        for title, purpose, name, permission in PAGES
        if person.may_anywhere(Permission[permission])
    ]
