/* Draws the charts of a document without Streamlit: a chart in a frame of another page, and a sheet to print. */

import { drawCharts } from "./charts.js";

drawCharts(document.body, (href) => open(new URL(href, document.baseURI), "_blank", "noopener"));
