"""People and their roles: the same moves as on the pages."""

from collections import defaultdict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from servicedesk import workflow
from servicedesk.endpoints import VisibleViewSet
from servicedesk.filters import MembershipFilter, PersonFilter
from servicedesk.idempotency import once
from servicedesk.models import Membership, Person
from servicedesk.serializers.people import (
    AddPersonSerializer,
    ChangePersonSerializer,
    MembershipSerializer,
    MeSerializer,
    PersonSerializer,
)
from servicedesk.strict import Nothing, refuse_unknown


class MeView(APIView):
    """Who is asking."""

    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request):
        """The asker's name, roles and rights."""
        refuse_unknown(request.query_params, ())
        return Response(MeSerializer(request.user).data)


def _account_move(act, name):
    """An action that makes one move of an account."""

    def move(self, request, pk=None):
        person = self.get_object()
        self.checked(Nothing)
        act(person, by=request.user, at=timezone.now())
        return Response(PersonSerializer(Person.objects.get(pk=person.pk)).data)

    move.__name__, move.__doc__ = name, act.__doc__
    return action(detail=True, methods=["post"])(extend_schema(request=Nothing, responses=PersonSerializer)(once(move)))


class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Everyone sees themselves, the desk sees the people of its schools."""

    queryset = Person.objects.all()
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    ordering = ("name", "pk")

    close = _account_move(workflow.close_account, "close")
    open = _account_move(workflow.open_account, "open")
    password = _account_move(workflow.send_password_link, "password")

    @extend_schema(request=AddPersonSerializer, responses={201: PersonSerializer})
    @once
    def create(self, request):
        """Add somebody who starts at a school; they get a letter with the way to choose a password."""
        wanted = self.checked(AddPersonSerializer)
        roles = defaultdict(set)
        for hat in wanted.pop("roles"):
            roles[hat["school"]].add(hat["role"])
        person = workflow.add_person(by=request.user, at=timezone.now(), roles=dict(roles), **wanted)
        return Response(PersonSerializer(person).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangePersonSerializer)
    def partial_update(self, request, pk=None):
        """Another name, address or number."""
        person = self.get_object()
        wanted = self.changed(ChangePersonSerializer, person)
        person = workflow.change_person(person, by=request.user, at=timezone.now(), **wanted)
        return Response(PersonSerializer(person).data)


class MembershipViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Who has which role, for those who manage people."""

    queryset = Membership.objects.select_related("person", "school")
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter

    @once
    def create(self, request):
        """Give a role."""
        wanted = self.checked(MembershipSerializer)
        given = workflow.give_role(by=request.user, at=timezone.now(), **wanted)
        return Response(MembershipSerializer(given).data, status=status.HTTP_201_CREATED)

    def destroy(self, request, pk=None):
        """Take a role away."""
        workflow.take_role(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
