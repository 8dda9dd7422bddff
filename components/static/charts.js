/* Draws the charts of a page with Plotly, which it loads where there is a chart: the colours of the reader's theme, the
 * layout for a narrow screen, the keyboard, and the address that a point opens. */

import { go } from "./navigation.js";

const NARROW = 600;
let library = null;

/* `open` opens the address of a point. */
export function drawCharts(root, open = (href) => go(root, href)) {
  for (const plot of root.querySelectorAll("[data-plot]")) {
    loadPlotly(plot).then(
      (Plotly) => draw(plot, Plotly, open),
      () => plot.closest(".chart").classList.add("undrawn"),
    );
  }
}

/* Plotly listens for the window's size for each plot until it purges the plot. */
export function clearCharts(root) {
  for (const plot of root.querySelectorAll(".js-plotly-plot")) window.Plotly?.purge(plot);
}

export function loadPlotly(plot) {
  library ??= new Promise((onload, onerror) => {
    const src = new URL(plot.dataset.library, document.baseURI);
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  }).then(() => window.Plotly);
  library.catch(() => (library = null));
  return library;
}

async function draw(plot, Plotly, open) {
  /* Plotly measures texts as it draws them. */
  await document.fonts.ready;
  if (!plot.isConnected) return;
  const { data, layout } = readFigure(plot);
  if (plot.clientWidth < NARROW) Object.assign(layout, layout.meta);
  await Plotly.newPlot(plot, data, { ...layout, autosize: true }, { displayModeBar: false, responsive: true });
  plot.on("plotly_click", ({ points }) => {
    const href = points[0]?.customdata?.[0];
    if (href) open(href);
  });
  walk(plot, Plotly, open);
}

/* A figure has the light colours; `data-dark` has the dark one for each of them. Streamlit may show another theme than
 * the browser's: the colour of the text is that of the theme. */
function readFigure(plot) {
  const colours = new Map(isDark(plot) ? Object.entries(JSON.parse(plot.dataset.dark)) : []);
  return JSON.parse(plot.dataset.plot, (_, value) => colours.get(value) ?? value);
}

function isDark(plot) {
  const [red, green, blue] = getComputedStyle(plot).color.match(/\d+/g).map(Number);
  return red + green + blue > 384;
}

/* Arrow keys go from point to point, in the order of the horizontal axis; Enter opens. A point's `customdata` is
 * [address, text]. */
function walk(plot, Plotly, open) {
  const stops = plot.data
    .flatMap(({ customdata = [], x }, curveNumber) =>
      customdata.map((data, pointNumber) => ({ curveNumber, pointNumber, data, x: x[pointNumber] })),
    )
    .filter((stop) => stop.data)
    .sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0));
  const status = plot.closest(".chart").querySelector("[data-point]");
  let at = -1;
  plot.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && stops.length) {
      event.preventDefault();
      at = (at + step + stops.length) % stops.length;
      Plotly.Fx.hover(plot, [stops[at]]);
      status.textContent = stops[at].data[1];
    } else if (event.key === "Enter" && stops[at]?.data[0]) {
      open(stops[at].data[0]);
    }
  };
  plot.onblur = () => Plotly.Fx.unhover(plot);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const root of document.querySelectorAll(".cp-root")) drawCharts(root);
});

/* On paper there is a copy of each chart: it shrinks to the sheet as a picture does, and has the light colours. */
addEventListener("beforeprint", () => {
  for (const plot of document.querySelectorAll(".cp .js-plotly-plot")) plot.before(printPicture(plot));
});

addEventListener("afterprint", () => {
  for (const picture of document.querySelectorAll(".print-picture")) picture.remove();
});

function printPicture(plot) {
  const { clientWidth: width, clientHeight: height } = plot;
  const picture = Object.assign(document.createElement("div"), { className: "print-picture" });
  const layers = [...plot.querySelectorAll(".main-svg")].map((layer) => layer.outerHTML);
  picture.innerHTML = `<svg viewBox="0 0 ${width} ${height}">${withLightColours(plot, layers.join(""))}</svg>`;
  return picture;
}

/* Plotly writes colours as rgb(…). */
function withLightColours(plot, text) {
  const pairs = isDark(plot) ? Object.entries(JSON.parse(plot.dataset.dark)) : [];
  const light = new Map(pairs.map(([from, to]) => [rgb(to), rgb(from)]));
  return text.replace(/rgb\(\d+, \d+, \d+\)/g, (colour) => light.get(colour) ?? colour);
}

function rgb(colour) {
  const channels = [1, 3, 5].map((place) => Number.parseInt(colour.slice(place, place + 2), 16));
  return `rgb(${channels.join(", ")})`;
}
