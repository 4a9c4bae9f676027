// Single keys for technicians. They are dead inside fields and with a modifier, and one switch turns them off.
// A key finds its control by data-key, first in the row one stands on, then on the page; ? shows them all.
const STORE = "single-keys";
const on = () => localStorage.getItem(STORE) !== "off";
const rows = () => [...document.querySelectorAll(".queue tbody tr:not(.when)")];
const here = () => document.querySelector(".queue tr[data-here]") ?? document.activeElement?.closest?.(".queue tbody tr");
const PLACE = "row-place";
const numberOf = (row) => row.querySelector(".tick")?.value;

function stand(row) {
  document.querySelector(".queue tr[data-here]")?.removeAttribute("data-here");
  if (!row) return;
  row.setAttribute("data-here", "");
  row.querySelector(".sum a")?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here() ?? document.querySelector('.queue tr[aria-selected="true"]'));
  stand(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  return true;
}

// A key of a row loads the list again: one stands where one stood, or on what took the place of a row that left.
const list = () => location.pathname + location.search;
function remember(row) {
  sessionStorage.setItem(PLACE, JSON.stringify({ list: list(), number: numberOf(row), at: rows().indexOf(row) }));
}

function comeBack() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.list !== list()) return;
  const all = rows();
  stand(all.find((row) => numberOf(row) === place.number) ?? all[Math.min(place.at, all.length - 1)]);
}
comeBack();

function press(key) {
  const named = `[data-key="${CSS.escape(key)}"]:not(:disabled)`;
  const row = here();
  const own = row?.querySelector(named);
  // A key of a row is for the row one stands on, never for the first that has one.
  const control = own ?? [...document.querySelectorAll(named)].find((each) => !each.closest(".queue"));
  if (!control) return false;
  if (own) remember(row);
  if (control.matches('input:not([type="radio"], [type="checkbox"]), textarea, select')) control.focus();
  else control.click();
  const next = control.dataset.keyFocus;
  if (next) document.getElementById(next)?.focus();
  return true;
}

const OWN = {
  j: () => move(1),
  k: () => move(-1),
  x: () => here()?.querySelector(".tick")?.click() ?? Boolean(here()),
  "?": () => document.getElementById("keys")?.showModal() ?? true,
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && field?.form) {
    event.preventDefault();
    send(field.form);
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || field || !on()) return;
  if ((OWN[event.key] ?? (() => press(event.key)))()) event.preventDefault();
});

// Ctrl+Enter sends with the button that is to be seen, so a note never goes out as a reply.
function send(form) {
  const buttons = [...form.querySelectorAll('button:not([type="button"], [type="reset"])')];
  form.requestSubmit(buttons.find((button) => button.offsetParent !== null) ?? undefined);
}

document.querySelectorAll("[data-keys-switch]").forEach((place) => {
  const box = place.querySelector("input");
  place.hidden = false;
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
});
