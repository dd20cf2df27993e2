// Shows how far an upload is. The form must be sent by htmx (hx-post, hx-encoding="multipart/form-data"); without a
// script it is an ordinary form. Words are announced when sending
// begins and ends, not at every percent.
export function enhanceUploads(root) {
  root.addEventListener("htmx:xhr:loadstart", (event) => begin(event.target));
  root.addEventListener("htmx:xhr:progress", (event) => {
    if (event.detail.lengthComputable) advance(event.target, event.detail.loaded / event.detail.total);
  });
  root.addEventListener("htmx:afterRequest", (event) => end(event.target));
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    root.addEventListener(name, (event) => {
      const drop = event.target.closest?.("[data-upload-drop]");
      drop?.classList.toggle("upload-over", name === "dragenter" || name === "dragover");
      if (drop && name === "dragover") event.preventDefault();
      if (drop && name === "drop") take(event, drop);
    });
  }
}

function parts(source) {
  const upload = source.closest?.("[data-upload]") ?? source.querySelector?.("[data-upload]");
  const panel = upload?.querySelector("[data-upload-progress]");
  if (!panel) return null;
  return {
    upload,
    panel,
    bar: panel.querySelector("progress"),
    words: panel.querySelector("[data-upload-words]"),
    percent: panel.querySelector("[data-upload-percent]"),
  };
}

function begin(source) {
  const found = parts(source);
  if (!found) return;
  found.panel.hidden = false;
  found.bar.value = 0;
  found.percent.textContent = "";
  found.words.textContent = found.upload.dataset.sending;
}

function advance(source, share) {
  const found = parts(source);
  // Once everything is sent the bar has no value; the answer's own progress must not start it again.
  if (!found || !found.bar.hasAttribute("value")) return;
  const percent = Math.floor(share * 100);
  found.bar.value = percent;
  found.percent.textContent = `${percent} %`;
  if (percent === 100) {
    found.words.textContent = found.upload.dataset.checking;
    found.bar.removeAttribute("value");
  }
}

function end(source) {
  const found = parts(source);
  if (found) found.panel.hidden = true;
}

function take(event, drop) {
  const input = drop.querySelector('input[type="file"]');
  if (!input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
