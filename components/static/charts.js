/* Draws the charts of a page: loads the drawing library only where there is a
 * chart, exchanges colours for the dark theme, and opens what a point leads to.
 * A point's `customdata` is [address, text]; the table below holds the same. */

import { go } from "./navigation.js";

let library = null;

export function drawCharts(root) {
  for (const plot of root.querySelectorAll("[data-plot]")) {
    loadPlotly(plot).then(
      (Plotly) => draw(root, plot, Plotly),
      () => plot.closest(".chart").classList.add("undrawn"),
    );
  }
}

/* The library listens for the window's size for each plot until it is told that the plot goes. */
export function clearCharts(root) {
  for (const plot of root.querySelectorAll(".js-plotly-plot")) window.Plotly?.purge(plot);
}

export function loadPlotly(plot) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(plot.dataset.library, document.baseURI);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      library = null;
      reject(new Error("The drawing library did not load."));
    };
    document.head.append(script);
  });
  return library;
}

async function draw(root, plot, Plotly) {
  if (!plot.isConnected) return;
  const spec = fitLayout(readSpec(root, plot), plot.clientWidth);
  await Plotly.newPlot(plot, spec.data, { ...spec.layout, autosize: true }, { displayModeBar: false, responsive: true });
  plot.on("plotly_click", ({ points }) => {
    const href = points[0]?.customdata?.[0];
    if (href) go(root, href);
  });
  walk(root, plot, Plotly);
}

function readSpec(root, plot) {
  const ink = getComputedStyle(root.querySelector(".cp")).color.match(/\d+/g).map(Number);
  const dark = ink[0] + ink[1] + ink[2] > 384;
  let text = plot.dataset.plot;
  if (dark) {
    const colours = JSON.parse(plot.dataset.dark);
    text = text.replace(/"(#[0-9a-f]{6})"/gi, (_, colour) => `"${colours[colour] ?? colour}"`);
  }
  return JSON.parse(text);
}

/* On a phone there is no room for names at the right end; the table has them. The
 * names of rows move from the side into the plot. */
export function fitLayout(spec, room) {
  const layout = spec.layout;
  const narrow = room < 600;
  layout.annotations ??= [];
  if (narrow) {
    layout.height = layout.meta.narrow_height;
    layout.margin = { ...layout.margin, r: 12 };
    layout.annotations = layout.annotations.filter((note) => note.name !== "end");
  }
  const rows = layout.annotations.filter((note) => note.name === "row");
  const events = layout.annotations.filter((note) => note.name === "event");
  if (!rows.length && !events.length) return spec;
  const inside = narrow && rows.length > 0;
  if (inside) {
    for (const row of rows) row.visible = true;
    layout.yaxis.showticklabels = false;
  }
  const width = textWidth(layout.font.family);
  const lines = inside ? [] : layout.yaxis.ticktext.flatMap((name) => name.split("<br>"));
  const side = 24 + Math.max(0, ...lines.map((line) => width(line.replace(/<.*?>/g, ""), layout.yaxis.tickfont.size)));
  if (rows.length) placeMarks(spec, room - side, width);
  if (events.length) placeEvents(layout, events, side, room, narrow, width);
  return spec;
}

/* How wide a text is, in pixels, at a size in a typeface. */
function textWidth(family) {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, size) => {
    pen.font = `${size}px ${family}`;
    return pen.measureText(text).width;
  };
}

/* The names of events lean to the right above the plot, as long as its margin is high.
 * The plot makes room for the last one; on a phone those are left out that others would
 * cover or the edge would cut. All stand in the list below. */
function placeEvents(layout, events, side, room, narrow, width) {
  const APART = 20;
  const lean = (Math.abs(events[0].textangle) * Math.PI) / 180;
  const size = events[0].font.size;
  for (const note of events) note.text = shorten(note.text, (layout.margin.t - 2 * size) / Math.sin(lean), size, width);
  const [first, last] = layout.xaxis.range.map(Date.parse);
  const begins = (note) => side + ((Date.parse(note.x) - first) / (last - first)) * (room - side - layout.margin.r);
  const ends = (note) => begins(note) + width(note.text, size) * Math.cos(lean) + size;
  if (!narrow) {
    const over = Math.max(0, ...events.map((note) => ends(note) - room));
    layout.margin = { ...layout.margin, r: layout.margin.r + over };
  }
  let from = -APART;
  for (const note of events) {
    const at = begins(note);
    note.visible = at - from >= APART && ends(note) <= room;
    if (note.visible) from = at;
  }
}

/* The beginning of a text that is so many pixels wide; a typeface that came late may make it longer than was thought. */
function shorten(text, most, size, width) {
  if (width(text, size) <= most) return text;
  const letters = text.replace(/…$/, "").match(/&\w+;|./gsu) ?? [];
  while (letters.length && width(`${letters.join("")}…`, size) > most) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/* The names of marks stand where there is room for them, in a plot so many pixels wide. */
function placeMarks(spec, room, width) {
  const end = spec.layout.xaxis.range[1];
  for (const mark of spec.data.filter((each) => each.text)) {
    const name = mark.text[0].trim();
    placeName(mark, name, end, ((width(name, mark.textfont.size) + 16) * end) / room);
  }
}

/* A mark's name: begun where the mark ends; with too little room there, ended where
 * it begins; with too little on both sides, below it. */
function placeName(mark, name, end, needed) {
  const [low, high] = [mark.meta, mark.x[0]];
  if (end - high >= needed) return;
  const change = (position, x, text) => {
    Object.assign(mark, { textposition: position, text: [text] });
    if (mark.mode === "text") mark.x = [x];
  };
  if (low >= needed) {
    change("middle left", low, `${name}\u00a0\u00a0`);
    return;
  }
  if (end - low >= high) change("bottom right", low, name);
  else change("bottom left", high, name);
  if (mark.mode === "text") mark.y = [mark.y[0] + 0.2];
}

/* Arrow keys go from point to point, in the order of the horizontal axis; Enter opens. */
function walk(root, plot, Plotly) {
  const stops = plot.data
    .flatMap((trace, curveNumber) =>
      (trace.customdata ?? []).map((data, pointNumber) => ({ curveNumber, pointNumber, data, x: trace.x?.[pointNumber] })),
    )
    .filter((stop) => stop.data)
    .sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0));
  const said = plot.closest(".chart").querySelector("[data-point]");
  let at = -1;
  plot.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && stops.length) {
      event.preventDefault();
      at = (at + step + stops.length) % stops.length;
      const { curveNumber, pointNumber, data } = stops[at];
      Plotly.Fx.hover(plot, [{ curveNumber, pointNumber }]);
      said.textContent = data[1] ?? "";
    } else if (event.key === "Enter" && stops[at]?.data[0]) {
      go(root, stops[at].data[0]);
    }
  };
  plot.onblur = () => Plotly.Fx.unhover(plot);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.querySelectorAll(".cp-root").forEach(drawCharts);
});
