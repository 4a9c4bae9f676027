"""One call, one effect: a POST that is sent again with its `Idempotency-Key` gets the first answer and does nothing.

The key is kept in the transaction that makes the record, so neither is ever there without the other; of two calls at
once the unique key lets one through, and the other waits for its answer. Forms of pages carry a key too, in `once`: a
double tap sends the same form twice.
"""

import hashlib
import json
from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from servicedesk.errors import Refused
from servicedesk.models import IdempotentCall

HEADER = "Idempotency-Key"
LONGEST = 200
CSRF = "csrfmiddlewaretoken"
KEPT = timedelta(days=7)
DESCRIBED = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST},
    OpenApiParameter.HEADER,
    description=f"Any text, new for each call; the same call sent again within {KEPT.days} days acts only once.",
)


def once(handler):
    """A POST of a view, made safe to send again."""

    @extend_schema(parameters=[DESCRIBED])
    @wraps(handler)
    def post(view, request, *args, **kwargs):
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        call = _call(request, key, at=timezone.now())
        earlier = _earlier(call)
        if earlier:
            return _again(earlier, call)
        try:
            return _first(call, lambda: handler(view, request, *args, **kwargs))
        except IntegrityError:
            earlier = _earlier(call)
            if earlier is None:
                raise
            return _again(earlier, call)

    return post


def once_per_form(view):
    """A page whose form may be sent twice: the same words from the same page act once and lead to the same place."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method != "POST" or not request.POST.get("once"):
            return view(request, *args, **kwargs)
        call = _form(request, at=timezone.now())
        if earlier := _earlier(call):
            return HttpResponseRedirect(earlier.answer)
        try:
            return _first_form(call, lambda: view(request, *args, **kwargs))
        except IntegrityError:
            if earlier := _earlier(call):
                return HttpResponseRedirect(earlier.answer)
            raise

    return page


def forget_old(*, at):
    """Forget the calls that nobody sends again by now. Returns how many."""
    return IdempotentCall.objects.filter(made_at__lt=at - KEPT).delete()[0]


def _call(request, key, *, at):
    if not 0 < len(key) <= LONGEST:
        raise ValidationError({HEADER: f"Choose a key of 1 to {LONGEST} characters."})
    said = [request.method, request.path, request.data]
    fingerprint = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return IdempotentCall(person=request.user, key=key, fingerprint=fingerprint, made_at=at)


def _earlier(call):
    return IdempotentCall.objects.filter(person=call.person, key=call.key).first()


@transaction.atomic
def _first(call, act):
    """Claim the key, act, and keep the answer; if anything goes wrong, nothing of it happened."""
    call.status, call.answer = 0, {}
    call.save(force_insert=True)
    response = act()
    call.status, call.answer = response.status_code, json.loads(JSONRenderer().render(response.data) or "null")
    call.save(update_fields=["status", "answer"])
    return response


def _form(request, *, at):
    """What was sent, all of it: who goes back and writes something else from the same page means something else."""
    said = [request.path, sorted((name, request.POST.getlist(name)) for name in request.POST if name != CSRF)]
    fingerprint = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return IdempotentCall(person=request.user, key=f"form {fingerprint}", fingerprint=fingerprint, made_at=at)


@transaction.atomic
def _first_form(call, act):
    """Claim the form and act; a form that is asked again, for whatever reason, was not taken."""
    call.status, call.answer = 0, ""
    call.save(force_insert=True)
    response = act()
    if response.status_code == HTTPStatus.FOUND:
        call.status, call.answer = response.status_code, response["Location"]
        call.save(update_fields=["status", "answer"])
    else:
        transaction.set_rollback(True)
    return response


def _again(earlier, call):
    if earlier.fingerprint != call.fingerprint:
        raise Refused("This Idempotency-Key was used for another call. Nothing was changed; choose a new key.")
    return Response(earlier.answer, status=earlier.status, headers={"Idempotency-Replayed": "true"})
