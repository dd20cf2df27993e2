// Lets messages be dismissed, and says so when a request in the background failed.
export function enhanceMessages(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    button?.closest("[data-dismissable]")?.remove();
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    root.addEventListener(name, () => announce(document.body.dataset.failed));
  }
}

function announce(words) {
  const place = document.getElementById("messages");
  if (!place || !words) return;
  const alert = document.createElement("p");
  alert.className = "alert tone-bad";
  alert.textContent = words;
  place.replaceChildren(alert);
  place.scrollIntoView({ block: "nearest" });
}
