/* Charts as pictures, and tables as CSV. */

import { fitLayout, loadPlotly } from "./charts.js";

const IMAGE_WIDTH = 1100;

/* A picture says where it is from: title above, sources, version and link below. */
export async function saveImage(button) {
  const chart = button.closest(".chart");
  const plot = chart.querySelector("[data-plot]");
  const Plotly = await loadPlotly(plot);
  const drawn = JSON.parse(plot.dataset.plot);
  // A picture is drawn outside the page, where its typefaces are not there.
  drawn.layout.font.family = "system-ui, sans-serif";
  const spec = fitLayout(drawn, IMAGE_WIDTH);
  const link = new URL(document.querySelector("[data-share]").dataset.share, location.href).href;
  const height = (spec.layout.height ?? 450) + 178;
  const foot = wrap(`${chart.dataset.credit} ${link}`, 150);
  const layout = {
    ...spec.layout,
    width: IMAGE_WIDTH,
    height,
    margin: { ...spec.layout.margin, t: spec.layout.margin.t + 60, b: 74 + 18 * foot.length },
    title: { text: escapeMarkup(chart.dataset.title), x: 0.01, xanchor: "left", y: 1 - 22 / height, yanchor: "top", font: { size: 20 } },
    annotations: [
      ...(spec.layout.annotations ?? []),
      {
        text: foot.map(escapeMarkup).join("<br>"),
        xref: "paper", yref: "paper", x: 0, y: 0, yshift: -58, xanchor: "left", yanchor: "top",
        align: "left", showarrow: false, font: { size: 12 },
      },
    ],
  };
  const format = button.dataset.image;
  const url = await Plotly.toImage({ data: spec.data, layout }, { format, width: IMAGE_WIDTH, height, scale: format === "png" ? 2 : 1 });
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = `${chart.id}.${format}`;
  anchor.click();
}

/* A table as CSV. A cell that a spreadsheet would run as a formula gets a quote in front. */
export function saveTable(button) {
  const table = document.getElementById(button.dataset.csv);
  const lines = [...table.rows].map((row) =>
    [...row.cells].map((cell) => csvField(cell.textContent.trim().replace(/\s+/g, " "))).join(","),
  );
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  anchor.download = `${button.dataset.csv}.csv`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

function csvField(text) {
  const safe = /^[=+\-@]/.test(text) && !/^[+-]?[\d.,]+( %)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function wrap(text, width) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= width) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  return lines;
}

function escapeMarkup(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
