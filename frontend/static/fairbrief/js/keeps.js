// Keeps what is being written with its tab until it has arrived: another language, a step back, a reload or a session that
// has ended takes nothing away. Only the words of forms that ask for it, by their reader's handle; never a file or a tick.
const PREFIX = "written:";
// A signature is given anew each time.
const WORDS = "textarea[name], input[type=text][name]:not([autocomplete=name])";

export function enhanceKeeps(root) {
  const kept = new Kept();
  if (root.querySelector("main input[name=login]")) kept.sent(false); // It was sent into a session that had ended.
  else if (!root.querySelector("main [data-focus]")) kept.forgetSent();
  for (const form of root.querySelectorAll("form[data-keeps]")) bringBack(form, kept);
  root.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-keeps]")) kept.write(keyOf(form), wordsOf(form, kept.read(keyOf(form))));
  });
  root.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-keeps]:not([hx-post])")) kept.sent(true, keyOf(target));
    if (target.getAttribute("action")?.includes("/logout/")) kept.forgetAll();
  });
  // Before the answer takes the form's place: afterwards nobody knows whose answer it was.
  root.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => {
    if (target.matches("form[data-keeps]")) kept.sent(arrived(detail.xhr.status), keyOf(target));
  });
}

const arrived = (status) => status >= 200 && status < 400;

const keyOf = (form) => {
  const { pathname, search } = window.location;
  return `${PREFIX}${form.dataset.keeps}:${form.getAttribute("action") ?? pathname + search}`;
};

// By name, what the field began with and what it holds. A form that came back with errors begins with what was typed: it
// is still known what the page would begin with by itself.
function wordsOf(form, before) {
  const words = {};
  for (const field of form.querySelectorAll(WORDS)) {
    const earlier = before?.words[field.name];
    if (field.value === field.defaultValue && earlier?.[1] !== field.value) continue;
    const began = earlier && (field.value === field.defaultValue || earlier[1] === field.defaultValue);
    words[field.name] = [began ? earlier[0] : field.defaultValue, field.value];
  }
  return words;
}

function bringBack(form, kept) {
  const words = kept.read(keyOf(form))?.words ?? {};
  for (const field of form.querySelectorAll(WORDS)) {
    const [began, written] = words[field.name] ?? [];
    if (written === undefined || field.defaultValue !== began || field.value !== began) continue;
    field.value = written;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.closest("details")?.setAttribute("open", "");
  }
}

class Kept {
  read(key) {
    try {
      return JSON.parse(window.sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  write(key, words, isSent = false) {
    if (!Object.keys(words).length) return this.forget(key);
    try {
      window.sessionStorage.setItem(key, JSON.stringify({ words, isSent }));
    } catch {
      // A full or forbidden store keeps nothing; the form works as without it.
    }
  }

  forget(key) {
    window.sessionStorage.removeItem(key);
  }

  keys() {
    return Object.keys(window.sessionStorage).filter((key) => key.startsWith(PREFIX));
  }

  sent(isSent, only) {
    for (const key of only ? [only] : this.keys()) {
      const found = this.read(key);
      if (found) this.write(key, found.words, isSent);
    }
  }

  forgetSent() {
    for (const key of this.keys()) if (this.read(key)?.isSent) this.forget(key);
  }

  forgetAll() {
    for (const key of this.keys()) this.forget(key);
  }
}
