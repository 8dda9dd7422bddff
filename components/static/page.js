/* Puts the page's HTML in place and is the one writer of the address.
 *
 * A link or a filter changes the address with history.pushState and tells
 * Streamlit by a popstate event, just as Back and Forward do; Streamlit then
 * runs the script for the new address and this module shows what comes back. */

/* Streamlit mounts the page anew when its path changes, so what a reader had
 * open or in focus is kept here, not in the elements. */
const scrolled = new Map();
let wanted = null;
let past = null;
let unanswered = false;

/* How long after the end of a run its page is in place, and by when one has begun, in milliseconds. */
const HANDED_OVER = 150;
const BEGUN = 1_000;

/* What the server put into the page to be read before Streamlit was there goes;
 * what a reader typed in it stays, and what they pressed is done. */
function takeOver(root, first) {
  for (const typed of first.querySelectorAll("[data-filters] input[id]")) {
    const field = typed.value !== typed.defaultValue && root.querySelector(`#${CSS.escape(typed.id)}`);
    if (field) field.value = typed.value;
  }
  first.remove();
  scroller(root).scrollTop = past.top;
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

function inflated(page) {
  return new Response(new Blob([page]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

/* The style stands in every document that came with a view; in no other. */
function styled() {
  if (document.getElementById("counterpoint-style")) return;
  const link = document.createElement("link");
  Object.assign(link, { id: "counterpoint-style", rel: "stylesheet", href: "assets/style.css" });
  document.head.append(link);
}

export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(":scope > .cp-root");
  if (!root) {
    root = document.createElement("div");
    root.className = "cp-root";
    styled();
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
  if (seconds) root.again = setTimeout(() => dispatchEvent(new PopStateEvent("popstate", { state: { ours: true } })), seconds * 1000);
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
    const html = known ? "" : await inflated(page);
    if (root.page !== page || root.left.signal.aborted) return;
    show(root, page, html);
  }
  root.removeAttribute("aria-busy");
  comeAgain(root);
}

/* Without HTML the page is the one that was to be read first. */
function show(root, page, html) {
  unanswered = false;
  const first = document.getElementById("first-paint");
  if (first || root.shown) past = remembered(first ?? root);
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
  const samePage = past?.page === placeOf(root);
  if (!samePage && matchMedia("(max-width: 56rem)").matches) closeDrawer(root);
  if (samePage) restore(root);
  else if (past) root.querySelector("#main")?.focus({ preventScroll: true });
  settle(root, samePage);
  drawCharts(root);
  past = remembered(root);
}

function remembered(root) {
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
function placeOf(root) {
  const { page, place } = root.firstElementChild?.dataset ?? {};
  return `${page} ${place ?? ""}`;
}

function restore(root) {
  for (const details of root.querySelectorAll("details[data-keep]")) {
    if (past.open.has(details.dataset.keep)) details.open = past.open.get(details.dataset.keep);
  }
  for (const find of root.querySelectorAll("[data-find]")) {
    find.value = past.finds.get(find.dataset.find) ?? "";
    narrow(find);
  }
  const panel = root.querySelector(".filters");
  if (panel && past.panel) panel.scrollTop = past.panel;
  const focus = past.focus && document.getElementById(past.focus);
  if (!focus) return;
  focus.focus({ preventScroll: true });
  if (past.caret !== null) focus.setSelectionRange?.(past.caret, past.caret);
}

function closeDrawer(root) {
  const drawer = root.querySelector("details.drawer");
  if (drawer) drawer.open = false;
}

/* Where the reader stands after a change: at the place that the address names,
 * where they were before (Back, Forward), or on top of a new page. */
function settle(root, samePage) {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place && (!samePage || wanted?.hash)) {
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  } else if (wanted?.top !== undefined) {
    scroller(root).scrollTop = wanted.top;
  } else if (samePage) {
    scroller(root).scrollTop = past.top;
  } else if (past) {
    scroller(root).scrollTop = 0;
  }
  wanted = null;
}

function scroller(root) {
  for (let box = root.parentElement; box; box = box.parentElement) {
    if (/(auto|scroll)/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
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

function go(root, href) {
  const url = new URL(href, location.href);
  if (url.href === location.href) return;
  scrolled.set(location.href, scroller(root).scrollTop);
  past = remembered(root);
  wanted = url.hash ? { hash: true } : null;
  const stands = url.href.split("#")[0] === location.href.split("#")[0];
  history.pushState({}, "", url);
  if (stands) return settle(root, true);
  root.setAttribute("aria-busy", "true");
  dispatchEvent(new PopStateEvent("popstate", { state: { ours: true } }));
}

/* What is asked for while no server is there, or of one that is gone before it
 * answers, Streamlit does not ask again: it is asked of the next one. Streamlit
 * takes an address with a place in it for a jump, so the place is put back after.
 * An answer that is the page that stands already, Streamlit does not hand over:
 * then the end of its run is the answer. A run may be too short to be seen. */
function watchRuns(root, signal) {
  const app = root.closest(".stApp");
  if (!app) return;
  let asked = 0;
  const over = () => app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
  const look = (after) => {
    const when = asked;
    setTimeout(() => unanswered && when === asked && over() && !signal.aborted && answered(root), after);
  };
  const ask = () => {
    asked += 1;
    unanswered = true;
    look(BEGUN);
  };
  addEventListener("popstate", ask, { signal });
  const runs = new MutationObserver(() => over() && look(HANDED_OVER));
  const servers = new MutationObserver(() => {
    if (app.dataset.testConnectionState !== "CONNECTED" || !unanswered) return;
    const address = location.href;
    history.replaceState(history.state, "", address.split("#")[0]);
    dispatchEvent(new PopStateEvent("popstate", { state: { ours: true } }));
    history.replaceState(history.state, "", address);
  });
  runs.observe(app, { attributeFilter: ["data-test-script-state"] });
  servers.observe(app, { attributeFilter: ["data-test-connection-state"] });
  signal.addEventListener("abort", () => [runs, servers].forEach((watch) => watch.disconnect()));
}

function answered(root) {
  unanswered = false;
  root.removeAttribute("aria-busy");
  settle(root, true);
}

function listen(root, signal) {
  root.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest("a[data-nav]");
    if (link && plain) {
      event.preventDefault();
      if (root.classList.contains("embedded")) {
        open(link.href, "_blank", "noopener");
        return;
      }
      go(root, link.getAttribute("href"));
      return;
    }
    const jump = event.target.closest('a[href^="#"]');
    if (jump) {
      document.getElementById(decodeURIComponent(jump.hash.slice(1)))?.focus({ preventScroll: true });
      return;
    }
    const share = event.target.closest("[data-share]");
    if (share) copy(share, new URL(share.dataset.share, location.href).href, "Link copied");
    const image = event.target.closest("[data-image]");
    if (image) saveImage(image);
    const table = event.target.closest("[data-csv]");
    if (table) saveTable(table);
    const source = event.target.closest("[data-copy]");
    if (source) copy(source, document.getElementById(source.dataset.copy).textContent, source.dataset.done ?? "Citation copied");
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filters]")) return;
    event.preventDefault();
    go(root, address(event.target));
  });
  root.addEventListener("change", (event) => {
    const form = event.target.closest("[data-filters]");
    if (form && event.target.name) go(root, address(form));
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-find]")) narrow(event.target);
  });
  const closeMenu = (event) => {
    const open = root.querySelector("details.take[open]");
    if (open && !open.contains(event.target)) open.open = false;
  };
  document.addEventListener("click", closeMenu, { signal });
  root.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details.take[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  const remember = (event) => {
    if (!event.state?.ours) wanted = { top: scrolled.get(location.href) };
  };
  addEventListener("popstate", remember, { signal });
}

function address(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(filled)}`;
}

function narrow(find) {
  const words = fold(find.value).split(/\s+/).filter(Boolean);
  for (const item of find.closest("fieldset").querySelectorAll(".choices li")) {
    const text = fold(item.textContent);
    item.hidden = !words.every((word) => text.includes(word));
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

async function copy(button, text, done) {
  const said = button.parentElement.querySelector(".said");
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = done;
  } catch {
    /* Without a secure context there is no clipboard: offer the text itself. */
    const field = document.createElement("input");
    field.readOnly = true;
    field.value = text;
    field.ariaLabel = "Copy this text";
    said.replaceChildren(field);
    field.select();
  }
}
