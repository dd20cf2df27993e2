// Changes light and dark in place. The server keeps the choice; without a script the form does the same by reloading.
export function enhanceTheme(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-theme-switch]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    const data = new FormData(form, event.submitter);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.statusText);
    } catch {
      form.submit();
      return;
    }
    show(root, theme);
  });
}

function show(root, theme) {
  if (theme !== "auto") root.documentElement.dataset.theme = theme;
  else delete root.documentElement.dataset.theme;
  for (const button of root.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
