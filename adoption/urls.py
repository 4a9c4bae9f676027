"""Addresses of the pages."""

from django.urls import path

from adoption.moves import CERTIFICATE_MOVES
from adoption.views import certificates, programme

app_name = "adoption"
urlpatterns = [
    path("evidence/adoption/", programme.programme, name="programme"),
    path("evidence/adoption/phases/add/", programme.add_phase, name="add_phase"),
    path("evidence/adoption/phases/<int:pk>/change/", programme.change_phase, name="change_phase"),
    path("evidence/adoption/phases/<int:pk>/remove/", programme.remove_phase, name="remove_phase"),
    path("evidence/adoption/schools/<int:pk>/", programme.roadmap, name="roadmap"),
    path("evidence/adoption/schools/<int:pk>/place/", programme.place_school, name="place_school"),
    path("evidence/adoption/schools/<int:pk>/plan/", programme.plan_process, name="plan_process"),
    path("evidence/certificates/", certificates.certificates, name="certificates"),
    path("evidence/certificates.csv", certificates.certificates_csv, name="certificates-csv"),
    path("evidence/certificates/add/<int:pk>/", certificates.add_certificate, name="add_certificate"),
    path("evidence/certificates/<int:pk>/", certificates.certificate, name="certificate"),
    *(
        path(
            f"evidence/certificates/<int:pk>/{move.name.removesuffix('_certificate')}/",
            certificates.move,
            {"name": move.name},
            name=move.name,
        )
        for move in CERTIFICATE_MOVES
    ),
]
