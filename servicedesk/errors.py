"""What can go wrong, as sentences that say what to do; one shape of answer for the API, one page for people."""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

NOT_ALLOWED = "Your role does not allow this."
NO_FIELD = "non_field_errors"


class Refused(Exception):
    """The record is not in a state that allows this (409). The message is a sentence for the person who asked."""


SAME_TIME = "Somebody wrote the same a moment ago. Look at what is there before you try again."


def is_clash(error):
    """Did two people write the same thing at once, and the database let the first one through?"""
    return isinstance(error, IntegrityError) and (
        getattr(error.__cause__, "sqlstate", "") == "23505" or "UNIQUE constraint failed" in str(error)
    )


class NotYours(PermissionDenied):
    """The person may see the record but not do this to it (403). The message is a sentence."""


def answer(error, context):
    """Every error of the API has one shape: `{"error": {"code", "message", "fields"}}`."""
    if isinstance(error, Refused):
        return Response(body("conflict", str(error)), status=409)
    if is_clash(error):
        return Response(body("conflict", SAME_TIME), status=409)
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(_fields(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        fields = response.data if isinstance(response.data, dict) else {NO_FIELD: response.data}
        response.data = body("invalid", "Some of what was sent can’t be accepted. Each field says why.", fields)
    elif isinstance(error, NotYours):
        response.data = body("forbidden", str(error) or NOT_ALLOWED)
    elif isinstance(error, PermissionDenied):
        response.data = body("forbidden", NOT_ALLOWED)
    elif isinstance(error, Http404):
        response.data = body("not_found", "There is no such record, or you may not see it.")
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else response.data
        response.data = body(getattr(detail, "code", "error"), str(detail))
    return response


def _fields(error):
    """A sentence or more for each field; what concerns none stands under `non_field_errors`."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return {NO_FIELD if field == NON_FIELD_ERRORS else field: said for field, said in error.message_dict.items()}


def body(code, message, fields=None):
    """The one shape of an error."""
    return {"error": {"code": code, "message": message, "fields": fields or {}}}
