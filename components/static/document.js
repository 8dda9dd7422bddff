/* Draws the charts of a document without Streamlit: a chart in a frame of another page, and a sheet to print. */

import { drawCharts } from "./charts.js";

for (const part of document.querySelectorAll("[data-fold]")) part.open = false;
drawCharts(document.body, (href) => open(new URL(href, document.baseURI), "_blank", "noopener"));
