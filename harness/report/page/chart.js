"use strict";

/* The three plots of a run, on one time axis: what one of them shows, the others show too. */

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const shortNumber = (number) =>
  Math.abs(number) >= 1e4 ? new Intl.NumberFormat("en-US", { notation: "compact" }).format(number) : grouped(number);

/** Seconds on the axis, with as many digits as the stretch shown needs. */
function axisTime(value, granularity, options, chart) {
  const [from, to] = chart.xAxisRange();
  const digits = Math.min(6, Math.max(0, Math.ceil(1 - Math.log10(to - from))));
  return `${value.toFixed(digits)} s`;
}

const isDashed = (chart, name) => Boolean(chart.getOption("strokePattern", name));

/** The values under the pointer; the names alone where there is none. */
function legend(data) {
  const entries = data.series.filter((s) => s.isVisible).map((s) =>
    `<span class="entry"><i${isDashed(data.dygraph, s.label) ? ' class="dashed"' : ""} style="color:${s.color}"></i>${s.label}${
      data.x === undefined ? "" : ` <b>${s.y === null || s.y === undefined ? "–" : grouped(s.y)}</b>`}</span>`);
  const time = data.x === undefined ? "" : `<span class="entry at">at ${data.x.toFixed(3)} s</span>`;
  return entries.join("") + time;
}

/** Counts hold for a whole stretch: the last one is drawn to its end. */
const steps = (columns, length) => columns[0].map((_, i) => [i * length, ...columns.map((column) => column[i])])
  .concat(columns[0].length ? [[columns[0].length * length, ...columns.map((column) => column.at(-1))]] : []);

function requestPlot(arrivals, length) {
  // As high as if the whole stretch had been so: what came at once in a long stretch stands out of it.
  const peaks = (name) => arrivals.busiest_tenth[name].map((most) => most * 10);
  const all = [
    { name: "sent", values: arrivals.sent, color: "sent", fill: true },
    { name: "sent, busiest tenth × 10", values: peaks("sent"), color: "peak", dash: [2, 3], width: 1 },
    { name: "denied", values: arrivals.denied, color: "denied" },
    { name: "admitted", values: arrivals.admitted, color: "admitted", fill: true },
    { name: "admitted, busiest tenth × 10", values: peaks("admitted"), color: "admitted", dash: [2, 3], width: 1 },
    { name: "unknown", values: arrivals.unknown, color: "unknown", rare: true },
    { name: "degraded", values: arrivals.degraded, color: "degraded", rare: true },
    { name: "not decided", values: arrivals.not_decided, color: "undecided", rare: true },
  ];
  const series = all.filter((one) => !one.rare || one.values.some((value) => value > 0));
  return { title: `Requests in each ${arrivals.bucket}`, height: 220, series, step: true,
           rows: steps(series.map((one) => one.values), length) };
}

function permitPlot(arrivals, length) {
  const { admitted, allowed } = arrivals.permits;
  const series = [{ name: "admitted so far", color: "admitted", fill: true }];
  if (allowed) series.push({ name: "the most allowed so far", color: "allowed", dash: [6, 4], width: 2 });
  const start = [0, 0, ...(allowed ? [null] : [])];
  return { title: "Permits since the start, against the most the limit allows", height: 240, series, step: false,
           rows: [start, ...admitted.map((sum, i) => [(i + 1) * length, sum, ...(allowed ? [allowed[i]] : [])])] };
}

function remainingPlot(arrivals, length) {
  const { least, most } = arrivals.remaining;
  if (least.every((value) => value === null)) return null;
  const series = [{ name: "most", color: "remaining", dash: [2, 3] }, { name: "least", color: "remaining", fill: true }];
  return { title: "Remaining, as answers said", height: 130, series, step: true, rows: steps([most, least], length) };
}

/** Stretches of the run to be shaded: outages and other faults, and what a certificate is about. */
function shadesOf(run) {
  const outages = run.outages.map((outage) => ({
    from: outage.begin_us, to: outage.back_us, label: `${outage.fault} store`, kind: "fault" }));
  const within = (at) => outages.some((outage) => at >= outage.from && (outage.to === null || at <= outage.to));
  const faults = run.faults.filter((fault) => !(fault.target === "store" && within(fault.begin_us))).map((fault) => ({
    from: fault.begin_us, to: fault.end_us, label: `${fault.fault} ${fault.target}`, kind: "fault" }));
  const proofs = run.checks.filter((check) => check.verdict === "fail" && check.interval_us).map((check) => ({
    from: check.interval_us.start, to: check.interval_us.end, label: spaced(check.check), kind: "proof", check: check.check }));
  return [...outages, ...faults, ...proofs];
}

function shade(canvas, area, chart, run, shades) {
  const [, end] = chart.xAxisExtremes();
  canvas.save();
  canvas.font = "11px system-ui, sans-serif";
  shades.forEach((one) => {
    const left = chart.toDomXCoord(one.from / 1e6);
    const right = chart.toDomXCoord(one.to === null ? end : one.to / 1e6);
    const width = Math.max(2, right - left);
    if (left > area.x + area.w || left + width < area.x) return;
    canvas.fillStyle = color(`${one.kind}-shade`);
    canvas.fillRect(left, area.y, width, area.h);
    canvas.fillStyle = color(one.kind);
    canvas.fillRect(left, area.y, 1, area.h);
    canvas.fillRect(left + width - 1, area.y, 1, area.h);
    if (one.kind === "fault")
      canvas.fillText(visible(one.label), Math.max(left, area.x) + 4, area.y + 12);
  });
  canvas.fillStyle = color("proof");
  run.certificates.forEach((certificate) => certificate.requests.forEach((request) => {
    if (request.sent_us !== null) canvas.fillRect(chart.toDomXCoord(request.sent_us / 1e6), area.y + area.h - 6, 1, 6);
  }));
  canvas.restore();
}

/** The plots of one run in `place`; `onProof(check)` is called when a certificate's interval is clicked. */
class RunCharts {
  constructor(place, run, onProof) {
    const length = seconds(run.arrivals.bucket);
    this.run = run;
    this.shades = shadesOf(run);
    this.onProof = onProof;
    this.whole = [0, Math.max(length, run.arrivals.sent.length * length)];
    this.charts = [permitPlot(run.arrivals, length), requestPlot(run.arrivals, length), remainingPlot(run.arrivals, length)]
      .filter((plot) => plot !== null).map((plot) => this.draw(place, plot));
    place.addEventListener("keydown", (event) => this.onKey(event));
  }

  draw(place, plot) {
    const names = element("div", { class: "legend" });
    const canvas = element("div", { class: "plot", style: `height:${plot.height}px` });
    place.append(element("h4", {}, plot.title), names, canvas);
    const options = {};
    plot.series.forEach((one) => {
      options[one.name] = { color: color(one.color), fillGraph: Boolean(one.fill), strokePattern: one.dash || null,
                            strokeWidth: one.width || 1.5 };
    });
    const chart = new Dygraph(canvas, plot.rows, {
      labels: ["time", ...plot.series.map((one) => one.name)], series: options, stepPlot: plot.step,
      labelsDiv: names, legend: "always", legendFormatter: legend, fillAlpha: 0.22, includeZero: true, dateWindow: this.whole,
      axisLineColor: color("line"), gridLineColor: color("grid"), highlightCircleSize: 3, xRangePad: 0, animatedZooms: false,
      axes: { x: { axisLabelFormatter: axisTime, drawGrid: false, pixelsPerLabel: 90 },
              y: { axisLabelFormatter: shortNumber, axisLabelWidth: 52, pixelsPerLabel: 36 } },
      underlayCallback: (context, area, drawn) => shade(context, area, drawn, this.run, this.shades),
      drawCallback: (drawn) => this.follow(drawn),
    });
    chart.plot = plot;
    // The library's own callback tells the nearest point, which may lie outside the interval that was clicked.
    let pressedAt = 0;
    canvas.addEventListener("mousedown", (event) => { pressedAt = event.clientX; });
    canvas.addEventListener("click", (event) => {
      if (Math.abs(event.clientX - pressedAt) < 4) this.onClick(chart.toDataXCoord(chart.eventToDomCoords(event)[0]));
    });
    return chart;
  }

  follow(moved) {
    if (this.following || !this.charts) return;
    this.show(moved.xAxisRange(), moved);
  }

  /** Shows the stretch [from, to], in seconds, in every plot but `except`. */
  show(range, except = null) {
    this.following = true;
    for (const chart of this.charts)
      if (chart !== except) chart.updateOptions({ dateWindow: range });
    this.following = false;
  }

  reset() {
    this.charts.forEach((chart) => chart.updateOptions({ valueRange: null }, true));
    this.show(this.whole);
  }

  /** `factor` below 1 shows less time, `shift` moves by so much of what is shown. */
  move(factor, shift) {
    const [from, to] = this.charts[0].xAxisRange();
    const half = Math.min((to - from) * factor, this.whole[1]) / 2;
    const wanted = (from + to) / 2 + shift * (to - from);
    const middle = Math.min(Math.max(wanted, half), this.whole[1] - half);
    this.show([middle - half, middle + half]);
  }

  /** A certificate's interval with as much again on both sides. */
  showProof(check) {
    const proof = this.shades.find((one) => one.check === check);
    if (!proof) return;
    const margin = Math.max(proof.to - proof.from, 1000);
    this.show([Math.max(0, (proof.from - margin) / 1e6), Math.min(this.whole[1], (proof.to + margin) / 1e6)]);
  }

  /** A hundredth of what is shown beside an interval is still a click on it: it can be very short. */
  onClick(x) {
    const [from, to] = this.charts[0].xAxisRange();
    const near = (to - from) * 1e4;
    const proof = this.shades.find((one) => one.check && x * 1e6 >= one.from - near && x * 1e6 <= one.to + near);
    if (proof) this.onProof(proof.check);
  }

  onKey(event) {
    const moves = { ArrowLeft: [1, -0.2], ArrowRight: [1, 0.2], "+": [0.5, 0], "=": [0.5, 0], "-": [2, 0] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) this.move(...moves[event.key]);
    else if (event.key === "0" || event.key === "Escape") this.reset();
    else return;
    event.preventDefault();
  }

  /** After the theme or the width changed. */
  redraw() {
    this.charts.forEach((chart) => {
      const options = {};
      chart.plot.series.forEach((one) => { options[one.name] = { color: color(one.color) }; });
      chart.updateOptions({ series: options, axisLineColor: color("line"), gridLineColor: color("grid") });
      chart.resize();
    });
  }
}
