/* What a reader presses and types in a page. */

import { go, jump } from "./navigation.js";
import { saveImage, saveTable } from "./saving.js";

/* What a button does, by its data attribute. */
const ACTIONS = {
  share: (button) => copy(button, new URL(button.dataset.share, location.href).href),
  copy: (button) => copy(button, document.getElementById(button.dataset.copy).textContent),
  image: saveImage,
  csv: saveTable,
  reload: () => location.reload(),
  dismiss: dismissHint,
  print: () => print(),
};

export function listen(root, signal) {
  root.addEventListener("click", (event) => press(root, event));
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filters], [data-search]")) return;
    event.preventDefault();
    go(root, address(event.target));
  });
  root.addEventListener("change", (event) => {
    if (event.target.name && !event.target.matches("[data-find]")) event.target.closest("[data-filters]")?.requestSubmit();
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-find]")) narrow(event.target);
  });
  const openMenu = () => root.querySelector("details.take[open]");
  const closeOutside = (event) => openMenu()?.contains(event.target) || openMenu()?.removeAttribute("open");
  document.addEventListener("click", closeOutside, { signal });
  root.addEventListener("keydown", (event) => {
    const menu = openMenu();
    if (event.key !== "Escape" || !menu?.contains(event.target)) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function press(root, event) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target.closest("a[data-nav]");
  if (link && plain) {
    event.preventDefault();
    if (root.classList.contains("embedded")) open(link.href, "_blank", "noopener");
    else go(root, link.getAttribute("href"));
  }
  const place = !link && event.target.closest('a[href^="#"]');
  if (place) jump(root, place);
  const button = event.target.closest("button");
  for (const name of Object.keys(button?.dataset ?? {})) ACTIONS[name]?.(button);
}

/* For good: `early.js` hides it from then on, before the page is painted. A frame of another site may have no storage. */
function dismissHint({ dataset }) {
  document.documentElement.classList.add(`without-${dataset.dismiss}`);
  try {
    localStorage.setItem(`counterpoint-without-${dataset.dismiss}`, "yes");
  } catch {
    /* Then it is hidden on this page only. */
  }
}

/* The button has what it says then: `data-done`, or `data-failed` beside the text. */
async function copy(button, text) {
  const said = button.parentElement.querySelector(".said");
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = button.dataset.done;
  } catch {
    /* Without a secure context there is no clipboard: offer the text itself. */
    const field = Object.assign(document.createElement("input"), { readOnly: true, value: text, ariaLabel: button.dataset.failed });
    said.replaceChildren(field);
    field.select();
  }
}

/* The address of the view for which a form with filters asks. */
function address(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(filled)}`;
}

/* Shows the choices that have all words in the field above them. The server finds the same, and more: short names. */
function narrow(find) {
  const words = fold(find.value).split(/\s+/).filter(Boolean);
  for (const section of find.closest("fieldset").querySelectorAll(".choice-section")) {
    for (const item of section.querySelectorAll("li")) {
      const text = fold(`${item.textContent} ${item.firstElementChild.title} ${item.querySelector("input").value}`);
      item.hidden = !words.every((word) => text.includes(word));
    }
    section.hidden = !section.querySelector("li:not([hidden])");
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
