// Counts what is picked for the shortlist and shows what its floors come to. The sums are the server's own, read from
// the table that stands there anyway; without a script one reads it there.
export function enhanceTray(root) {
  const form = root.querySelector("form[data-tray]");
  const tray = root.getElementById("tray");
  if (!form || !tray) return;
  const picks = [...form.elements].filter((element) => element.name === "entry");
  for (const pick of picks) pick.addEventListener("change", () => show(tray, picks));
  show(tray, picks);
}

function show(tray, picks) {
  const count = picks.filter((pick) => pick.checked).length;
  const isFit = count >= Number(tray.dataset.least) && count <= Number(tray.dataset.most);
  tray.querySelector("[data-tray-count]").textContent = String(count);
  tray.toggleAttribute("data-unfit", count > Number(tray.dataset.most));
  const row = tray.querySelector(`[data-tray-row="${count}"]`);
  const cost = tray.querySelector("[data-tray-cost]");
  cost.hidden = !isFit || !row;
  if (row) cost.querySelector("[data-tray-sum]").textContent = row.querySelector("[data-tray-total]").textContent;
}
