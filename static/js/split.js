// Beside an open record the list keeps its place: where it stood is remembered, and the open row is in sight.
const PLACE = "list-place";
const list = () => document.getElementById("list");

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "list" && event.detail.elt.id !== "list") return;
  list().scrollTop = Number(sessionStorage.getItem(PLACE) ?? 0);
  list().querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
});

addEventListener("pagehide", () => list() && sessionStorage.setItem(PLACE, list().scrollTop));
