/* On a narrow screen the filters are folded, as `page.js` folds them. The drawer is folded as soon as it is parsed,
 * because a browser may paint before it has the whole document. */
if (matchMedia("(max-width: 56rem)").matches) {
  new MutationObserver((_, watch) => {
    const drawer = document.querySelector("details.drawer");
    if (!drawer) return;
    drawer.removeAttribute("open");
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
}
