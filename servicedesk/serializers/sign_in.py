"""Signing in without a browser."""

from rest_framework import serializers

from servicedesk.strict import StrictSerializer


class SignInSerializer(StrictSerializer):
    """Who signs in. `code` is asked only of people who use a second factor."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, write_only=True)
    code = serializers.CharField(max_length=40, required=False, write_only=True)


class TokenSerializer(serializers.Serializer):
    """What a program sends as `Authorization: Token …`."""

    token = serializers.CharField()
