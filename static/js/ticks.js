// Ticks: Shift takes a range, and the bar of what to do with them says how many.
let last = null;

const boxes = () => [...document.querySelectorAll(".queue .tick:not([data-all])")];

// Several schools: only who serves the schools of all ticked rows can be given them.
function offer(bar, schools) {
  bar.querySelectorAll("option[data-schools]").forEach((option) => {
    const serves = option.dataset.schools.split(" ");
    const may = serves.includes("*") || schools.every((school) => serves.includes(school));
    option.hidden = option.disabled = !may;
    if (!may && option.selected) option.parentElement.value = "";
  });
}

function count() {
  const chosen = boxes().filter((box) => box.checked);
  const ticked = chosen.length;
  document.querySelectorAll(".bulk").forEach((bar) => {
    bar.toggleAttribute("data-ticked", ticked > 0);
    offer(bar, chosen.map((box) => box.dataset.school));
    const words = bar.querySelector("[data-count]");
    if (words) words.textContent = ticked ? `${ticked} ticked` : "Tick rows, then";
  });
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".queue .tick");
  if (!box) return;
  const all = boxes();
  if (box.matches("[data-all]")) all.forEach((other) => (other.checked = box.checked));
  else if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    all.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
  }
  if (!box.matches("[data-all]")) last = box;
  count();
});

document.addEventListener("change", (event) => event.target.matches?.(".queue .tick") && count());
count();
