"""Addresses of the asset register."""

from django.urls import path

from assets.views import impact, licence_uses, licences, moves, register, relations, software, sorts

app_name = "assets"
urlpatterns = [
    path("assets/", register.assets, name="list"),
    path("assets/add/<int:pk>/", register.add_asset, name="add"),
    path("assets/<int:pk>/", register.asset, name="detail"),
    path("assets/<int:pk>/change/", register.change_asset, name="change"),
    path("assets/<int:pk>/certificate/", register.certificate, name="certificate"),
    path("assets/<int:pk>/dispose/", moves.move, {"name": "dispose"}, name="dispose"),
    path("assets/<int:pk>/bring_back/", moves.move, {"name": "bring_back"}, name="bring_back"),
    path("assets.csv", register.register_csv, name="register-csv"),
    path("assets/sorts/", sorts.sorts, name="sorts"),
    path("assets/sorts/add/", sorts.add_sort, name="add-sort"),
    path("assets/sorts/<int:pk>/", sorts.change_sort, name="change-sort"),
    path("assets/software/", software.software_list, name="software_list"),
    path("assets/software/add/", software.add_software, name="add_software"),
    path("assets/software/<int:pk>/", software.software, name="software"),
    path("assets/software/<int:pk>/change/", software.change_software, name="change_software"),
    path("assets/software/<int:pk>/accept_master/", software.accept_master, name="accept_master"),
    path("assets/masters/<int:pk>/retire/", software.move_master, {"move": "retire"}, name="retire_master"),
    path("assets/masters/<int:pk>/bring_back/", software.move_master, {"move": "bring-back"}, name="bring_back_master"),
    path("assets/licences/", licences.licences, name="licences"),
    path("assets/licences.csv", licences.licences_csv, name="licences-csv"),
    path("assets/licences/add/", licences.add_licence, name="add_licence"),
    path("assets/licences/take_back_from_gone/", licence_uses.take_back_from_gone, name="take_back_from_gone"),
    path("assets/licences/<int:pk>/", licences.licence, name="licence"),
    path("assets/licences/<int:pk>/change/", licences.change_licence, name="change_licence"),
    path("assets/licences/<int:pk>/give/", licence_uses.give_licence, name="give_licence"),
    path("assets/licences/<int:pk>/take_back/", licence_uses.take_back_licence, name="take_back_licence"),
    path("assets/<int:pk>/impact/", impact.of_asset, name="impact"),
    path("assets/<int:pk>/relate/", relations.relate, name="relate"),
    path("assets/<int:pk>/need/", relations.need, name="need"),
    path("assets/relations/<int:pk>/unrelate/", relations.unrelate, name="unrelate"),
    path("assets/needs/<int:pk>/need_no_more/", relations.need_no_more, name="need_no_more"),
]
