// Shows the box that finds a force, and loads what it needs when a reader first goes to it. Nothing is stored, and
// nothing that is typed is sent.

const finder = document.querySelector(".finder");
const input = finder.querySelector("input");
const failed = finder.querySelector(".finder-failed");
let box = null; // what turns the plain box into one that offers names, on its way or here

async function load() {
  failed.hidden = true;
  try {
    box ??= import("./finder-box.js").then(({ prepare }) => prepare());
    const open = await box;
    if (document.activeElement === input) open(finder, input);
  } catch (error) {
    console.error(error);
    box = null;
    failed.hidden = false;
  }
}

input.addEventListener("focus", load);
finder.hidden = false;
