/* The one writer of the address, and where the reader is on a page.
 *
 * A link or a filter changes the address with history.pushState and tells Streamlit by a popstate event, just as Back and
 * Forward do; Streamlit then runs the script for the new address, and `page.js` shows the page that comes back. */

import { scroller, snapshot } from "./state.js";

/* Streamlit mounts the page anew when its path changes, so this is not in the elements: `before` is a snapshot of the page
 * until now, `target` is where the reader goes, `waiting` is true until Streamlit answers, `address` is the address of the
 * page without its fragment. */
export const reader = { scrollTops: new Map(), target: null, before: null, waiting: false, address: addressOf(location) };

/* How long after the end of a run its page is in place, and by when a run has begun, in milliseconds. */
const HANDED_OVER = 150;
const BEGUN = 1_000;
const CONNECTION = "data-test-connection-state";

function addressOf({ href }) {
  return href.split("#")[0];
}

/* Has Streamlit run the script for the address as it is. */
export function runAgain() {
  dispatchEvent(new PopStateEvent("popstate", { state: { ours: true } }));
}

/* Scrolls after a change: to the place that the address names, to where the reader was before (Back, Forward), or to the
 * top of a new page. */
export function settle(root, samePage) {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place && (!samePage || reader.target?.hash)) {
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  } else if (reader.before || reader.target) {
    scroller(root).scrollTop = reader.target?.top ?? (samePage ? reader.before.top : 0);
  }
  reader.target = null;
}

export function go(root, href) {
  const url = new URL(href, location.href);
  if (url.href === location.href) return;
  reader.scrollTops.set(location.href, scroller(root).scrollTop);
  reader.before = snapshot(root);
  reader.target = url.hash ? { hash: true } : null;
  const samePage = addressOf(url) === addressOf(location);
  history.pushState({}, "", url);
  reader.address = addressOf(url);
  if (samePage) return settle(root, true);
  root.setAttribute("aria-busy", "true");
  runAgain();
}

/* A link to a place on the page: the browser goes there by itself, and Streamlit is asked for nothing. */
export function jump(root, link) {
  reader.scrollTops.set(location.href, scroller(root).scrollTop);
  reader.target = { hash: true };
  document.getElementById(decodeURIComponent(link.hash.slice(1)))?.focus({ preventScroll: true });
}

/* Only the fragment has changed: after a link the browser has scrolled; after Back or Forward the reader is where they
 * were. */
function moveWithin(root) {
  const top = reader.target?.hash ? undefined : reader.scrollTops.get(location.href);
  if (top !== undefined) scroller(root).scrollTop = top;
  reader.target = null;
}

/* Streamlit does not resend a rerun that was lost while no server was there, so it is asked again after reconnecting. It
 * takes an address with a place in it for a jump, so the place is put back after. Where the answer is the page that is
 * there already, Streamlit does not hand it over: then the end of the run is the answer. A run may be too short to be
 * seen. */
export function watchRuns(root, signal) {
  const app = root.closest(".stApp");
  const connected = () => app.dataset.testConnectionState === "CONNECTED";
  const idle = () => connected() && app.dataset.testScriptState === "notRunning";
  let request = 0;
  const checkAfter = (milliseconds) => {
    const checked = request;
    setTimeout(() => {
      if (!reader.waiting || checked !== request || !idle() || signal.aborted) return;
      reader.waiting = false;
      root.removeAttribute("aria-busy");
      settle(root, true);
    }, milliseconds);
  };
  const ask = (event) => {
    if (!event.state?.ours && addressOf(location) === reader.address) return moveWithin(root);
    reader.address = addressOf(location);
    if (!event.state?.ours) reader.target = { top: reader.scrollTops.get(location.href) };
    request += 1;
    reader.waiting = true;
    checkAfter(BEGUN);
  };
  const resend = () => {
    if (!connected() || !reader.waiting) return;
    const address = location.href;
    history.replaceState(history.state, "", address.split("#")[0]);
    runAgain();
    history.replaceState(history.state, "", address);
  };
  addEventListener("popstate", ask, { signal });
  const watch = new MutationObserver((changes) => {
    if (changes.some((change) => change.attributeName === CONNECTION)) resend();
    else if (idle()) checkAfter(HANDED_OVER);
  });
  watch.observe(app, { attributeFilter: [CONNECTION, "data-test-script-state"] });
  signal.addEventListener("abort", () => watch.disconnect());
}
