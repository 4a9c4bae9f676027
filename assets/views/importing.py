"""Lists of things from other programs: sent, their columns named, looked at, brought in, and what became of them."""

from assets.forms.importing import AssetColumnsForm
from assets.workflow.importing import HANDLING
from servicedesk.imports.pages import ImportPages

PAGES = ImportPages(
    handling=HANDLING,
    form=AssetColumnsForm,
    namespace="assets",
    title="Bring in a list of assets",
    says="From GLPI, Snipe-IT, Lansweeper, a spreadsheet, or our own export.",
    home="assets:list",
    home_title="Assets",
)
imports, columns, act = PAGES.imports, PAGES.columns, PAGES.act
bring_in, throw_away, rejects = PAGES.bring_in, PAGES.throw_away, PAGES.rejects
