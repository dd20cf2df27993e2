// Opens <dialog> elements: a button with data-dialog="id" shows it, a click on the veil closes it.
export function enhanceDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    if (event.target instanceof HTMLDialogElement) {
      event.target.close();
    }
  });
}
