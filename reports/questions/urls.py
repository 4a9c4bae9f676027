"""Addresses of the catalogue and of one's own questions."""

from django.urls import path

from reports.questions import ask_pages, measure_pages, moves, saved_pages

urlpatterns = [
    path("reports/ask/", ask_pages.ask, name="ask"),
    path("reports/ask.csv", ask_pages.ask_csv, name="ask-csv"),
    path("reports/ask.xlsx", ask_pages.ask_xlsx, name="ask-xlsx"),
    path("reports/ask.pdf", ask_pages.ask_pdf, name="ask-pdf"),
    path("reports/ask/save/", saved_pages.save, name="save_question"),
    path("reports/questions/<int:pk>/", saved_pages.question, name="question"),
    *(
        path(
            f"reports/questions/<int:pk>/{move.name.removesuffix('_question')}/",
            saved_pages.move,
            {"name": move.name},
            name=move.name,
        )
        for move in moves.QUESTION_MOVES
    ),
    path("reports/measures/", measure_pages.measures, name="measures"),
    path("reports/measures/<slug:name>/rows/", measure_pages.rows, name="measure-rows"),
    path("reports/measures/<slug:name>/rows.csv", measure_pages.rows_csv, name="measure-rows-csv"),
]
