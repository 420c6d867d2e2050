// dom: elements from plain values. Text is only ever set as text: nothing in these files parses a string as markup.
"use strict";

const byId = (id) => document.getElementById(id);

// An element with attributes (those that are null or false are left out; "onclick" and the like are listeners).
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

// Characters that show nothing, or that turn the direction of what follows: they are given a visible sign.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const CONTROL_RUNS = new RegExp(`(${CONTROLS.source}+)`);

// What stands for a run of control characters: a picture of the first, and how many they are.
function sign(run) {
  const code = run.charCodeAt(0);
  const picture =
    code < 0x20
      ? String.fromCharCode(0x2400 + code)
      : code === 0x7f
        ? "\u2421"
        : `U+${code.toString(16).toUpperCase()}`;
  return run.length > 1 ? `${picture}×${run.length}` : picture;
}

// A text for a list: on one line, without control characters, cut at a number of UTF-16 units.
function flat(text, longest = 300) {
  const head = text.length > 4 * longest ? text.slice(0, 4 * longest) : text;
  const line = head
    .replace(/\s+/g, " ")
    .trim()
    .split(CONTROL_RUNS)
    .map((part, at) => (at % 2 ? sign(part) : part))
    .join("");
  if (line.length <= longest && head.length === text.length) return line;
  let end = Math.min(longest, line.length);
  if (line.charCodeAt(end - 1) >= 0xd800 && line.charCodeAt(end - 1) < 0xdc00) end -= 1;
  const space = line.lastIndexOf(" ", end);
  return `${line.slice(0, space > end / 2 ? space : end)} …`;
}

// Foreign text beside ours keeps its own direction.
const bdi = (text, longest) => h("bdi", {}, flat(text, longest));

// For search: letters without case and without accents.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const number = new Intl.NumberFormat("en");
const count = (many, noun) => `${number.format(many)} ${noun}${many === 1 ? "" : "s"}`;
const words = (code) => code.replaceAll("_", " ");

// An address as a link, only where following it opens a page of the web.
function link(address, label) {
  if (!/^https?:\/\//i.test(address)) return bdi(address, 120);
  return h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, label ?? bdi(address, 80));
}

// Tell those who listen to the page rather than look at it.
function say(message) {
  byId("said").textContent = message;
}
