"use strict";

/* Puts the page together: every run, and then what concerns them all. */

/** One row for each run and kind of time, all on one logarithmic scale from 1 µs. */
function latencySection() {
  // Where nothing is sent by the clock a request is due when it is sent.
  const due = figures.phases.some((phase) => phase.rate !== null);
  const kinds = [["admitted", (run) => run.latency_us.admitted], ["denied", (run) => run.latency_us.denied],
                 ["admitted, since it was due", (run) => due && run.latency_from_intended_us.admitted],
                 ["denied, since it was due", (run) => due && run.latency_from_intended_us.denied],
                 ["limiter's share", (run) => run.limiter_latency_us], ["bare store call", (run) => run.store_round_trip_us]];
  const found = kinds.flatMap(([kind, times]) =>
    figures.runs.filter((run) => times(run)).map((run) => ({ kind, name: runName(run), times: times(run) })));
  const longest = Math.log10(Math.max(100, ...found.map((row) => row.times.max)));
  const at = (us) => Math.max(0, (100 * Math.log10(Math.max(1, us))) / longest);
  const range = ({ times }) => element("span", { class: "range", title: "p50 to p99, and the longest; logarithmic" },
    element("span", { class: "span", style: `left:${at(times.p50)}%;width:${at(times.p99) - at(times.p50)}%` }),
    element("span", { class: "point", style: `left:${at(times.p50)}%` }),
    element("span", { class: "most", style: `left:${at(times.max)}%` }));
  const rows = found.map((row) => [row.kind, row.name, range(row), grouped(row.times.count),
    ...["p50", "p90", "p99", "p999", "max"].map((name) => timeText(row.times[name]))]);
  return rows.length === 0 ? null : section("Latency, to the first byte of the answer",
    due ? element("p", { class: "note" }, "From sending. Since it was due: from when the schedule wanted it sent, as a client sees it that must keep its pace.") : null,
    table(["of", "limiter", "p50 ● to p99, longest │", "#requests", "#p50", "#p90", "#p99", "#p99.9", "#longest"], rows));
}

function attackSection() {
  const rows = figures.phases.map((phase, i) => [i + 1, phase.phase + (phase.beside ? ", beside the one before" : ""),
    orDash(phase.rate) + (phase.to ? ` to ${phase.to}` : ""), phase.for, phase.connections, grouped(phase.keys), orDash(phase.policy)]);
  const strength = figures.runs.map((run) => [runName(run), grouped(run.attack.planned), grouped(run.attack.sent),
    orDash(run.attack.overload_factor, (factor) => factor.toFixed(1)), timeText(run.attack.send_lag_us_p50), timeText(run.attack.send_lag_us_p99),
    timeText(run.attack.send_lag_us_max)]);
  const stack = figures.target
    ? `${figures.target.host}:${figures.target.port} (${figures.target.address}), a service that ran already`
    : `${counted(figures.stack.nodes, "node")} behind the balancer (${figures.stack.balance})`;
  return section("The attack", element("p", {}, `Against ${stack}.`),
    table(["#phase", "kind", "rate", "for", "#connections", "#keys", "policy"], rows),
    table(["limiter", "#planned", "#sent", "#times the limit", "#sent late by, p50", "#p99", "#at most"], strength));
}

function environmentSection() {
  const rows = Object.entries(figures.environment);
  return section("Environment", rows.length === 0 ? null : table(["what", "which"], rows));
}

function reproduceSection() {
  const steps = figures.runs.filter((run) => run.steps.length > 0).map((run) =>
    [runName(run), run.steps.map((step) => `${step.step} ${timeText(step.duration_us)}`).join(", ")]);
  return section("Reproduce it", block(figures.command), steps.length === 0 ? null : table(["limiter", "time per step"], steps));
}

const sections = figures.runs.map(runSection);
document.getElementById("main").append(...sections.map((one) => one.article),
  element("article", { id: "all" }, element("h2", {}, "All runs"),
    latencySection(), attackSection(), environmentSection(), reproduceSection()));

const drawn = sections.map((one) => one.draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((charts) => charts.redraw()));
for (const event of ["beforeprint", "afterprint"])
  addEventListener(event, () => drawn.forEach((charts) => charts.redraw()));
