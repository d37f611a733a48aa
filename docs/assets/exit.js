"use strict";

// Covers the page as soon as an exit is followed, and lets three presses of Shift follow it. The links work
// without this script; nothing is stored; the browser's history is left alone.
{
  const PRESSES = 3;
  const PATIENCE = 5000; // milliseconds from one press to the next

  const root = document.documentElement;
  const link = document.querySelector(".exit-link");
  const marks = document.querySelector(".exit-marks");
  const said = document.querySelector(".exit-said");
  const cover = document.querySelector(".exit-cover");

  let count = 0;
  let alone = false; // Shift is down, and nothing else has been used since
  let timer;

  function show(presses, words) {
    clearTimeout(timer);
    count = presses;
    said.textContent = words;
    marks.classList.toggle("exit-counting", count > 0);
    [...marks.children].forEach((mark, place) => mark.classList.toggle("exit-pressed", place < count));
  }

  function expire() {
    if (count) show(0, "Exit this page expired.");
  }

  function press() {
    const left = PRESSES - count - 1;
    show(count + 1, `Shift, press ${left} more ${left === 1 ? "time" : "times"} to exit.`);
    timer = setTimeout(expire, PATIENCE);
    if (left === 0) link.click(); // the link itself, so that what it says of the referrer holds
  }

  // A key that is held repeats; a shortcut is not a press of Shift.
  function down(event) {
    if (event.key !== "Shift") return mix();
    if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
  }

  // A press counts when the key comes up: only then is it known that Shift was used alone.
  function up(event) {
    if (event.key !== "Shift") return mix();
    if (alone) press();
    alone = false;
  }

  function mix() {
    alone = false;
    expire();
  }

  // Shift with a mouse chooses text or scrolls sideways.
  function point(event) {
    if (event.shiftKey) mix();
  }

  function hide(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return; // opens elsewhere
    show(0, "");
    root.classList.add("exit-leaving");
    cover.hidden = false;
    cover.textContent = "Loading."; // after it is shown, so that screen readers say it
  }

  // Only a page kept in the browser's memory is still covered; one that is still loading must stay so.
  function comeBack(event) {
    if (!event.persisted) return;
    show(0, "");
    root.classList.remove("exit-leaving");
    cover.hidden = true;
    cover.textContent = "";
  }

  document.querySelectorAll(".exit").forEach((exit) => exit.addEventListener("click", hide));
  // Before all others, so that no script of the theme can keep a key from being seen.
  addEventListener("keydown", down, true);
  addEventListener("keyup", up, true);
  addEventListener("pointerdown", point, true);
  addEventListener("wheel", point, { capture: true, passive: true });
  addEventListener("pageshow", comeBack);
}
