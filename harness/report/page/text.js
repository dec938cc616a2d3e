"use strict";

/* How the page spells figures, as the other reports do, and how it makes elements. Texts become text nodes, never markup. */

const figures = JSON.parse(document.getElementById("figures").textContent);

const grouped = (number) => number.toLocaleString("en-US");

const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

const spaced = (name) => name.replaceAll("_", " ");

const runName = (run) => (run.policy_name ? `${run.limiter}/${run.policy_name}` : run.limiter);

const orDash = (value, spell = String) => (value === null || value === undefined ? "–" : spell(value));

/** 840 → "840 µs", 1234 → "1.23 ms", 8010000 → "8.01 s". */
function timeText(us) {
  if (us < 1000) return `${us} µs`;
  return us < 999995 ? `${(us / 1e3).toFixed(2)} ms` : `${(us / 1e6).toFixed(2)} s`;
}

/** A moment of the run: 1500100 → "1.500100 s". */
const momentText = (us) => `${(us / 1e6).toFixed(6)} s`;

const units = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86400 };

/** "100ms" → 0.1 */
function seconds(text) {
  const [, number, unit] = /^(\d+)(ns|us|ms|s|m|h|d)$/.exec(text);
  return Number(number) * units[unit];
}

/** Control, bidirectional and zero-width characters, which would change how the rest is shown, spelled out. */
function visible(text, keepLines = false) {
  const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\udb40[\udc00-\udc7f]/g;
  const kept = keepLines ? text.replaceAll("\r\n", "\n") : text;
  return kept.replace(unseen, (c) =>
    c === "\n" && keepLines ? c : `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`);
}

/** element("td", { class: "number" }, "7", otherElement); null children are left out. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== null) made.setAttribute(attribute, value);
  for (const child of children.flat())
    if (child !== null) made.append(child instanceof Node ? child : visible(String(child)));
  return made;
}

/** What servers sent, as they sent it, line by line. */
function block(text) {
  const pre = element("pre", { tabindex: "0" });
  pre.append(visible(text, true));
  return pre;
}

/** heads: titles; one that begins with "#" is a column of figures. */
function table(heads, rows) {
  const numeric = heads.map((head) => head.startsWith("#"));
  const cell = (name, content, i) => element(name, { class: numeric[i] ? "number" : null }, content);
  return element("div", { class: "scroll" },
    element("table", {},
      element("thead", {}, element("tr", {}, heads.map((head, i) => cell("th", head.replace("#", ""), i)))),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map((content, i) => cell("td", content, i)))))));
}

/** A section with a title; null where there is nothing to show. */
function section(title, ...content) {
  return content.flat().some((part) => part !== null)
    ? element("section", {}, element("h3", {}, title), ...content) : null;
}

const badge = (verdict) => element("span", { class: `badge ${verdict}` }, verdict);
