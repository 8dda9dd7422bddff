/* The one writer of the address, and where the reader is on a page.
 *
 * A link or a filter changes the address with history.pushState and tells
 * Streamlit by a popstate event, just as Back and Forward do; Streamlit then
 * runs the script for the new address, and `page.js` shows what comes back. */

import { narrow } from "./filters.js";

/* Streamlit mounts the page anew when its path changes, so what a reader had open or in focus is in this object, not in
 * the elements: `before` is a snapshot of the page until now, `target` is where the reader goes, `waiting` is true until
 * Streamlit answers. */
export const reader = { scrollTops: new Map(), target: null, before: null, waiting: false };

/* How long after the end of a run its page is in place, and by when one has begun, in milliseconds. */
const HANDED_OVER = 150;
const BEGUN = 1_000;

/* Has Streamlit run the script for the address as it is. */
export function runAgain() {
  dispatchEvent(new PopStateEvent("popstate", { state: { ours: true } }));
}

export function snapshot(root) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  return {
    page: placeOf(root),
    focus: focused?.id,
    caret: focused?.type === "checkbox" ? null : (focused?.selectionStart ?? null),
    open: new Map([...root.querySelectorAll("details[data-keep]")].map((d) => [d.dataset.keep, d.open])),
    finds: new Map([...root.querySelectorAll("[data-find]")].map((f) => [f.dataset.find, f.value])),
    top: root.id === "first-paint" ? root.scrollTop : scroller(root).scrollTop,
    panel: root.querySelector(".filters")?.scrollTop,
  };
}

/* Two figures are two pages, though their path is the same. */
export function placeOf(root) {
  const { page, place } = root.firstElementChild?.dataset ?? {};
  return `${page} ${place ?? ""}`;
}

export function restore(root) {
  for (const details of root.querySelectorAll("details[data-keep]")) {
    if (reader.before.open.has(details.dataset.keep)) details.open = reader.before.open.get(details.dataset.keep);
  }
  for (const find of root.querySelectorAll("[data-find]")) {
    find.value = reader.before.finds.get(find.dataset.find) ?? "";
    narrow(find);
  }
  const panel = root.querySelector(".filters");
  if (panel && reader.before.panel) panel.scrollTop = reader.before.panel;
  const focus = reader.before.focus && document.getElementById(reader.before.focus);
  if (!focus) return;
  focus.focus({ preventScroll: true });
  if (reader.before.caret !== null) focus.setSelectionRange?.(reader.before.caret, reader.before.caret);
}

/* Where the reader stands after a change: at the place that the address names,
 * where they were before (Back, Forward), or on top of a new page. */
export function settle(root, samePage) {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place && (!samePage || reader.target?.hash)) {
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  } else if (reader.target?.top !== undefined) {
    scroller(root).scrollTop = reader.target.top;
  } else if (samePage) {
    scroller(root).scrollTop = reader.before.top;
  } else if (reader.before) {
    scroller(root).scrollTop = 0;
  }
  reader.target = null;
}

export function scroller(root) {
  for (let box = root.parentElement; box; box = box.parentElement) {
    if (/(auto|scroll)/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

export function go(root, href) {
  const url = new URL(href, location.href);
  if (url.href === location.href) return;
  reader.scrollTops.set(location.href, scroller(root).scrollTop);
  reader.before = snapshot(root);
  reader.target = url.hash ? { hash: true } : null;
  const stands = url.href.split("#")[0] === location.href.split("#")[0];
  history.pushState({}, "", url);
  if (stands) return settle(root, true);
  root.setAttribute("aria-busy", "true");
  runAgain();
}

/* What is asked for while no server is there, or of one that is gone before it
 * answers, Streamlit does not ask again: it is asked of the next one. Streamlit
 * takes an address with a place in it for a jump, so the place is put back after.
 * An answer that is the page that stands already, Streamlit does not hand over:
 * then the end of its run is the answer. A run may be too short to be seen. */
export function watchRuns(root, signal) {
  const app = root.closest(".stApp");
  if (!app) return;
  let asked = 0;
  const over = () => app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
  const look = (after) => {
    const when = asked;
    setTimeout(() => reader.waiting && when === asked && over() && !signal.aborted && finish(root), after);
  };
  const ask = () => {
    asked += 1;
    reader.waiting = true;
    look(BEGUN);
  };
  addEventListener("popstate", ask, { signal });
  const runs = new MutationObserver(() => over() && look(HANDED_OVER));
  const servers = new MutationObserver(() => {
    if (app.dataset.testConnectionState !== "CONNECTED" || !reader.waiting) return;
    const address = location.href;
    history.replaceState(history.state, "", address.split("#")[0]);
    runAgain();
    history.replaceState(history.state, "", address);
  });
  runs.observe(app, { attributeFilter: ["data-test-script-state"] });
  servers.observe(app, { attributeFilter: ["data-test-connection-state"] });
  signal.addEventListener("abort", () => {
    runs.disconnect();
    servers.disconnect();
  });
}

function finish(root) {
  reader.waiting = false;
  root.removeAttribute("aria-busy");
  settle(root, true);
}
