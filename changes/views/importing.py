"""Another desk's changes: sent, their columns named, looked at, brought in, and what became of them."""

from changes.workflow.importing import HANDLING
from servicedesk.imports.forms import ColumnsForm
from servicedesk.imports.pages import ImportPages

PAGES = ImportPages(
    handling=HANDLING,
    form=ColumnsForm,
    namespace="changes",
    title="Bring in changes",
    says="A list of changes from another desk, or its list of incidents that says which change caused each.",
    home="changes:list",
    home_title="Changes",
)
imports, columns, act = PAGES.imports, PAGES.columns, PAGES.act
bring_in, throw_away, rejects = PAGES.bring_in, PAGES.throw_away, PAGES.rejects
