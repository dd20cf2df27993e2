// Moves through a gallery by keyboard, shows a work on the full screen, and asks for a reason in place. The keys work
// while the focus is on a card, so that they take nothing away from anybody's own. Without a script every card has links.
export function enhanceGallery(root) {
  root.addEventListener("load", (event) => reveal(event.target), true);
  for (const image of root.querySelectorAll(".artwork-blur + img")) if (image.complete) reveal(image);
  const board = root.querySelector("[data-board]");
  if (!board) return;
  board.addEventListener("keydown", (event) => press(board, event));
  board.addEventListener("click", (event) => askWhy(board, event));
  board.addEventListener("click", ({ target }) => {
    if (target.closest("[data-enlarge]")) openLightbox(cardOf(target));
  });
  board.addEventListener("change", (event) => announce(board, event.target));
  root.querySelector("[data-start]")?.addEventListener("click", () => {
    requestAnimationFrame(() => board.querySelector(".entry-card-link")?.focus());
  });
  enhanceLightbox(board);
  root.querySelector("[data-elimination]")?.addEventListener("submit", (event) => eliminate(event));
}

const cards = (board) => [...board.querySelectorAll("[data-card]")];
const cardOf = (element) => element.closest?.("[data-card]");
const typing = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

function reveal(image) {
  const blur = image.previousElementSibling;
  if (image instanceof HTMLImageElement && blur?.classList.contains("artwork-blur")) blur.remove();
}

function press(board, event) {
  const card = cardOf(event.target);
  if (!card || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  // On a row of stars the arrows are the row's own.
  const arrows = event.target.type !== "radio";
  const { key } = event;
  const act =
    key === "j" || (arrows && key === "ArrowRight")
      ? () => step(board, card, 1)
      : key === "k" || (arrows && key === "ArrowLeft")
        ? () => step(board, card, -1)
        : /^[1-5]$/.test(key)
          ? () => card.querySelector(`.rating input[value="${key}"]`)?.click()
          : {
              e: () => card.querySelector("[data-eliminate], [data-reinstate]")?.click(),
              s: () => card.querySelector("[data-pick]")?.click(),
              x: () => card.querySelector("[data-select]")?.click(),
              f: () => openLightbox(card),
              "?": () => document.getElementById("keys")?.showModal(),
            }[key];
  if (!act) return;
  event.preventDefault();
  act();
}

function step(board, card, by) {
  const all = cards(board);
  const next = all[all.indexOf(card) + by];
  if (!next) return null;
  next.querySelector(".entry-card-link").focus();
  next.scrollIntoView({ block: "nearest" });
  say(`${next.dataset.name}, ${all.indexOf(next) + 1} ${board.dataset.wordOf} ${all.length}`);
  return next;
}

function say(words) {
  const place = document.getElementById("told");
  if (place) place.textContent = words;
}

function announce(board, input) {
  const name = cardOf(input)?.dataset.name;
  if (!name) return;
  if (input.name === "stars") say(`${name}. ${board.dataset.wordRated} ${input.value}`);
  if ("pick" in input.dataset) say(`${name}. ${input.checked ? board.dataset.wordPicked : board.dataset.wordUnpicked}`);
}

function askWhy(board, event) {
  const link = event.target.closest("[data-eliminate]");
  const dialog = document.getElementById("elimination");
  if (!link || !dialog?.showModal || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const form = dialog.querySelector("form[data-elimination]");
  const { id } = link.closest("li");
  if (form.dataset.card !== id) form.reset(); // What was begun about one work is not said of another.
  form.action = link.href;
  form.dataset.card = id;
  form.querySelector("[data-refused]").replaceChildren();
  dialog.showModal();
}

// Sent in the background: the card comes back as it is now, or the refusal as a sentence above the form.
async function eliminate(event) {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "HX-Request": "true" },
  }).catch(() => null);
  if (!answer || (!answer.ok && answer.status !== 422)) {
    form.submit();
    return;
  }
  const words = await answer.text();
  if (answer.status === 422) {
    put(form.querySelector("[data-refused]"), words);
    return;
  }
  const card = document.getElementById(form.dataset.card);
  card.insertAdjacentHTML("afterend", words);
  const made = card.nextElementSibling;
  card.remove();
  window.htmx?.process(made);
  form.reset();
  form.closest("dialog").close();
  made.querySelector(".entry-card-link").focus();
  say(`${made.querySelector("[data-card]").dataset.name}. ${made.closest("[data-board]").dataset.wordOut}`);
}

function put(place, markup) {
  place.replaceChildren();
  place.insertAdjacentHTML("afterbegin", markup);
}

function widest(image) {
  const last = image?.srcset.split(", ").at(-1);
  return last ? last.split(" ")[0] : (image?.src ?? "");
}

function openLightbox(card) {
  const lightbox = document.getElementById("lightbox");
  if (!lightbox?.showModal) return;
  lightbox.dataset.card = card.closest("li").id;
  const picture = document.getElementById("lightbox-picture");
  picture.src = widest(card.querySelector(".artwork-mat img:not(.artwork-blur)"));
  picture.alt = card.querySelector(".entry-card-link").textContent;
  document.getElementById("lightbox-title").textContent = `${card.dataset.name} · ${picture.alt}`;
  if (!lightbox.open) lightbox.showModal();
}

function enhanceLightbox(board) {
  const lightbox = document.getElementById("lightbox");
  if (!lightbox) return;
  const here = () => document.getElementById(lightbox.dataset.card)?.querySelector("[data-card]");
  const turn = (by) => {
    const next = here() && step(board, here(), by);
    if (next) openLightbox(next);
  };
  lightbox.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) turn(Number(button.dataset.step));
  });
  lightbox.addEventListener("keydown", (event) => {
    const by = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[event.key];
    if (by) turn(by);
    else if (/^[1-5]$/.test(event.key)) here()?.querySelector(`.rating input[value="${event.key}"]`)?.click();
    else if (event.key === "s") here()?.querySelector("[data-pick]")?.click();
    else if (event.key === "f") lightbox.close();
    else return;
    event.preventDefault();
  });
  lightbox.addEventListener("close", () => here()?.querySelector(".entry-card-link").focus());
}
