// Shows the files that were chosen for an upload, in the order in which they will be sent: each can be moved up or left
// out, and choosing or dropping again adds to them. The file field itself holds the list, so that the form is sent as
// ever; without a script it is the browser's own field. Large ones go another way (resumable.js).
import { takeLarge } from "./resumable.js";
import { shownSize } from "./sizes.js";

const chosen = new WeakMap();

export function enhanceFileLists(root) {
  if (typeof DataTransfer === "undefined") return;
  root.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches?.('[data-upload] input[type="file"][multiple]')) add(input);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-file-act]");
    if (button) act(button);
  });
}

function add(input) {
  const files = chosen.get(input) ?? [];
  for (const file of takeLarge(input, input.files)) {
    if (!files.some((one) => isSame(one, file))) files.push(file);
  }
  keep(input, files);
}

function isSame(one, other) {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

function act(button) {
  const upload = button.closest("[data-upload]");
  const input = upload.querySelector('input[type="file"]');
  const files = chosen.get(input) ?? [];
  const index = Number(button.dataset.index);
  const [file] = files.splice(index, 1);
  const up = button.dataset.fileAct === "up";
  if (up) files.splice(index - 1, 0, file);
  keep(input, files);
  // The button that was pressed is gone: go on where its file is now, or at the field.
  const next = upload.querySelectorAll("[data-upload-files] li")[up ? index - 1 : Math.min(index, files.length - 1)];
  (next?.querySelector("button") ?? input).focus();
}

function keep(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  chosen.set(input, files);
  show(input.closest("[data-upload]"), files);
}

function show(upload, files) {
  const list = upload.querySelector("[data-upload-files]");
  if (!list) return;
  list.hidden = files.length === 0;
  list.replaceChildren(...files.map((file, index) => row(upload.dataset, file, index)));
}

function row(words, file, index) {
  const item = document.createElement("li");
  item.className = "file-row";
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "meta";
  size.textContent = shownSize(file.size);
  name.append(size);
  item.append(name);
  if (index > 0) item.append(control("up", words.up, file, index));
  item.append(control("remove", words.remove, file, index));
  return item;
}

function control(kind, words, file, index) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-quiet";
  button.dataset.fileAct = kind;
  button.dataset.index = String(index);
  button.textContent = words;
  button.setAttribute("aria-label", `${words}: ${file.name}`);
  return button;
}
