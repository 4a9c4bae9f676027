"""What a teacher sends from the page, and what is read of the answer."""

from datetime import timedelta

REPORT = "/report/"
MINUTE = timedelta(minutes=1)


def send(client, room, /, **said):
    said = {"room": room.b12.pk, "category": room.no_picture.pk, "lesson_stopped": "no"} | said
    return client.post(REPORT, {name: value for name, value in said.items() if value is not None})


def text_of(response):
    return response.content.decode()
