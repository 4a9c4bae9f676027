"""Signing in without a browser: an e-mail address and a password are exchanged for a token."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from servicedesk.serializers.sign_in import SignInSerializer, TokenSerializer
from servicedesk.strict import refuse_unknown

WRONG = "This e-mail address and password don’t fit together, or the account is closed."


class TokenView(APIView):
    """A token stands for its owner until it is revoked."""

    throttle_scope = "sign-in"

    def get_permissions(self):
        """Anybody may try to sign in; only who is signed in revokes."""
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    def get_authenticators(self):
        """Signing in needs nobody to be signed in, so an old token or session never stands in its way."""
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    def get_authenticate_header(self, request):
        """A wrong password is 401, like a wrong token."""
        return "Token"

    def get_throttles(self):
        """Guessing is slowed down; revoking never is."""
        return super().get_throttles() if self.request.method == "POST" else []

    @extend_schema(operation_id="token_create", auth=[], request=SignInSerializer, responses=TokenSerializer)
    def post(self, request):
        """The asker's token. An unknown address and a wrong password get the same answer."""
        refuse_unknown(request.query_params, ())
        asked = SignInSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        person = _person(request, **asked.validated_data)
        token, _ = Token.objects.get_or_create(user=person)
        return Response({"token": token.key})

    @extend_schema(operation_id="token_revoke", responses={204: None})
    def delete(self, request):
        """The asker's token is worth nothing from now on."""
        Token.objects.filter(user=request.user).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


def _person(request, email, password, code=""):
    """Whose address and password these are; tries are counted together with those of the sign-in page."""
    try:
        person = get_adapter().authenticate(request._request, email=email.lower(), password=password)
    except ValidationError:
        raise Throttled from None
    if person is None or not person.is_active or not _has_second_factor(person, code):
        raise AuthenticationFailed(WRONG)
    return person


def _has_second_factor(person, code):
    """Whoever uses a second factor needs it here too."""
    factors = list(Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN))
    needed = Authenticator.objects.filter(user=person).exists()
    return not needed or (bool(code) and any(factor.wrap().validate_code(code) for factor in factors))
