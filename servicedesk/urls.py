"""Addresses of the frame, people, places and services."""

from django.urls import path, re_path

from servicedesk.views import catalogue, crests, frame, people, places

app_name = "servicedesk"
urlpatterns = [
    path("roles/", frame.roles, name="roles"),
    path("school/", frame.choose_school, name="choose-school"),
    path("theme/", frame.theme, name="theme"),
    path("token/revoke/", frame.revoke_token, name="revoke-token"),
    path("components/", frame.components, name="components"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add-person"),
    path("people/<int:pk>/", people.person, name="person"),
    re_path(r"^people/(?P<pk>\d+)/(?P<move>close|open|password)/$", people.account, name="account"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.school, name="school"),
    path("places/<int:pk>/crest/", crests.edit_crest, name="edit-crest"),
    path("places/<int:pk>/crest/remove/", crests.remove_crest, name="remove-crest"),
    path("places/<int:pk>/crest.png", crests.crest, name="crest"),
    path("places/<int:pk>/rooms/add/", places.add_room, name="add-room"),
    path("places/rooms/<int:pk>/", places.room, name="room"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/services/add/", catalogue.add_service, name="add-service"),
    path("catalogue/services/<int:pk>/", catalogue.service, name="service"),
    path("catalogue/buttons/add/", catalogue.add_category, name="add-category"),
    path("catalogue/buttons/<int:pk>/", catalogue.category, name="category"),
]
