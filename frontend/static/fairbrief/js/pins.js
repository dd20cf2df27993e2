// Lets a comment be pinned by pointing: a click sets a point, dragging an area, arrow keys move either. What it finds is
// written into the fields of the form, which is what is sent; without a script one types it there.
const SIZE = { x: 0, y: 0, width: 0, height: 0 };
const LEAST_DRAG = 1.5;

export function enhancePins(root) {
  linkThreads(root);
  const form = root.querySelector("[data-pin-form]");
  if (!form) return;
  const boards = [...root.querySelectorAll("[data-pinboard]")];
  const desk = new Desk(form, boards);
  for (const board of boards) {
    followPointer(board, desk);
    followKeys(board, desk);
  }
  if (boards.length) form.querySelector("[data-pin-hint]").hidden = false;
}

// The form's fields are the truth; the pin on the picture shows them, whoever wrote them.
class Desk {
  constructor(form, boards) {
    this.form = form;
    this.boards = boards;
    this.clearer = form.querySelector("[data-pin-clear]");
    this.clearer.addEventListener("click", () => this.clear());
    form.querySelector("[data-pin-fields]").addEventListener("input", () => this.show());
    this.show();
  }

  field(name) {
    return this.form.elements[name];
  }

  place() {
    if (this.field("x").value === "" || this.field("y").value === "") return null;
    return Object.fromEntries(Object.keys(SIZE).map((name) => [name, Number(this.field(name).value) || 0]));
  }

  set(board, place) {
    this.field("file").value = board.dataset.pinboard;
    for (const name of Object.keys(SIZE)) this.field(name).value = tenths(place[name]);
    if (!place.width || !place.height) this.field("width").value = this.field("height").value = "";
    this.show();
  }

  clear() {
    for (const name of ["file", ...Object.keys(SIZE)]) this.field(name).value = "";
    this.show();
  }

  show() {
    const place = this.place();
    const file = this.field("file").value;
    this.clearer.hidden = !place;
    for (const board of this.boards) draw(board, place && board.dataset.pinboard === file ? place : null);
    this.form.querySelector("[data-pin-where]").textContent = place && file ? this.say(place) : "";
  }

  say(place) {
    const words = place.width ? this.form.dataset.saysArea : this.form.dataset.says;
    return words.replace(/\{(\w+)\}/g, (_, name) => String(Math.round(place[name])));
  }

  goOn() {
    this.field("body").focus();
  }
}

function draw(board, place) {
  const pin = board.querySelector("[data-pin-new]");
  pin.setAttribute("visibility", place ? "visible" : "hidden");
  if (!place) return;
  for (const name of Object.keys(SIZE)) pin.querySelector("rect").setAttribute(name, `${place[name]}%`);
  pin.querySelector("circle").setAttribute("cx", `${place.x}%`);
  pin.querySelector("circle").setAttribute("cy", `${place.y}%`);
  pin.querySelector("text").setAttribute("x", `${place.x}%`);
  pin.querySelector("text").setAttribute("y", `${place.y}%`);
}

function followPointer(board, desk) {
  let from = null;
  board.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a")) return;
    from = pointOn(board, event);
    // A finger scrolls; only a mouse or a pen draws areas.
    if (event.pointerType !== "touch") board.setPointerCapture(event.pointerId);
  });
  board.addEventListener("pointermove", (event) => {
    if (from && event.pointerType !== "touch") desk.set(board, between(from, pointOn(board, event)));
  });
  board.addEventListener("pointercancel", () => {
    from = null;
  });
  board.addEventListener("pointerup", (event) => {
    if (!from) return;
    desk.set(board, between(from, pointOn(board, event)));
    from = null;
    desk.goOn();
  });
}

function followKeys(board, desk) {
  const tools = board.parentElement.querySelector("[data-pin-tools]");
  const button = tools.querySelector("[data-pin-keys]");
  const says = tools.querySelector("[data-pin-says]");
  tools.hidden = false;
  const arm = (isOn) => button.setAttribute("aria-pressed", String(isOn));
  const isArmed = () => button.getAttribute("aria-pressed") === "true";
  button.addEventListener("click", () => {
    arm(true);
    desk.set(board, { ...SIZE, x: 50, y: 50 });
    says.textContent = desk.form.dataset.saysKeys;
  });
  button.addEventListener("blur", () => arm(false));
  button.addEventListener("keydown", (event) => {
    if (!isArmed()) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      desk.set(board, moved(desk.place() ?? { ...SIZE, x: 50, y: 50 }, step, event.shiftKey));
      says.textContent = desk.say(desk.place());
    } else if (event.key === "Enter") {
      desk.goOn();
    } else if (event.key === "Escape") {
      desk.clear();
      arm(false);
      says.textContent = "";
    } else return;
    event.preventDefault();
  });
}

function moved(place, [right, down], isSizing) {
  const next = { ...place };
  if (isSizing) {
    next.width = within(Math.max(place.width, 1) + right, 1, 100 - place.x);
    next.height = within(Math.max(place.height, 1) + down, 1, 100 - place.y);
  } else {
    next.x = within(place.x + right, 0, 100 - place.width);
    next.y = within(place.y + down, 0, 100 - place.height);
  }
  return next;
}

function pointOn(board, event) {
  const box = board.getBoundingClientRect();
  const x = within((100 * (event.clientX - box.left)) / box.width, 0, 100);
  const y = within((100 * (event.clientY - box.top)) / box.height, 0, 100);
  return { x: Number(tenths(x)), y: Number(tenths(y)) };
}

function between(a, b) {
  const width = Math.abs(a.x - b.x);
  const height = Math.abs(a.y - b.y);
  if (width < LEAST_DRAG || height < LEAST_DRAG) return { ...SIZE, ...a };
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width, height };
}

function linkThreads(root) {
  for (const thread of root.querySelectorAll("[data-thread]")) {
    const pin = root.querySelector(`[data-pin="${thread.dataset.thread}"]`);
    if (!pin) continue;
    lightTogether(thread, pin);
    lightTogether(pin, thread);
  }
}

function lightTogether(one, other) {
  for (const name of ["pointerenter", "focusin"]) one.addEventListener(name, () => other.classList.add("is-on"));
  for (const name of ["pointerleave", "focusout"]) one.addEventListener(name, () => other.classList.remove("is-on"));
}

const within = (value, least, most) => Math.min(Math.max(value, least), most);
const tenths = (value) => String(Math.round(value * 10) / 10);
