"use strict";

/* Does to the page what a reader does, and leaves what came of it in an element of its own. */
{
  const [charts] = drawn;
  const range = () => charts.charts.map((chart) => chart.xAxisRange().map((second) => Math.round(second * 1e6) / 1e6));
  const plots = document.querySelector(".plots");
  const press = (key) => plots.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const mouse = (target, kind, chart, second) => {
    const box = chart.canvas_.getBoundingClientRect();
    target.dispatchEvent(new MouseEvent(kind, {
      bubbles: true, cancelable: true, view: window, button: 0, detail: 1,
      clientX: box.left + chart.toDomXCoord(second), clientY: box.top + box.height / 2 }));
  };
  const drag = (chart, from, to) => {
    mouse(chart.canvas_, "mousedown", chart, from);
    mouse(document, "mousemove", chart, (from + to) / 2);
    mouse(document, "mousemove", chart, to);
    mouse(document, "mouseup", chart, to);
  };
  const click = (chart, at) => {
    for (const kind of ["mousedown", "mouseup", "click"]) mouse(chart.canvas_, kind, chart, at);
  };
  const details = document.querySelector("details.requests");
  const found = {
    verdicts: [...document.querySelectorAll(".card .verdict")].map((one) => one.textContent),
    runs: document.querySelectorAll("article.run").length,
    drawn: drawn.map((one) => one.charts.length),
    series: charts.charts.map((chart) => chart.getLabels().slice(1)),
    highest: charts.charts.map((chart) => chart.getLabels().slice(1).map((_, i) =>
      Math.max(...Array.from({ length: chart.numRows() }, (__, row) => chart.getValue(row, i + 1))))),
    latencies: [...document.querySelectorAll("#all table")][0].querySelectorAll("tbody tr").length,
    opening: document.querySelector("header .scenario").textContent,
    names: [...document.querySelectorAll("article.run h2")].map((one) => one.firstChild.textContent),
    beyondPromise: [...document.querySelectorAll("article.run > .note")].map((one) => one.textContent),
    alerts: window.alerts,
    images: document.querySelectorAll("img").length,
    whole: range(),
  };
  drag(charts.charts[1], 0.05, 0.15);
  found.dragged = range();
  press("0");
  found.reset = range();
  press("+");
  found.zoomed = range();
  press("ArrowRight");
  found.moved = range();
  document.querySelector(".certificate button").click();
  found.proof = range();
  found.closed = details.open;
  click(charts.charts[0], 0.009);
  found.beside = details.open;
  click(charts.charts[0], 0.003);
  found.open = details.open;
  found.requests = [...details.querySelectorAll("tbody tr")].map((row) => row.firstChild.textContent);
  found.note = details.querySelector(".note").textContent;
  found.denial = document.querySelector("pre").textContent;
  found.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;

  const result = document.createElement("pre");
  result.id = "found";
  result.textContent = encodeURIComponent(JSON.stringify(found));
  document.body.append(result);
}
