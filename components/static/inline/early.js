/* What a page does between its first paint and Streamlit's content, when `page.js` takes over: a filter that changes asks
 * for its view by the form's own GET, and no click is lost. It is in the document itself, ahead of the view. */

import { restore, snapshot } from "../state.js";

/* Pages are one segment deep. Streamlit would ask for its health below the page's own path first. */
window.__streamlit = { BACKEND_BASE_URL: new URL("./", document.baseURI).href };

try {
  const hidden = localStorage.getItem("counterpoint-without-reading-hint");
  if (hidden) document.documentElement.classList.add("without-reading-hint");
} catch {
  /* A frame of another site may have no storage: the hint stays. */
}

const LEFT = "counterpoint-left";
const first = () => document.getElementById("first-paint");
/* A dotted word opens its meaning by itself. */
const buttonOf = (target) => target.closest("#first-paint button[type=button]:not(.term)");

/* Folds the drawer on a narrow screen as soon as it is parsed: a browser may paint before it has the whole document. */
if (matchMedia("(max-width: 56rem)").matches) {
  new MutationObserver((_, watch) => {
    const drawer = document.querySelector("details.drawer");
    if (!drawer) return;
    drawer.open = false;
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

/* Tables of charts are open without scripts, where they stand for the chart. */
const fold = new MutationObserver(() => {
  for (const part of document.querySelectorAll("[data-fold][open]")) part.open = false;
});
fold.observe(document, { childList: true, subtree: true });
document.addEventListener("DOMContentLoaded", () => fold.disconnect());

/* A press on a button ends the editing of a text, too: then the page stays, and the text in its field. */
let pressed = null;
document.addEventListener("pointerdown", (event) => (pressed = buttonOf(event.target)));
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressed = null));
document.addEventListener("change", (event) => {
  if (event.target.name && !pressed) event.target.closest("#first-paint [data-filters]")?.requestSubmit();
});

document.addEventListener("formdata", (event) => {
  if (!event.target.closest("#first-paint")) return;
  for (const [name, value] of [...event.formData]) if (!value.trim()) event.formData.delete(name);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#first-paint [data-filters]")) return;
  first().setAttribute("aria-busy", "true");
  sessionStorage.setItem(LEFT, JSON.stringify(snapshot(first())));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#first-paint.embedded a[data-nav]");
  if (link) Object.assign(link, { target: "_blank", rel: "noopener" });
  const button = buttonOf(event.target);
  if (button) first().dataset.pressed = [...first().querySelectorAll("button[type=button]")].indexOf(button);
});

/* After a change of a filter the reader is where they were; not in a frame of another site, which may have no storage. */
document.addEventListener("DOMContentLoaded", () => {
  const left = JSON.parse(sessionStorage.getItem(LEFT));
  sessionStorage.removeItem(LEFT);
  if (!left || left.place !== first()?.firstElementChild.dataset.place) return;
  restore(first(), left);
  first().scrollTop = left.top;
});

addEventListener("pageshow", (event) => event.persisted && first()?.removeAttribute("aria-busy"));
