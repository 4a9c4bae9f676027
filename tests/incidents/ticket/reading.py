"""What is read of a record and of its page."""

from incidents.models import Incident, IncidentEntry


def page_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def newest(incident):
    return IncidentEntry.objects.filter(incident=incident).order_by("pk").last()
