/* What a reader presses and types in a page. */

import { address, narrow } from "./filters.js";
import { go, reader } from "./navigation.js";
import { saveImage, saveTable } from "./saving.js";

export function listen(root, signal) {
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
    if (!event.state?.ours) reader.target = { top: reader.scrollTops.get(location.href) };
  };
  addEventListener("popstate", remember, { signal });
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
