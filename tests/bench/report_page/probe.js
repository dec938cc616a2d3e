"use strict";

/* Times what a reader does, and leaves the figures in an element of its own. */
{
  const loaded = performance.now();
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
  const timed = (act) => {
    const start = performance.now();
    act();
    // A pixel that is asked for has been drawn.
    for (const one of drawn) for (const chart of one.charts) chart.canvas_.getContext("2d").getImageData(0, 0, 1, 1);
    return performance.now() - start;
  };
  const zooms = [];
  for (let i = 0; i < 15; ++i) {
    zooms.push(timed(() => drawn[0].move(0.5, 0)));
    zooms.push(timed(() => drawn[0].reset()));
  }
  const [, requests] = drawn[0].charts;
  const top = (name) => {
    const column = requests.getLabels().indexOf(name);
    return Math.max(...Array.from({ length: requests.numRows() }, (_, row) => requests.getValue(row, column)));
  };
  const result = document.createElement("pre");
  result.id = "measured";
  result.textContent = [`load_ms=${Math.round(loaded)}`, `zoom_ms=${median(zooms).toFixed(1)}`, `longest_zoom_ms=${Math.max(...zooms).toFixed(1)}`,
    `stretches=${figures.runs[0].arrivals.sent.length}`, `highest_admitted=${top("admitted")}`,
    `highest_busiest_tenth=${top("admitted, busiest tenth × 10") / 10}`, `verdicts=${figures.runs.map((run) => run.verdict).join("/")}`].join(" ");
  document.body.append(result);
}
