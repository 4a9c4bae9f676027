// Colours: the form works by itself; with script the page changes at once and stays where it is.
const YEAR = 60 * 60 * 24 * 365;

document.querySelectorAll("[data-theme-form]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    const theme = event.submitter?.value ?? "";
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; SameSite=Lax; Max-Age=${theme ? YEAR : 0}${secure}`;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", button.value === theme));
  });
});
