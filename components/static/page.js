/* Puts the page's HTML in place of what is there: of the first paint, then of the page before. */

import { clearCharts, drawCharts } from "./charts.js";
import { listen } from "./controls.js";
import { placeOf, reader, restore, runAgain, scroller, settle, snapshot, watchRuns } from "./navigation.js";

/* What the server put into the page to be read before Streamlit was there goes;
 * what a reader typed in it stays, and what they pressed is done. */
function takeOver(root, first) {
  for (const typed of first.querySelectorAll("[data-filters] input[id]")) {
    const field = typed.value !== typed.defaultValue && root.querySelector(`#${CSS.escape(typed.id)}`);
    if (field) field.value = typed.value;
  }
  first.remove();
  scroller(root).scrollTop = reader.before.top;
  const pressed = first.dataset.pressed;
  if (pressed) setTimeout(() => root.querySelectorAll("button[type=button]")[pressed]?.click());
}

/* Moves what is in an element, focus and caret with it where the browser can. */
function moveInto(root, first) {
  for (const node of [...first.childNodes]) {
    if (root.moveBefore && root.isConnected) root.moveBefore(node, null);
    else root.append(node);
  }
}

/* Whether what was to be read first is this page: zlib's format ends with the checksum of what is in it. */
function isFirst(page) {
  const sum = document.querySelector("meta[name=counterpoint-sum]")?.content;
  return Number(sum) === new DataView(page.buffer, page.byteOffset).getUint32(page.length - 4);
}

function isSame(page, other) {
  return page.length === other?.length && page.every((byte, at) => byte === other[at]);
}

function inflate(page) {
  return new Response(new Blob([page]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/* The style stands in every document that came with a view; in no other. */
function loadStyle() {
  if (document.getElementById("counterpoint-style")) return;
  const link = document.createElement("link");
  Object.assign(link, { id: "counterpoint-style", rel: "stylesheet", href: new URL("style.css", import.meta.url) });
  document.head.append(link);
}

export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(":scope > .cp-root");
  if (!root) {
    root = document.createElement("div");
    root.className = "cp-root";
    loadStyle();
    root.classList.toggle("embedded", new URLSearchParams(location.search).get("embed") === "true");
    parentElement.append(root);
    root.left = new AbortController();
    const { signal } = root.left;
    listen(root, signal);
    watchRuns(root, signal);
    const ticking = setInterval(() => compareVersions(root), 60_000);
    signal.addEventListener("abort", () => clearInterval(ticking));
    document.addEventListener("visibilitychange", () => compareVersions(root), { signal });
  }
  receive(root, data);
  return () => leave(root);
}

/* A page of another path is an element of its own: this one, and all that listens for it, goes. */
function leave(root) {
  root.left.abort();
  clearTimeout(root.again);
  clearCharts(root);
}

/* A page that stands for one that could not be shown asks for it again. */
function comeAgain(root) {
  clearTimeout(root.again);
  const seconds = Number(root.firstElementChild?.dataset.again);
  if (seconds) root.again = setTimeout(runAgain, seconds * 1000);
}

/* A page takes a moment to unpack; what another one has overtaken by then is not shown. */
async function receive(root, page) {
  root.page = page;
  if (!isSame(page, root.shown)) {
    const first = document.getElementById("first-paint");
    const known = first && isFirst(page);
    if (!known && !window.DecompressionStream) {
      /* A browser that cannot unpack loads each page as a document, which brings it along. */
      if (!first) location.reload();
      return;
    }
    const html = known ? "" : await inflate(page);
    if (root.page !== page || root.left.signal.aborted) return;
    show(root, page, html);
  }
  root.removeAttribute("aria-busy");
  comeAgain(root);
}

/* Without HTML the page is the one that was to be read first. */
function show(root, page, html) {
  reader.waiting = false;
  const first = document.getElementById("first-paint");
  if (first || root.shown) reader.before = snapshot(first ?? root);
  /* A field that is taken away may report a change: `early.js` is not to answer it. */
  first?.removeAttribute("id");

  clearCharts(root);
  if (first && !html) {
    moveInto(root, first);
  } else {
    const template = document.createElement("template");
    template.innerHTML = html;
    root.replaceChildren(template.content);
  }
  root.shown = page;

  if (first) takeOver(root, first);
  const samePage = reader.before?.page === placeOf(root);
  if (!samePage && matchMedia("(max-width: 56rem)").matches) closeDrawer(root);
  if (samePage) restore(root);
  else if (reader.before) root.querySelector("#main")?.focus({ preventScroll: true });
  settle(root, samePage);
  drawCharts(root);
  reader.before = snapshot(root);
}

function closeDrawer(root) {
  const drawer = root.querySelector("details.drawer");
  if (drawer) drawer.open = false;
}

/* A page that stays open asks from time to time whether the dataset is still the
 * one that it was made from. */
async function compareVersions(root) {
  const made = root.firstElementChild?.dataset.version;
  if (!made || document.hidden || root.querySelector(".outdated")) return;
  const answer = await fetch("version", { cache: "no-store" }).catch(() => null);
  const now = answer?.ok ? (await answer.text()).trim() : "";
  if (!now || now === made || root.firstElementChild?.dataset.version !== made) return;
  const notice = document.createElement("div");
  notice.className = "notices outdated";
  notice.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "plain-button",
    textContent: "Show it as it is now",
  });
  button.addEventListener("click", () => location.reload());
  const text = document.createElement("p");
  text.className = "notice";
  text.append("The dataset has changed since this page was made. ", button);
  notice.append(text);
  root.querySelector(".masthead")?.after(notice);
}
