// A form that is saved as one goes: says beside it whether the latest choice has arrived.
export function enhanceSaves(root) {
  for (const form of root.querySelectorAll("form[data-saves]")) {
    const status = form.querySelector("[data-saved]");
    if (!status) continue;
    form.addEventListener("htmx:afterRequest", (event) => {
      status.textContent = event.detail.successful ? status.dataset.saved : status.dataset.unsaved;
    });
  }
}
