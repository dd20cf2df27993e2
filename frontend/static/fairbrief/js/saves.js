// A form that is saved as one goes: says beside it whether the latest choice has arrived.
const KEPT = 204; // Anything else, a sign-in page after a long pause among them, did not save.

export function enhanceSaves(root) {
  for (const form of root.querySelectorAll("form[data-saves]")) {
    const status = form.querySelector("[data-saved]");
    if (!status) continue;
    form.addEventListener("htmx:afterRequest", (event) => {
      const isSaved = event.detail.xhr?.status === KEPT;
      status.textContent = isSaved ? status.dataset.saved : status.dataset.unsaved;
    });
  }
}
