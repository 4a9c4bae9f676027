"""The FITS service desk: schools, rooms, people, roles, services, timeline and letters."""

from django.apps import AppConfig


class ServiceDeskConfig(AppConfig):
    name = "servicedesk"
    verbose_name = "Service desk"
