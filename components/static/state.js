/* What a reader has open, typed, in focus and in sight. `early.js` has a copy of this file in the document itself. */

export function snapshot(root) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const parts = [...root.querySelectorAll("[data-keep]")];
  return {
    place: root.firstElementChild?.dataset.place,
    focus: focused?.id,
    caret: focused?.type === "checkbox" ? null : (focused?.selectionStart ?? null),
    parts: Object.fromEntries(parts.map((part) => [part.dataset.keep, part.open ?? part.value])),
    top: scroller(root).scrollTop,
    panel: root.querySelector(".filters")?.scrollTop,
  };
}

export function restore(root, { parts, panel, focus, caret }) {
  for (const part of root.querySelectorAll("[data-keep]")) {
    const value = Object.hasOwn(parts, part.dataset.keep) ? parts[part.dataset.keep] : null;
    if (typeof value === "boolean") part.open = value;
    if (typeof value === "string") {
      part.value = value;
      part.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  if (panel) root.querySelector(".filters")?.scrollTo(0, panel);
  const field = focus && document.getElementById(focus);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (caret !== null) field.setSelectionRange?.(caret, caret);
}

export function scroller(root) {
  return root.closest("#first-paint, [data-testid=stMain]") ?? document.scrollingElement;
}
