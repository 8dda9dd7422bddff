/* Puts the page's HTML in place of what is there: of the first paint, then of the page before. */

import { clearCharts, drawCharts } from "./charts.js";
import { listen } from "./controls.js";
import { reader, runAgain, settle, watchRuns } from "./navigation.js";
import { restore, scroller, snapshot } from "./state.js";

const CHECK_VERSION = 60_000;

/* Streamlit calls this with each page, and what it returns when the page is left: a page of another path is an element of
 * its own. */
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(":scope > .cp-root") ?? mount(parentElement);
  receive(root, data);
  return () => root.left.abort();
}

function mount(parentElement) {
  /* The style is in every document that came with a view, and in no other. */
  if (!document.getElementById("counterpoint-style")) {
    const href = new URL("style.css", import.meta.url);
    document.head.append(Object.assign(document.createElement("link"), { id: "counterpoint-style", rel: "stylesheet", href }));
  }
  const root = Object.assign(document.createElement("div"), { className: "cp-root", left: new AbortController() });
  root.classList.toggle("embedded", new URLSearchParams(location.search).get("embed") === "true");
  root.status = Object.assign(document.createElement("p"), { className: "cp-status" });
  root.status.setAttribute("role", "status");
  parentElement.append(root, root.status);
  const { signal } = root.left;
  listen(root, signal);
  watchRuns(root, signal);
  const ticking = setInterval(() => compareVersions(root), CHECK_VERSION);
  document.addEventListener("visibilitychange", () => compareVersions(root), { signal });
  signal.addEventListener("abort", () => {
    clearInterval(ticking);
    clearTimeout(root.again);
    clearCharts(root);
    root.status.remove();
  });
  return root;
}

/* zlib's format ends with the checksum of the content. */
const CHECKSUM_BYTES = 4;

/* A page takes a moment to unpack; one that another has overtaken by then is not shown. */
async function receive(root, page) {
  root.page = page;
  const sum = new DataView(page.buffer, page.byteOffset).getUint32(page.length - CHECKSUM_BYTES);
  if (sum !== root.shown) {
    const first = document.getElementById("first-paint");
    const known = first && sum === Number(document.querySelector("meta[name=counterpoint-sum]")?.content);
    /* The first answer of a session is the checksum alone; the next one is the page. */
    if (!known && page.length === CHECKSUM_BYTES) return runAgain();
    if (!known && !window.DecompressionStream) {
      /* A browser that cannot unpack loads each page as a document, which brings it along. */
      if (!first) location.reload();
      return;
    }
    const html = known ? "" : await inflate(page);
    if (root.page !== page || root.left.signal.aborted) return;
    show(root, html);
    root.shown = sum;
  }
  root.removeAttribute("aria-busy");
  /* A page that stands for one that could not be shown asks for it again. */
  clearTimeout(root.again);
  const seconds = Number(root.firstElementChild?.dataset.again);
  if (seconds) root.again = setTimeout(runAgain, seconds * 1000);
}

function inflate(page) {
  return new Response(new Blob([page]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/* Without HTML the page is that of the first paint. */
function show(root, html) {
  reader.waiting = false;
  const first = document.getElementById("first-paint");
  if (first || root.shown) reader.before = snapshot(first ?? root);
  /* A field that is taken away may report a change: `early.js` is not to answer it. */
  first?.removeAttribute("id");
  clearCharts(root);
  /* Focus and caret move along where the browser can. */
  if (html) {
    root.innerHTML = html;
    for (const part of root.querySelectorAll("[data-fold]")) part.open = false;
  }
  else if (root.moveBefore) root.moveBefore(first.firstElementChild, null);
  else root.append(first.firstElementChild);
  if (first) takeOver(root, first);
  const samePage = reader.before?.place === root.firstElementChild.dataset.place;
  if (!samePage && matchMedia("(max-width: 56rem)").matches) root.querySelector("details.drawer")?.removeAttribute("open");
  /* A region that is there before its text is announced; one that arrives with it may not be. */
  if (samePage && !first) root.status.textContent = root.querySelector("[data-result]")?.textContent ?? "";
  if (samePage) restore(root, reader.before);
  else if (reader.before) root.querySelector("#main")?.focus({ preventScroll: true });
  settle(root, samePage);
  drawCharts(root);
  reader.before = snapshot(root);
}

/* The first paint goes; what a reader typed in it stays, and what they pressed is done. */
function takeOver(root, first) {
  for (const typed of first.querySelectorAll("[data-filters] input[id]")) {
    const field = typed.value !== typed.defaultValue && root.querySelector(`#${CSS.escape(typed.id)}`);
    if (field) field.value = typed.value;
  }
  first.remove();
  scroller(root).scrollTop = reader.before.top;
  const { pressed } = first.dataset;
  if (pressed) setTimeout(() => root.querySelectorAll("button[type=button]")[pressed]?.click());
}

/* A page that stays open asks from time to time whether its dataset is still the current one. */
async function compareVersions(root) {
  const own = root.firstElementChild?.dataset.version;
  const notice = root.querySelector("#outdated");
  if (!own || !notice || document.hidden) return;
  const answer = await fetch("version", { cache: "no-store" }).catch(() => null);
  const current = answer?.ok ? (await answer.text()).trim() : "";
  if (current && current !== own && root.contains(notice)) notice.replaceWith(notice.content);
}
