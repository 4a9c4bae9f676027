// Single keys for technicians. They are dead inside fields and with a modifier, and one switch turns them off.
// A key finds its control by data-key, first in the row one stands on, then on the page; ? shows them all.
const STORE = "single-keys";
const on = () => localStorage.getItem(STORE) !== "off";
const rows = () => [...document.querySelectorAll(".queue tbody tr:not(.when)")];
const here = () => document.querySelector(".queue tr[data-here]");

function stand(row) {
  here()?.removeAttribute("data-here");
  if (!row) return;
  row.setAttribute("data-here", "");
  row.querySelector(".sum a")?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const focused = document.activeElement?.closest?.(".queue tbody tr");
  const at = all.indexOf(here() ?? focused ?? document.querySelector('.queue tr[aria-selected="true"]'));
  stand(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  return true;
}

function press(key) {
  const find = (root) => root?.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  const control = find(here()) ?? find(document);
  if (!control) return false;
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
