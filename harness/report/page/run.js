"use strict";

/* Everything about one run: its plots, its certificates, and the tables below them. */

function requestTable(certificate) {
  const rows = certificate.requests.map((request) => [
    request.id, orDash(request.sent_us, momentText), orDash(request.received_us, momentText), orDash(request.status),
    spaced(request.outcome), orDash(request.node), request.key, orDash(request.remaining, grouped), request.cost]);
  return [
    table(["#request", "#sent", "#answered", "#status", "outcome", "node", "key", "#remaining", "#permits"], rows),
    certificate.left_out
      ? element("p", { class: "note" }, `and ${counted(certificate.left_out, "more request")} sent after these: history.db has them all`)
      : null,
  ];
}

function certificateOf(run, check, charts) {
  const found = run.certificates.find((one) => one.check === check.check);
  const count = check.witness.length;
  const requests = found
    ? element("details", { class: "requests", "data-check": check.check },
        element("summary", {}, `The ${counted(count, "request")} that ${count === 1 ? "proves" : "prove"} it`), ...requestTable(found))
    : null;
  const show = check.interval_us ? element("button", { type: "button", "data-check": check.check }, "Show it in the plots") : null;
  show?.addEventListener("click", () => {
    charts().showProof(check.check);
    show.closest(".run").querySelector(".plots").scrollIntoView({ block: "nearest" });
  });
  return element("div", { class: "certificate" },
    element("h4", {}, badge(check.verdict), ` ${spaced(check.check)}`), element("p", {}, check.claim),
    element("p", { class: "when" },
      check.interval_us ? `from ${momentText(check.interval_us.start)} to ${momentText(check.interval_us.end)} of the run ` : null, show),
    requests);
}

function controls(charts, run) {
  const actions = [["−", "Zoom out", () => charts().move(2, 0)], ["+", "Zoom in", () => charts().move(0.5, 0)],
                   ["←", "Earlier", () => charts().move(1, -0.2)], ["→", "Later", () => charts().move(1, 0.2)],
                   ["Whole run", "Show the whole run", () => charts().reset()]];
  return element("div", { class: "controls" }, actions.map(([text, label, act]) => {
    const button = element("button", { type: "button", "aria-label": label, title: label }, text);
    button.addEventListener("click", act);
    return button;
  }), element("span", { class: "hint" }, "drag to zoom, shift-drag to move, double-click for all; keys ← → + − 0"
    + (run.checks.some((check) => check.verdict === "fail" && check.interval_us) ? "; click a red stretch for its proof" : "")));
}

function nodeTable(run) {
  const most = Math.max(1, ...run.per_node.map((row) => row.requests));
  const bar = (row) => element("span", { class: "bar" },
    element("span", { class: "within", style: `width:${(100 * row.admitted) / most}%` }),
    element("span", { class: "rest", style: `left:${(100 * row.admitted) / most}%;width:${(100 * (row.requests - row.admitted)) / most}%` }));
  return run.per_node.length === 0 ? null : table(["node", "#requests", "#admitted", "#denied", "admitted of all"],
    run.per_node.map((row) => [row.node, grouped(row.requests), grouped(row.admitted), grouped(row.denied), bar(row)]));
}

function phaseTable(run) {
  return run.per_phase.length < 2 ? null : table(["#phase", "#requests", "#admitted", "#denied", "#latency p50", "#p99"],
    run.per_phase.map((row) => [row.phase, grouped(row.requests), grouped(row.admitted), grouped(row.denied),
      orDash(row.latency_us && row.latency_us.p50, timeText), orDash(row.latency_us && row.latency_us.p99, timeText)]));
}

function variantTable(run) {
  return run.per_variant.length === 0 ? null : table(["#phase", "method", "path", "header", "#requests", "#admitted", "#denied"],
    run.per_variant.map((row) => [row.phase, row.method, row.path, orDash(row.header), grouped(row.requests), grouped(row.admitted),
      grouped(row.denied)]));
}

function checkTable(run) {
  return table(["verdict", "check", "what it found", "#requests named"],
    run.checks.map((check) => [badge(check.verdict), spaced(check.check), check.claim, orDash(check.witness.length || null, grouped)]));
}

function breachTable(run) {
  const rows = run.checks.flatMap((check) => check.breaches || []).map((breach) =>
    [breach.rule, breach.severity, breach.line, breach.what, breach.section, grouped(breach.occurrences)]);
  return rows.length === 0 ? null : table(["rule", "severity", "line", "what is wrong", "written in", "#times"], rows);
}

function expectationTable(run) {
  return run.expectations.length === 0 ? null : table(["subject", "expected", "found", "met"],
    run.expectations.map((row) => [spaced(row.subject), row.expected, row.found, row.met ? "yes" : "no"]));
}

const denialBlock = ({ status, headers, body }) =>
  block([status, ...headers.map((header) => `${visible(header.name)}: ${visible(header.value)}`)].join("\n") + (body ? `\n\n${body}` : ""));

function storeTable(store) {
  const commands = Object.entries(store.commands).map(([name, calls]) => `${name} ${grouped(calls)}`).join(", ");
  const script = store.script ? `${store.script.file}, SHA-1 ${store.script.sha1}${store.script.known ? "" : ", not known to the store"}` : "–";
  return table(["#keys", "#bytes per key", "#evicted", "commands", "script"],
    [[grouped(store.keys), grouped(store.bytes_per_key), grouped(store.evicted_keys), commands || "–", script]]);
}

function faultTable(run) {
  return run.faults.length === 0 ? null : table(["fault", "target", "#begun", "#in effect"],
    run.faults.map((fault) => [fault.fault, fault.target, momentText(fault.begin_us), orDash(fault.end_us, momentText)]));
}

function outageTable(run) {
  return run.outages.length === 0 ? null
    : table(["fault", "#noticed after", "#recovered after", "#admitted", "#denied", "#allowed", "#beyond that"],
        run.outages.map((outage) => [outage.fault, orDash(outage.detection_us, timeText), orDash(outage.recovery_us, timeText),
          grouped(outage.degraded.admitted), grouped(outage.degraded.denied), orDash(outage.allowed, grouped), orDash(outage.overshoot, grouped)]));
}

function admissionTable({ admission }) {
  const worst = admission.worst_window;
  return table(["#offered", "#admitted", "#denied", "#unknown", "#not decided", "#not sent", "#degraded", "#allowed", "#ratio", "#certified excess",
    "#wrong denials", "#most in a window / promised"],
    [[...["offered", "admitted", "denied", "unknown", "not_decided", "not_sent"].map((name) => grouped(admission[name])),
      grouped(admission.degraded.admitted + admission.degraded.denied), orDash(admission.allowance, grouped),
      orDash(admission.ratio, (ratio) => ratio.toFixed(3)), grouped(admission.certified_excess), orDash(admission.wrongful_denials, grouped),
      worst ? `${grouped(worst.count)} / ${grouped(worst.limit)}` : "–"]]);
}

/** A fuller window than the limit's number looks like a breach beside "held": why it is none. */
function fullestWindowNote({ verdict, admission }) {
  const worst = admission.worst_window;
  return verdict !== "pass" || !worst || worst.count <= worst.limit ? null : element("p", { class: "note" },
    `${grouped(worst.count)} in one window where ${grouped(worst.limit)} are promised, and yet held: what the algorithm declares allows it, as a bucket's burst on top of what flows in meanwhile, or two fixed windows that meet inside one.`);
}

/** The section of run number `place`; its plots are drawn once it is in the page. */
function runSection(run, place) {
  const name = runName(run);
  const words = document.querySelector(`.card[href="#run-${place}"] .verdict`).textContent;
  const plots = element("div", { class: "plots", tabindex: "0", role: "group", "aria-label": `Plots of ${name} over time` });
  let charts = null;
  const failed = run.checks.filter((check) => check.verdict === "fail");
  const article = element("article", { class: "run", id: `run-${place}` },
    element("h2", {}, name, " ", element("span", { class: `words ${run.verdict}` }, words)),
    admissionTable(run),
    fullestWindowNote(run),
    section("Over time", controls(() => charts, run), plots),
    section(failed.length > 1 ? "Certificates" : "Certificate", ...failed.map((check) => certificateOf(run, check, () => charts))),
    section("What each check found", checkTable(run)),
    section("What was expected", expectationTable(run)),
    section("Header rules that answers broke", breachTable(run)),
    section("What a denied client is told", run.denial && denialBlock(run.denial)),
    section("Requests per node", nodeTable(run)),
    section("Requests per phase", phaseTable(run)),
    section("Requests per variant", variantTable(run)),
    section("Faults", faultTable(run)),
    section("Without the store", outageTable(run)),
    section("What the store held and did", run.store && storeTable(run.store)));
  const openProof = (check) => {
    const requests = [...article.querySelectorAll("details.requests")].find((one) => one.dataset.check === check);
    if (!requests) return;
    requests.open = true;
    requests.scrollIntoView({ block: "nearest" });
    requests.querySelector("summary").focus();
  };
  return { article, draw: () => { charts = new RunCharts(plots, run, openProof); return charts; } };
}
