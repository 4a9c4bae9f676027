"""The pages of bringing in a file: send it, name its columns, look, bring it in, and fetch what could not go in."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from servicedesk.doors import only_with
from servicedesk.imports.acts import SHOWN, reject_rows
from servicedesk.imports.errors import Unusable
from servicedesk.imports.forms import ColumnsForm, SendForm
from servicedesk.imports.handling import Handling
from servicedesk.paging import page
from servicedesk.roles import Permission
from servicedesk.tables import CSV, attached, csv_lines

GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class ImportPages:
    """One sort of file: how it is handled, under which addresses, and in which words."""

    handling: Handling
    form: type[ColumnsForm]
    namespace: str
    title: str
    says: str
    home: str  # the list that it fills, by the name of its address
    home_title: str

    def door(self, view, *methods):
        """A page for people who may bring in records."""
        ways = {"GET": require_safe, "POST": require_POST}
        known = ways[methods[0]] if len(methods) == 1 else require_http_methods(GET_OR_POST)
        return known(only_with(Permission.IMPORT)(view))

    @property
    def urls(self) -> dict[str, str]:
        """The names of its addresses, for the templates."""
        names = {"list": "imports", "columns": "import-columns", "bring_in": "import-bring-in"}
        names |= {"throw_away": "import-throw-away", "refused": "import-refused"}
        return {key: f"{self.namespace}:{name}" for key, name in names.items()} | {"home": self.home}

    @property
    def imports(self):
        """Send a file; below stands what was brought in before."""
        return self.door(self._imports, "GET", "POST")

    @property
    def columns(self):
        """Which column is what."""
        return self.door(self._columns, "GET", "POST")

    @property
    def act(self):
        """What bringing it in would do, how far it is, or what came of it."""
        return self.door(self._act, "GET")

    @property
    def bring_in(self):
        """Write it."""
        return self.door(self._bring_in, "POST")

    @property
    def throw_away(self):
        """It was only looked at."""
        return self.door(self._throw_away, "POST")

    @property
    def rejects(self):
        """The rows that could not go in, as a file: line, reason, then the row."""
        return self.door(self._rejects, "GET")

    def _imports(self, request):
        about = {"person": request.user, "mappings": self.handling.mappings}
        about["of_several"] = self.handling.settle is not None
        form = SendForm(request.POST or None, request.FILES or None, **about)
        if form.is_valid() and (sent := self._sent(request, form)):
            return redirect(self.urls["columns"], sent.pk)
        seen = self._seen(request).select_related("school", "by").defer("content", "columns")
        rows = page(seen, order=("-pk",), token=request.GET.get("page", ""))
        return self._show(request, "send", form=form, page=rows)

    def _columns(self, request, pk):
        sent = get_object_or_404(self._seen(request).select_related("school"), pk=pk)
        if not sent.is_begun:
            return redirect(sent)
        header, rows = self.handling.beginning_of(sent)
        chosen = sent.columns | self.form.begun(sent.choices)
        form = self.form(request.POST or None, fields=self.handling.mappings.fields, header=header, initial=chosen)
        if form.is_valid() and self._named(request, form, sent):
            return redirect(sent)
        title = self.handling.mappings.title(sent.mapping)
        return self._show(request, "columns", form=form, sent=sent, header=header, rows=rows, whose=title)

    def _act(self, request, pk):
        sent = get_object_or_404(self._seen(request).select_related("school", "by"), pk=pk)
        shown = {"sent": sent, "refused": list(sent.refused_rows.all()[:SHOWN])}
        shown["schools"] = self.handling.schools_of(sent)
        shown["refused_url"] = reverse(self.urls["refused"], args=[pk])
        if sent.is_begun:
            shown |= self._looked(sent)
        return self._show(request, "_stand" if request.headers.get("HX-Request") else "act", **shown)

    def _bring_in(self, request, pk):
        sent = get_object_or_404(self._seen(request), pk=pk)
        try:
            sent = self.handling.bring_in(sent, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(sent)

    def _throw_away(self, request, pk):
        sent = get_object_or_404(self._seen(request), pk=pk)
        self.handling.throw_away(sent, by=request.user, at=timezone.now())
        messages.success(request, f"{sent.file_name} is thrown away. Nothing of it was brought in.")
        return redirect(self.urls["list"])

    def _rejects(self, request, pk):
        sent = get_object_or_404(self._seen(request).defer("content"), pk=pk)
        lines = csv_lines(reject_rows(sent))
        return attached(StreamingHttpResponse(lines, content_type=CSV), f"refused-{sent.pk}.csv")

    def _seen(self, request) -> Any:
        return self.handling.model.objects.visible_to(request.user)

    def _show(self, request, template, **shown):
        words = {"title": self.title, "says": self.says, "home_title": self.home_title, "urls": self.urls}
        return render(request, f"servicedesk/imports/{template}.html", shown | words)

    def _sent(self, request, form):
        file, about = form.cleaned_data["file"], form.cleaned_data
        try:
            return self.handling.send(
                school=about["school"],
                by=request.user,
                at=timezone.now(),
                file_name=file.name,
                content=file.read(),
                mapping=about["mapping"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return None

    def _named(self, request, form, sent):
        told = {"columns": form.columns, "choices": form.choices}
        try:
            return self.handling.name_columns(sent, by=request.user, at=timezone.now(), **told)
        except ValidationError as error:
            form.add_error(None, error)
            return None

    def _looked(self, sent):
        try:
            return {"look": self.handling.look_at(sent)}
        except Unusable as reason:
            return {"trouble": str(reason)}
