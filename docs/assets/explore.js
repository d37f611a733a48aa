// Turns a chart into an interactive one when a reader asks for it, and back into a picture. Before that, nothing of
// Vega is loaded. Nothing is stored.

const next = new WeakMap(); // what the next press of a button does, once its chart is asked for

async function specificationOf(figure) {
  const answer = await fetch(figure.querySelector("a[href$='.vl.json']").href);
  return answer.json(); // which fails where the host answers with a page that says that there is none
}

async function load(figure) {
  const scripts = [import("./explore-chart.js"), import("./vega.js")];
  const [{ drawn }, vega, specification] = await Promise.all([...scripts, specificationOf(figure)]);
  return drawn(vega, specification);
}

async function open(button, figure, status) {
  const { chart, view } = await load(figure);
  const picture = figure.querySelector(".chart-svg");

  function close() {
    chart.replaceWith(picture);
    view.finalize();
    button.textContent = "Explore this chart";
    status.textContent = "";
    button.focus();
    next.delete(button);
  }

  chart.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  picture.replaceWith(chart);
  button.textContent = "Close the interactive chart";
  status.textContent = "The interactive chart is shown. Arrow keys go from mark to mark, Escape closes it.";
  next.set(button, close);
  if (document.activeElement === button) chart.focus({ preventScroll: true });
}

async function press(button) {
  if (next.has(button)) return next.get(button)();
  const figure = button.closest("figure");
  const status = figure.querySelector(".explore-status");
  next.set(button, () => {}); // the chart is on its way
  status.textContent = "Loading the interactive chart.";
  try {
    await open(button, figure, status);
  } catch (error) {
    console.error(error);
    next.delete(button);
    status.textContent = "The interactive chart could not be loaded. The picture stays. You can try again.";
  }
}

for (const button of document.querySelectorAll("button.explore")) {
  button.hidden = false;
  button.addEventListener("click", () => press(button));
}
