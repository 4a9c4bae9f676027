"""The schedule of changes for programs: freezes, whether a window is free, and one's own calendar feed."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from changes import workflow
from changes.clashes import Proposal, look, proposal_of
from changes.filters_schedule import FreezeFilter
from changes.models import CalendarFeed, Freeze
from changes.serializers.schedule import (
    AskedWindowSerializer,
    FeedSerializer,
    FoundSerializer,
    FreezeSerializer,
    NewFreezeSerializer,
)
from changes.windows import Window
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import Nothing


class FreezeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Days on which nothing is changed, the latest first."""

    queryset = Freeze.objects.select_related("school")
    serializer_class = FreezeSerializer
    filterset_class = FreezeFilter
    ordering = ("-first", "-pk")

    @extend_schema(request=NewFreezeSerializer, responses={201: FreezeSerializer})
    @once
    def create(self, request):
        """On these days nothing is changed, at one school or at every one; an emergency may."""
        said = {"school": None} | self.checked(NewFreezeSerializer)
        freeze = workflow.add_freeze(by=request.user, at=timezone.now(), **said)
        return Response(FreezeSerializer(freeze).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=Nothing, responses=FreezeSerializer)
    @action(detail=True, methods=["post"])
    @once
    def end(self, request, pk=None):
        """Changes may be made again, whatever days of it are left."""
        return self._moved(workflow.end_freeze)

    @extend_schema(request=Nothing, responses=FreezeSerializer)
    @action(detail=True, methods=["post"], url_path="put-back")
    @once
    def put_back(self, request, pk=None):
        """It was ended by mistake: it holds as before."""
        return self._moved(workflow.put_back_freeze)

    def _moved(self, move):
        self.checked(Nothing)
        freeze = move(self.get_object(), by=self.request.user, at=timezone.now())
        return Response(FreezeSerializer(freeze).data)


class ChangeWindowView(APIView):
    """Is a window free?"""

    @extend_schema(request=AskedWindowSerializer, responses=FoundSerializer)
    def post(self, request):
        """What speaks against a window, and the next one against which nothing does; nothing is written."""
        demand(request.user, Permission.SEE_CHANGES)
        at = timezone.now()
        body = AskedWindowSerializer(data=request.data, context={"request": request, "at": at})
        body.is_valid(raise_exception=True)
        found = look(_proposal(body.validated_data), reader=request.user, at=at)
        return Response(FoundSerializer(found).data)


def _proposal(said):
    window = Window(said["starts_at"], said["ends_at"])
    if change := said.get("change"):
        return proposal_of(change, window=window, implementer=said.get("implementer") or change.implementer)
    return Proposal(
        window=window,
        school=said.get("school"),
        assets=frozenset(asset.pk for asset in said.get("assets", ())),
        rooms=frozenset(room.pk for room in said.get("rooms", ())),
        service=said.get("service"),
        implementer=said.get("implementer"),
        noticed=said["noticed"],
    )


class ChangeFeedView(APIView):
    """The secret address at which one's own calendar program reads along."""

    @extend_schema(responses=FeedSerializer)
    def get(self, request):
        """The address, if there is one."""
        demand(request.user, Permission.SEE_CHANGES)
        return Response(_shown(request, CalendarFeed.objects.filter(person=request.user).first()))

    @extend_schema(request=Nothing, responses={201: FeedSerializer})
    def post(self, request):
        """A new address; the one before leads nowhere from now on."""
        _nothing(request)
        feed = workflow.make_feed(by=request.user, at=timezone.now())
        return Response(_shown(request, feed), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request):
        """No calendar program reads along any more."""
        workflow.remove_feed(by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _nothing(request):
    Nothing(data=request.data).is_valid(raise_exception=True)


def _shown(request, feed):
    address = request.build_absolute_uri(feed.get_absolute_url()) if feed else None
    facts = {"address": address, "made_at": feed and feed.made_at, "read_at": feed and feed.read_at}
    return FeedSerializer(facts).data
