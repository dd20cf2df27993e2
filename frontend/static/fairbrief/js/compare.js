// Zooms works that hang side by side, and moves through them, all at once: each shows the same part of its own picture.
export function enhanceCompare(root) {
  const zoom = root.querySelector("[data-zoom]");
  const panes = [...root.querySelectorAll(".compare-pane")];
  if (!zoom || !panes.length) return;
  let leading = null;
  zoom.addEventListener("input", () => {
    root.querySelector("[data-zoom-value]").textContent = `${zoom.value} %`;
    for (const pane of panes) {
      const [x, y] = middle(pane);
      const image = pane.querySelector("img");
      if (image) image.style.width = `${zoom.value}%`;
      moveTo(pane, x, y);
    }
  });
  for (const pane of panes) {
    pane.addEventListener("scroll", () => {
      // What was moved along must not lead in its turn.
      if (leading && leading !== pane) return;
      leading = pane;
      const [x, y] = middle(pane);
      for (const other of panes) if (other !== pane) moveTo(other, x, y);
      requestAnimationFrame(() => requestAnimationFrame(() => (leading = null)));
    });
  }
}

// Where the middle of a pane lies in its picture, in parts of the whole.
function middle(pane) {
  return [
    (pane.scrollLeft + pane.clientWidth / 2) / pane.scrollWidth,
    (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight,
  ];
}

function moveTo(pane, x, y) {
  pane.scrollLeft = x * pane.scrollWidth - pane.clientWidth / 2;
  pane.scrollTop = y * pane.scrollHeight - pane.clientHeight / 2;
}
