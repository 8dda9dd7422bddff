/* Charts as pictures, and tables as CSV. */

import { loadPlotly } from "./charts.js";

const WIDTH = 1100;

/* A picture says where it is from: title above, sources, version and link below. */
export async function saveImage(button) {
  const chart = button.closest(".chart");
  const plot = chart.querySelector("[data-plot]");
  const Plotly = await loadPlotly(plot);
  const { data, layout } = JSON.parse(plot.dataset.plot);
  const { t, ...sides } = { ...layout.template.layout.margin, ...layout.margin };
  const link = new URL(document.querySelector("[data-share]").dataset.share, location.href).href;
  const foot = `${chart.dataset.credit}<br>${link.replaceAll("&", "&amp;")}`;
  const height = layout.height + 178;
  const picture = {
    ...layout,
    height,
    margin: { ...sides, t: t + 60, b: 74 + 18 * foot.split("<br>").length },
    // A picture is drawn outside the page, where its typefaces are not there.
    font: { family: "system-ui, sans-serif" },
    title: { text: chart.dataset.title, x: 0.01, xanchor: "left", y: 1 - 22 / height, yanchor: "top", font: { size: 20 } },
    annotations: [
      ...(layout.annotations ?? []),
      { text: foot, xref: "paper", yref: "paper", x: 0, y: 0, yshift: -58, xanchor: "left", yanchor: "top", align: "left" },
    ],
  };
  const format = button.dataset.image;
  const scale = format === "png" ? 2 : 1;
  const url = await Plotly.toImage({ data, layout: picture }, { format, width: WIDTH, height, scale });
  download(url, `${chart.id}.${format}`);
}

/* A cell that a spreadsheet would run as a formula gets a quote in front. */
export function saveTable(button) {
  const table = document.getElementById(button.dataset.csv);
  const lines = [...table.rows].map((row) => [...row.cells].map(csvField).join(","));
  const url = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  download(url, `${button.dataset.csv}.csv`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function csvField(cell) {
  const text = cell.textContent.trim().replace(/\s+/g, " ");
  const safe = /^[=+\-@]/.test(text) && !/^[+-]?[\d.,]+( %)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function download(href, name) {
  Object.assign(document.createElement("a"), { href, download: name }).click();
}
