"""What an address and the API may say: known names, text to look up, JSON of a sensible size, rows that one may see."""

import json

from django.core.exceptions import ValidationError
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LARGEST = 2 * 1024 * 1024  # bytes of a body; the document of a school year has a tenth of it


class TooLarge(APIException):
    """The body is larger than anything the API is for."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"Send at most {LARGEST // 1024 // 1024} MB at once."
    default_code = "too_large"


class JSONParser(BaseParser):
    """JSON in UTF-8 that every part of the desk can store and send back."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        """The value in the body; ParseError says what is wrong with it."""
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise TooLarge
        try:
            value = json.loads(raw.decode(), parse_constant=_refuse)
            json.dumps(value, ensure_ascii=False).encode()  # half a character can be written as JSON, but never stored
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"This is not JSON: {error}"[:200].encode(errors="replace").decode()) from None
        return value


def _refuse(word):
    raise ValueError(f"{word} is no number")


def whole_number(text):
    """The number of a row that stands in an address or a form; 0, which no row has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def text_in(asked, name):
    """What an address or a form says under a name, where no form reads it; without NUL, which no database looks up."""
    return asked.get(name, "").replace("\0", "")


def refuse_unknown(asked, known):
    """Refuse parameters that nobody reads: a misspelt filter must not answer with everything."""
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))


class StrictFields:
    """Beside a serializer: a field that is not its own, or that may only be read, is refused with its name."""

    def to_internal_value(self, data):
        """The value of each field, as the library reads it."""
        if isinstance(data, dict):
            taken = {field.field_name for field in self._writable_fields}
            refused = {
                name: ["This can’t be set here." if name in self.fields else "There is no such field."]
                for name in data
                if name not in taken
            }
            if refused:
                raise serializers.ValidationError(refused)
        return super().to_internal_value(data)


class StrictSerializer(StrictFields, serializers.Serializer):
    """A body of named fields and nothing else."""


class Nothing(StrictSerializer):
    """A move that asks nothing."""


class IdField(serializers.PrimaryKeyRelatedField):
    """A row named by its id, a whole number."""

    def to_internal_value(self, data):
        """The row; nothing but a whole number names one."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class SeenField(IdField):
    """A row named by its id; one that the asker may not see does not exist for them."""

    def get_queryset(self):
        """The rows this person may name."""
        return super().get_queryset().visible_to(self.context["request"].user)


class SeenSlugField(serializers.SlugRelatedField):
    """A row named by a word, such as the code of a school."""

    def get_queryset(self):
        """The rows this person may name."""
        return super().get_queryset().visible_to(self.context["request"].user)

    def to_internal_value(self, data):
        """The row; only a text names one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
