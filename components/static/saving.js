/* Charts as pictures, and tables as CSV. */

import { loadPlotly } from "./charts.js";

/* `data-picture` has what a picture adds to the layout: a title, and below it the sources, to which the link is added. */
export async function saveImage(button) {
  const chart = button.closest(".chart");
  const plot = chart.querySelector("[data-plot]");
  const Plotly = await loadPlotly(plot);
  const { data, layout } = JSON.parse(plot.dataset.plot);
  const { foot, ...picture } = JSON.parse(chart.dataset.picture);
  const link = new URL(document.querySelector("[data-share]").dataset.share, location.href).href;
  foot.text += `<br>${link.replaceAll("&", "&amp;")}`;
  const annotations = [...(layout.annotations ?? []), foot];
  const { width, height } = picture;
  const format = button.dataset.image;
  const options = { format, width, height, scale: format === "png" ? 2 : 1, filename: chart.id };
  Plotly.downloadImage({ data, layout: { ...layout, ...picture, annotations } }, options);
}

/* A cell that a spreadsheet would run as a formula gets a quote in front. */
export function saveTable(button) {
  const table = document.getElementById(button.dataset.csv);
  const lines = [...table.rows].map((row) => [...row.cells].map(csvField).join(","));
  const url = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: url, download: `${button.dataset.csv}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function csvField(cell) {
  const text = cell.textContent.trim().replace(/\s+/g, " ");
  const safe = /^[=+\-@]/.test(text) && !/^[+-]?[\d.,]+( %)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
