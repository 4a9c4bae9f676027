// Beside an open record the list keeps its place: where it stood is remembered, and the open row is in sight.
const PLACE = "list-place";
const list = () => document.getElementById("list");

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "list" && event.detail.elt.id !== "list") return;
  list().scrollTop = Number(sessionStorage.getItem(PLACE) ?? 0);
  show(list(), list().querySelector('[aria-selected="true"]'));
});

// Only the list moves: a page that moved with it would hide the head of the record.
function show(shown, row) {
  if (!row) return;
  const frame = shown.getBoundingClientRect(), at = row.getBoundingClientRect();
  if (at.top < frame.top) shown.scrollTop -= frame.top - at.top;
  else if (at.bottom > frame.bottom) shown.scrollTop += at.bottom - frame.bottom;
}

addEventListener("pagehide", () => list() && sessionStorage.setItem(PLACE, list().scrollTop));
