// Drafts: what was typed in a form marked data-draft="name" is kept on this device until it was sent,
// because the Wi-Fi may be what broke. Kept for a day; files, passwords and hidden fields are never kept.
const DAY = 24 * 60 * 60 * 1000;
const SKIP = '[type="hidden"], [type="file"], [type="password"], [type="submit"]';

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches("button, fieldset") && !field.matches(SKIP));
}

function keep(form, key) {
  const values = fields(form)
    .filter((field) => field.matches('[type="radio"], [type="checkbox"]') ? field.checked : field.value)
    .map((field) => [field.name, field.value]);
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
}

function restore(form, key) {
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(key)); } catch { localStorage.removeItem(key); }
  if (!draft || Date.now() - draft.at > DAY) return;
  const touched = fields(form).some((field) => field.matches("textarea") && field.value);
  if (touched || form.querySelector("[aria-invalid]")) return;
  for (const [name, value] of draft.values) {
    for (const field of fields(form).filter((each) => each.name === name)) {
      if (field.matches('[type="radio"], [type="checkbox"]')) field.checked ||= field.value === value;
      else if (!field.value) field.value = value;
    }
  }
}

// A page that confirms says which draft has done its work, before any form on it is filled again.
document.querySelectorAll("[data-draft-sent]").forEach((mark) => localStorage.removeItem(`draft:${mark.dataset.draftSent}`));

document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = `draft:${form.dataset.draft}`;
  restore(form, key);
  form.addEventListener("input", () => keep(form, key));
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    keep(form, key);
    document.body.dispatchEvent(new CustomEvent("say", { detail: "No connection. What you wrote is kept here; send it when you are back." }));
  });
});
