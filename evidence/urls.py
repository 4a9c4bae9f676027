"""Addresses of the pages."""

from django.urls import path

from evidence.moves import MOVES, WRITE
from evidence.views import checklist, documents, frameworks, moves, statements

app_name = "evidence"
urlpatterns = [
    path("evidence/", checklist.checklist, name="checklist"),
    path("evidence/pack/", checklist.pack, name="export"),
    path("evidence/evidence.pdf", checklist.paper, name="paper"),
    path("evidence/summary.pdf", checklist.summary, name="summary"),
    path("evidence/about/<slug:framework>/<str:statement>/", statements.statement, name="statement"),
    path("evidence/claims/<int:pk>/", statements.claim, name="claim"),
    path("evidence/claims/<int:pk>/write/", statements.write, name="write"),
    # One page for every other move, named after it.
    *(
        path(f"evidence/claims/<int:pk>/{move.name}/", moves.move, {"name": move.name}, name=move.name)
        for move in MOVES
        if move is not WRITE
    ),
    path("evidence/documents/<int:pk>/", documents.document, name="document"),
    path("evidence/frameworks/", frameworks.frameworks, name="frameworks"),
    path("evidence/frameworks/add/", frameworks.edit, name="add_framework"),
    path("evidence/frameworks/<slug:framework>/change/", frameworks.edit, name="edit_framework"),
    path("evidence/frameworks/<slug:framework>/framework.toml", frameworks.text, name="framework_text"),
    path("evidence/frameworks/<slug:framework>/<str:statement>/words/", frameworks.words, name="words"),
]
