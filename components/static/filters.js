/* The form with the filters: its address, and the search within a list of choices. */

export function address(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(filled)}`;
}

export function narrow(find) {
  const words = fold(find.value).split(/\s+/).filter(Boolean);
  for (const item of find.closest("fieldset").querySelectorAll(".choices li")) {
    const text = fold(item.textContent);
    item.hidden = !words.every((word) => text.includes(word));
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
