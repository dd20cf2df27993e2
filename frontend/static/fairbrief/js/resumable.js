// Sends large files in pieces, by the tus protocol, so that a broken connection costs one piece: it goes on by itself, can
// be paused, and after a reload goes on once the same file is chosen again. What has arrived is handed to the form as a
// hidden field. Files below the limit stay with the file field; without a script all of them do.
import { shownSize } from "./sizes.js";
import { send } from "./tus.js";

const boxes = "[data-upload-pieces]";
const sendings = [];

export function enhanceResumable(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-pieces-act]");
    const sending = button && sendings.find((one) => one.row.contains(button));
    if (sending) sending[button.dataset.piecesAct]();
  });
  // Before htmx or the browser sends the form: nothing is submitted that has not arrived.
  root.addEventListener("submit", hold, true);
  window.addEventListener("online", () => sendings.filter((one) => one.state === "broken").forEach((one) => one.resume()));
  window.addEventListener("beforeunload", (event) => {
    if (sendings.some((one) => one.state === "sending")) event.preventDefault();
  });
  root.addEventListener("htmx:afterSettle", () => restore(root));
  restore(root);
}

// Takes the large ones of the files just chosen, and gives back the others.
export function takeLarge(input, files) {
  const box = input.closest(boxes);
  if (!box) return [...files];
  const isLarge = (file) => file.size > Number(box.dataset.large);
  for (const file of [...files].filter(isLarge)) begin(box, file);
  return [...files].filter((file) => !isLarge(file));
}

function begin(box, file) {
  const known = sendings.find((one) => one.print === print(file));
  if (known) known.take(file);
  else new Sending(box, { print: print(file), name: file.name, size: file.size }, file);
}

function print(file) {
  return `${file.name}:${file.size}:${file.lastModified}`;
}

function restore(root) {
  for (const box of root.querySelectorAll(boxes)) {
    // A form that came back with errors is a new one: what has arrived is shown in it again.
    for (const one of sendings) one.show(box);
    adopt(box);
    for (const [mark, kept] of Object.entries(memory.all())) {
      if (!sendings.some((one) => one.print === mark)) new Sending(box, { print: mark, ...kept }, null);
    }
    settle(box);
  }
}

// What the server has kept of a form that was refused is shown like everything else that has arrived.
function adopt(box) {
  const kept = box.querySelector("[data-pieces-kept]");
  if (!kept) return;
  for (const { dataset } of kept.querySelectorAll("[data-kept]")) {
    if (sendings.some((one) => one.address?.endsWith(dataset.kept))) continue;
    const address = `${box.dataset.uploadPieces.replace(/\/$/, "")}/${dataset.kept}`;
    const size = Number(dataset.size);
    new Sending(box, { print: `kept:${dataset.kept}`, name: dataset.name, size, address, isHere: true }, null);
  }
  kept.remove();
}

function hold(event) {
  const box = event.target.querySelector?.(boxes);
  const waiting = box && sendings.find((one) => one.state !== "arrived");
  if (!waiting) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(box, `${waiting.name}: ${box.dataset.unfinished}`);
  waiting.row.querySelector("button")?.focus();
}

// The field asks for a file of its own only while nothing else is there.
function settle(box) {
  const input = box.querySelector('input[type="file"]');
  box.dataset.required ??= String(input.required);
  input.required = box.dataset.required === "true" && sendings.length === 0;
  box.querySelector("[data-pieces-list]").hidden = sendings.length === 0;
}

function say(box, words) {
  const place = box.querySelector("[data-pieces-said]");
  place.textContent = words;
  place.hidden = !words;
}

class Sending {
  constructor(box, { print: mark, name, size, address, isHere }, file) {
    Object.assign(this, { box, print: mark, name, size, address, file, offset: 0, state: "waiting" });
    this.row = document.createElement("li");
    this.row.className = "file-row pieces-row";
    sendings.push(this);
    this.show(box);
    settle(box);
    if (file) pump();
    else if (isHere) this.arrive();
    else this.look();
  }

  // The server has just shown that all of it is there.
  arrive() {
    this.begun(this.address);
    this.offset = this.size;
    this.become("arrived");
  }

  // What became of an upload that was begun before this page was opened.
  async look() {
    this.become("paused");
    const found = await fetch(this.address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!found) return;
    const told = found.ok ? await found.json() : null;
    if (!told || told.state === "used") return this.forget();
    this.offset = told.offset;
    this.become(told.offset === told.length ? "arrived" : "paused");
  }

  take(file) {
    this.file = file;
    if (this.state !== "arrived" && this.state !== "sending") this.resume();
  }

  pause() {
    this.become("paused");
    this.stop?.abort();
    pump();
  }

  resume() {
    clearTimeout(this.timer);
    if (!this.file) return this.box.querySelector('input[type="file"]').click();
    this.become("waiting");
    pump();
  }

  remove() {
    this.state = "removed";
    clearTimeout(this.timer);
    this.stop?.abort();
    if (this.address) {
      const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token };
      fetch(this.address, { method: "DELETE", headers }).catch(() => {});
    }
    this.forget();
    this.box.querySelector('input[type="file"]').focus();
  }

  forget() {
    memory.drop(this.print);
    sendings.splice(sendings.indexOf(this), 1);
    this.row.remove();
    say(this.box, "");
    settle(this.box);
    pump();
  }

  get token() {
    return this.box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  }

  async go() {
    this.become("sending");
    this.stop = new AbortController();
    const failed = await send(this, (offset) => {
      // Further than ever: the line works, so that the next break is waited out anew, and not longer than the last.
      if (offset > (this.furthest ?? 0)) this.tries = 0;
      this.furthest = Math.max(offset, this.furthest ?? 0);
      this.offset = offset;
      this.draw();
    });
    if (this.state !== "sending") return;
    if (!failed) this.become("arrived");
    else if (failed.words) this.become("failed", failed.words);
    else {
      this.become("broken");
      this.tries = (this.tries ?? 0) + 1;
      this.timer = setTimeout(() => this.resume(), Math.min(30, 2 ** this.tries) * 1000);
    }
    pump();
  }

  // The upload's address is known: from now on a reload finds it again.
  begun(address) {
    this.address = address;
    memory.keep(this.print, { address, name: this.name, size: this.size });
  }

  become(state, words = "") {
    this.state = state;
    this.words = words;
    this.draw(true);
    const told = { sending: "arriving", arrived: "arrived", broken: "broken" }[state];
    if (told || words) say(this.box, words || `${this.name}: ${this.box.dataset[told]}`);
  }

  show(box) {
    this.box = box;
    box.querySelector("[data-pieces-list]").append(this.row);
    this.draw(true);
  }

  draw(anew = false) {
    const percent = Math.floor((100 * this.offset) / this.size);
    if (anew) {
      // The button that was pressed is gone: go on where the next one is.
      const held = this.row.contains(document.activeElement);
      this.row.replaceChildren(...this.parts());
      if (held) this.row.querySelector("button").focus();
    }
    const bar = this.row.querySelector("progress");
    if (bar) bar.value = percent;
    const word = this.words || this.box.dataset[this.file || this.state === "arrived" ? this.state : "again"] || "";
    const share = this.state === "arrived" ? "" : ` · ${percent} %`;
    this.row.querySelector(".meta").textContent = `${shownSize(this.size)}${share}${word ? ` · ${word}` : ""}`;
  }

  parts() {
    const words = this.box.dataset;
    const name = element("span", "file-name", this.name);
    name.append(element("span", "meta", ""));
    const parts = [name];
    if (this.state !== "arrived" && this.state !== "failed") {
      const bar = element("progress", "", "");
      bar.max = 100;
      bar.setAttribute("aria-label", this.name);
      name.append(bar);
      parts.push(
        this.state === "sending" || this.state === "waiting"
          ? this.control("pause", words.pause)
          : this.control("resume", words.resume),
      );
    }
    parts.push(this.control("remove", words.remove));
    if (this.state === "arrived") {
      const field = element("input", "", "");
      Object.assign(field, { type: "hidden", name: "uploads", value: this.address.split("/").pop() });
      parts.push(field);
    }
    return parts;
  }

  control(act, words) {
    const button = element("button", "button button-small button-quiet", words);
    button.type = "button";
    button.dataset.piecesAct = act;
    button.setAttribute("aria-label", `${words}: ${this.name}`);
    return button;
  }
}

// One after the other: each takes the whole line anyway.
function pump() {
  if (!sendings.some((one) => one.state === "sending")) sendings.find((one) => one.state === "waiting" && one.file)?.go();
}

function element(tag, className, words) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}

// Which uploads this form has begun, for after a reload. A browser that keeps nothing begins anew.
const memory = {
  key: `uploads:${window.location.pathname}`,
  all() {
    try {
      return JSON.parse(window.localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  },
  write(all) {
    try {
      if (Object.keys(all).length) window.localStorage.setItem(this.key, JSON.stringify(all));
      else window.localStorage.removeItem(this.key);
    } catch {
      // Storage is full or forbidden.
    }
  },
  keep(mark, kept) {
    this.write({ ...this.all(), [mark]: kept });
  },
  drop(mark) {
    const { [mark]: _gone, ...others } = this.all();
    this.write(others);
  },
};
