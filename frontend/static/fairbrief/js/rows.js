// Adds a row of fields below the last one, as often as the form takes more. Without a script the rows that are there do.
export function enhanceRows(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (button) add(button);
  });
}

function add(button) {
  const rows = [...button.form.querySelectorAll("[data-row]")];
  const last = rows.reduce((one, other) => (number(other) > number(one) ? other : one));
  const next = number(last) + 1;
  const row = last.cloneNode(true);
  row.dataset.row = String(next);
  for (const field of row.querySelectorAll("input, select, textarea")) empty(field);
  for (const problem of row.querySelectorAll(".field-error")) problem.remove();
  for (const part of row.querySelectorAll("[name], [id], [for]")) renumber(part, number(last), next);
  button.before(row);
  row.querySelector("input, select, textarea").focus();
  button.hidden = next >= Number(button.dataset.addRow);
}

const number = (row) => Number(row.dataset.row);

function empty(field) {
  field.value = "";
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}

function renumber(part, from, to) {
  for (const name of ["name", "id", "for"]) {
    const text = part.getAttribute(name);
    if (text) part.setAttribute(name, text.replace(`_${from}_`, `_${to}_`));
  }
}
