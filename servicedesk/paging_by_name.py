"""The rows of a page in the order of the name of what they belong to: a room, a sort, a person.

No index holds the name of another table, so that the database would sort everything for each page. It is asked name by
name instead: for the rest of the one at which the page begins, for the next one, then for so many as fill a page where
none is left out, and only where the list is narrowed for all the others. What belongs to nothing stands under no name,
before all others.
"""

from django.db.models import Exists, OuterRef, Q


def rows_by_name(queryset, *, of, order, key, downwards, count):
    """The first `count` rows behind a key (None: from the beginning); `of`: the foreign key whose name comes first."""
    walk = _Walk(queryset, of, order, downwards, count)
    found = []
    for part in walk.parts(key):
        found += part[: count - len(found)]
        if len(found) == count:
            break
    return found


class _Walk:
    """The rows name by name, asked for as they are needed."""

    def __init__(self, queryset, of, order, downwards, count):
        self.queryset, self.of, self.downwards, self.count = queryset, of, downwards, count
        field = queryset.model._meta.get_field(of)
        self.has_nameless = field.null
        theirs = queryset.model._base_manager.filter(**{of: OuterRef("pk")})
        self.named = field.related_model._base_manager
        self.used = self.named.filter(Exists(theirs))
        self.side, self.sign = ("lt", "-") if downwards else ("gt", "")
        self.order = [f"{self.sign}{name}" for name in order[1:]]
        self.names = order[1:]

    def parts(self, key):
        """What is behind the key of the name it is of; then of the next name; of some more; then of all others.

        Without a key the first part is what has no name, which is the last where one walks downwards.
        """
        name = key[0] if key else None if self.downwards or not self.has_nameless else ""
        if name is not None:
            rows = self._under(name)
            yield rows.filter(beyond(self.names, key[1:], self.side)) if key else rows
        if name == "" and self.downwards:
            return
        following = self._following(name)
        if following:
            yield self._under(following[0])
            yield self._between(following[0], following[-1])
            yield self._between(following[-1], None)
        if self.has_nameless and self.downwards:
            yield self._under("")

    def _following(self, name):
        """The next names after one (None: from the beginning) that stand beside any row at all."""
        names = self.used if name is None else self.used.filter(**{f"name__{self.side}": name})
        names = names.exclude(name="") if self.has_nameless else names
        return list(names.order_by(f"{self.sign}name").values_list("name", flat=True)[: self.count])

    def _between(self, after, last):
        """The rows of the names after one, up to another (None: all)."""
        name = f"{self.of}__name"
        until = {} if last is None else {f"{name}__{'gte' if self.downwards else 'lte'}": last}
        rows = self.queryset.filter(**{f"{name}__{self.side}": after}, **until)
        rows = rows.exclude(**{name: ""}) if self.has_nameless else rows
        return rows.order_by(f"{self.sign}{name}", *self.order)

    def _under(self, name):
        """The rows of one name; several rooms may have the same."""
        ids = list(self.named.filter(name=name).values_list("pk", flat=True))
        under = Q(**{f"{self.of}__in": ids}) if ids else Q()
        if name == "" and self.has_nameless:
            under |= Q(**{self.of: None})
        return self.queryset.filter(under).order_by(*self.order) if under else self.queryset.none()


def beyond(order, key, side):
    """Rows behind a key in lexicographic order: (a, b) > (x, y) is a > x or (a = x and b > y)."""
    condition = Q()
    for i, field in enumerate(order):
        same = dict(zip(order[:i], key, strict=False))
        condition |= Q(**same, **{f"{field}__{side}": key[i]})
    # The first field alone bounds the scan, so that the database can start in the index instead of filtering.
    return condition & Q(**{f"{order[0]}__{side}e": key[0]})
