// Draws an interactive chart whose marks have words, for the pointer, for the keyboard and for screen readers. What
// a chart says only ever becomes text, never markup.

const HOME = new URL("..", import.meta.url); // addresses in a chart begin here
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const SPOKEN = ["role", "aria-label", "aria-hidden", "aria-roledescription"];

export async function drawn(vega, { title, description, ...specification }) {
  const chart = Object.assign(document.createElement("div"), { className: "explore-chart", tabIndex: 0 });
  const { spec } = vega.compile({ ...specification, autosize: "none" }); // the picture has the same size
  const runtime = vega.parse(spec, null, { ast: true }); // with the interpreter: nothing is evaluated as code
  const view = new vega.View(runtime, { expr: vega.expressionInterpreter, renderer: "svg" });
  await view.tooltip(() => {}).initialize(chart).runAsync();
  chart.setAttribute("role", "group");
  chart.setAttribute("aria-label", title.text.join(" "));
  chart.firstElementChild.classList.add("chart-svg");
  const marks = marksOf(chart.firstElementChild, vega);
  addTip(chart, marks);
  chart.addEventListener("keydown", (event) => walk(event, [...marks.keys()]));
  return { chart, view };
}

// Vega describes every stroke to screen readers. Here only marks with words have a name, in the order of the data.
function marksOf(svg, { tupleid }) {
  const nodes = [...svg.querySelectorAll("*")];
  nodes.forEach((node) => SPOKEN.forEach((attribute) => node.removeAttribute(attribute)));
  const telling = nodes.filter((node) => item(node).tooltip);
  telling.sort((one, other) => tupleid(item(one).datum) - tupleid(item(other).datum));
  return new Map(telling.map((node) => named(node, words(item(node)))));
}

// Vega's SVG renderer keeps in every node the item that it was drawn from.
function item(node) {
  return node.__data__ ?? {};
}

function words({ tooltip }) {
  const told = typeof tooltip === "object" ? Object.entries(tooltip).map((pair) => pair.join(": ")) : [tooltip];
  return told.map((line) => line.replaceAll("\n", " "));
}

function named(node, lines) {
  const mark = item(node).href ? linked(node) : node;
  if (mark === node) mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", lines.join(", "));
  mark.setAttribute("tabindex", "-1");
  return [mark, lines.join("\n")];
}

// A mark that leads somewhere becomes a real link, which can also be opened in another window.
function linked(node) {
  const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
  link.setAttribute("href", new URL(item(node).href, HOME).href);
  item(node).href = null; // or Vega would follow it too
  node.replaceWith(link);
  link.append(node);
  return link;
}

// The ring lies above all marks, where no neighbour hides it. The tip repeats the name of the mark.
function addTip(chart, marks) {
  const [ring, tip] = [part(chart, "explore-ring"), part(chart, "explore-tip")];

  function show({ target }) {
    const mark = target.closest("[tabindex='-1']");
    if (!marks.has(mark)) return;
    tip.textContent = marks.get(mark);
    ring.hidden = tip.hidden = false;
    const [frame, box] = [chart.getBoundingClientRect(), mark.getBoundingClientRect()];
    const [left, top] = [box.left - frame.left, box.top - frame.top];
    place(ring, { left, top, width: box.width, height: box.height });
    place(tip, { left: Math.max(0, Math.min(left, frame.width - tip.offsetWidth)), top: top + box.height });
  }

  // The pointer may move onto the tip (WCAG 1.4.13). A mark that has the focus gets the tip back.
  function hide({ relatedTarget }) {
    if (relatedTarget === tip) return;
    ring.hidden = tip.hidden = true;
    show({ target: document.activeElement });
  }

  // A page that scrolls under a pointer at rest sends no pointermove, so that the focus keeps the tip.
  ["focusin", "pointermove"].forEach((event) => chart.addEventListener(event, show));
  ["focusout", "pointerout"].forEach((event) => chart.addEventListener(event, hide));
}

function part(chart, className) {
  const made = Object.assign(document.createElement("div"), { className, hidden: true });
  made.setAttribute("aria-hidden", "true");
  chart.append(made);
  return made;
}

function place(part, sizes) {
  for (const [name, size] of Object.entries(sizes)) part.style[name] = `${size}px`;
}

function walk(event, marks) {
  const step = STEPS[event.key];
  if (!step || !marks.length || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const next = marks.indexOf(document.activeElement) + step;
  marks[Math.max(0, Math.min(next, marks.length - 1))].focus();
}

// Escape takes the tip away wherever the focus is (WCAG 1.4.13).
addEventListener("keydown", ({ key }) => {
  const tips = key === "Escape" ? document.querySelectorAll(".explore-ring, .explore-tip") : [];
  for (const tip of tips) tip.hidden = true;
});
