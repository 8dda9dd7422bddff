/* What a page does between its first paint and Streamlit's content, when
 * `page.js` takes over: a filter that changes asks for its view by the form's own
 * GET, and no click is lost. It stands in the document itself, ahead of the view. */
(() => {
  const LEFT = "counterpoint-left";
  const first = () => document.getElementById("first-paint");
  const kept = (action) => {
    try {
      return action(sessionStorage);
    } catch {
      return null; /* In a frame of another site there may be no storage. */
    }
  };

  const buttonOf = (target) => target.closest("#first-paint button[type=button]");
  let held = null;
  document.addEventListener("pointerdown", (event) => (held = buttonOf(event.target)));
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (held = null));

  /* A text is finished by a press somewhere else. Where that is a button, the page
   * stays for its sake, and the text in its field. */
  document.addEventListener("change", (event) => {
    if (event.target.name && !held) event.target.closest("#first-paint [data-filters]")?.requestSubmit();
  });

  document.addEventListener("formdata", (event) => {
    if (!event.target.closest("#first-paint")) return;
    for (const [name, value] of [...event.formData]) if (!value.trim()) event.formData.delete(name);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#first-paint [data-filters]")) return;
    first().setAttribute("aria-busy", "true");
    const left = {
      page: event.target.getAttribute("action"),
      top: first().scrollTop,
      panel: document.querySelector(".filters").scrollTop,
      focus: document.activeElement?.id,
      open: [...first().querySelectorAll("details[data-keep]")].map((details) => [details.dataset.keep, details.open]),
    };
    kept((storage) => storage.setItem(LEFT, JSON.stringify(left)));
  });

  document.addEventListener("click", (event) => {
    const view = event.target.closest("#first-paint");
    const link = event.target.closest("a[data-nav]");
    if (view?.classList.contains("embedded") && link) Object.assign(link, { target: "_blank", rel: "noopener" });
    const button = buttonOf(event.target);
    if (button) view.dataset.pressed = [...view.querySelectorAll("button[type=button]")].indexOf(button);
  });

  /* After a change of a filter the reader stands where they stood. */
  document.addEventListener("DOMContentLoaded", () => {
    const left = kept((storage) => JSON.parse(storage.getItem(LEFT)));
    kept((storage) => storage.removeItem(LEFT));
    const view = first();
    if (!left || !view || view.querySelector("[data-filters]")?.getAttribute("action") !== left.page) return;
    const open = new Map(left.open);
    for (const details of view.querySelectorAll("details[data-keep]")) {
      if (open.has(details.dataset.keep)) details.open = open.get(details.dataset.keep);
    }
    view.scrollTop = left.top;
    view.querySelector(".filters").scrollTop = left.panel;
    if (left.focus) document.getElementById(left.focus)?.focus({ preventScroll: true });
  });

  addEventListener("pageshow", (event) => event.persisted && first()?.removeAttribute("aria-busy"));
})();
