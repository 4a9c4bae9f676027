"""Who notices a change, and what followed it."""

from rest_framework import serializers

from servicedesk.serializers.people import NamedSerializer


class NoticingSerializer(serializers.Serializer):
    person = NamedSerializer()
    because = serializers.CharField()


class AffectedSerializer(serializers.Serializer):
    """Who will notice, and why that is believed; in the schools named everybody does."""

    in_words = serializers.CharField()
    schools = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField()
    rooms = serializers.IntegerField(help_text="How many rooms it touches.")
    things = serializers.IntegerField(help_text="How many things stop meanwhile.")
    people = NoticingSerializer(many=True)

    def get_schools(self, found) -> list[str]:
        """Their codes."""
        return [school.code for school in found.schools]

    def get_services(self, found) -> list[str]:
        """The names of those that stop."""
        return [service.name for service in found.services]


class FollowedSerializer(serializers.Serializer):
    """Faults on what it touched, after it and over as long a time before it; of the rows those one may see."""

    before = serializers.IntegerField()
    after = serializers.IntegerField()
    days_before = serializers.IntegerField(allow_null=True, help_text="School days; null: the calendar says nothing.")
    days_after = serializers.IntegerField(allow_null=True)
    first = serializers.DateField()
    last = serializers.DateField()
    incidents = serializers.SerializerMethodField()
    caused = serializers.SerializerMethodField()

    def get_incidents(self, found) -> list[int]:
        """The latest of those after it, by id."""
        return [incident.pk for incident in found.incidents]

    def get_caused(self, found) -> list[int]:
        """Those it is said to have caused, by id."""
        return [incident.pk for incident in found.caused]
