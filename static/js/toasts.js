// Toasts: the one polite live region. A message goes away by itself unless it warns, is hovered or holds the focus.
const region = document.getElementById("toasts");
const STAY = 8000;

function dismiss(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(dismiss, STAY, toast);
  else toast.remove();
}

function watch(toast) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet";
  close.textContent = "Close";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (!toast.matches(".toast-warn, .toast-danger")) setTimeout(dismiss, STAY, toast);
}

function say(words) {
  const toast = document.createElement("div");
  toast.className = "toast";
  const span = document.createElement("span");
  span.textContent = words;
  toast.append(span);
  region.append(toast);
  watch(toast);
}

if (region) {
  // What was there when the page loaded is put in again, because a live region only reads out what changes.
  region.querySelectorAll("[data-toast]").forEach((toast) => {
    watch(toast);
    setTimeout(() => region.append(toast), 150);
  });
  // The server says it with the header HX-Trigger: {"say": "4119 is yours"}; other modules with the same event.
  document.body.addEventListener("say", (event) => say(event.detail.value ?? event.detail));
  // A request that failed must not fail silently.
  document.body.addEventListener("htmx:sendError", () => say("No connection. Nothing was sent; try again in a moment."));
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 409 ? "The record has changed. Load the page again to see it." : `That did not work (${status}). Nothing was changed.`);
  });
}
