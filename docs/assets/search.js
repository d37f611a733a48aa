// Finds pages by their words, with the index that Pagefind makes of the built site, and places by their names, as the
// finder does. Nothing is stored; what is typed stays in this page and becomes part of no address.

import { isOutside, isPostcode, matches, likest, named, readable, words } from "./finder-match.js";

const [SHOWN, MORE, PLACES, SECTIONS] = [5, 10, 3, 2]; // results at first and at each turn, places, parts of a page
// What a question holds beside what it asks for.
const ASIDE = new Set(
  ("a about all am an and any are as at be been being but by can could did do does for from get had has have he her his"
    + " how i if im in is it its ive many me much my near of on or our she should so some that the their them there they this"
    + " to us was we were what when where which who why will with would you your").split(" "),
);
const FEW = 2; // pages with all words, to which those with some of them are added
const STEP = 100; // of the words of the site, so many share a part of the index
const PAUSE = 100; // milliseconds without a key before anything is looked for
const box = document.querySelector(".search");
const [input, clear, more] = ["input", ".search-clear", ".search-more"].map((name) => box.querySelector(name));
const list = box.querySelector(".search-found");
const told = Object.fromEntries(
  ["count", "none"].map((name) => [name, box.querySelector(`.search-${name}`)]).concat(
    ["postcode", "outside", "failed"].map((name) => [name, box.querySelector(`.finder-${name}`)])),
);
const site = new URL("..", import.meta.url);
const OPTIONS = {
  basePath: new URL("pagefind/", site).pathname,
  baseUrl: site.pathname,
  noWorker: true, // which would load the same program once more
  excerptLength: 24,
  metaCacheTag: box.dataset.index ?? "",
  ranking: { metaWeights: { title: 5, words: 5 }, pageLength: 0.5 },
};
let loading = null; // the index and the names of places, on their way or here
let turn = 0; // of two searches, the later counts

function load() {
  return { index: begin(), names: null };
}

async function begin() {
  const { createInstance } = await import(new URL("pagefind/pagefind.js", site));
  const index = createInstance(OPTIONS);
  await index.filters(); // there are none; this waits for the program
  return index;
}

// The names of places come when the first pages are shown: to fetch and read thousands of them takes a phone some time.
function names() {
  loading.names ??= readNames();
  return loading.names;
}

async function readNames() {
  const read = async (address) => (await fetch(new URL(address, site))).json();
  const [rows, common] = await Promise.all([read("assets/places.json"), read("pagefind/words.json")]);
  const places = readable(rows);
  return { places, common, known: [...common, ...new Set(places.flatMap((place) => place.words))] };
}

// The other parts of the index, so that later answers come sooner.
function readOn(index, common) {
  index.preload(common.filter((_, at) => at % STEP === 0).join(" "));
}

// All pages with all words; where there are few, those with some of them too. The best come first, and better still with
// the words side by side.
async function findPages(index, typed) {
  if (!typed.length) return [];
  const telling = typed.filter((word) => !ASIDE.has(word));
  const each = telling.length ? telling : typed;
  const [all, phrase] = await Promise.all([index.search(each.join(" ")), index.search(`"${typed.join(" ")}"`)]);
  const some = all.results.length > FEW || each.length < 2 ? [] : await Promise.all(each.map((word) => index.search(word)));
  const pages = new Map();
  const add = (page, score) => pages.set(page.id, { ...page, score: score + (pages.get(page.id)?.score ?? 0) });
  [all, ...some].forEach(({ results }) => results.forEach((page) => add(page, page.score)));
  const best = Math.max(0, ...Array.from(pages.values(), ({ score }) => score));
  if (typed.length > 1) phrase.results.forEach((page) => add(page, best));
  return [...pages.values()].sort((one, other) => other.score - one.score);
}

// What was typed, a slip of the keyboard mended: a word that begins no word of the site or of a place becomes the
// likest that does, and is left out where there is none.
function mend(typed, known, guess) {
  return typed.flatMap((word) => known.some((one) => one.startsWith(word)) ? word : guess?.(word, known) ?? []);
}

async function search() {
  const mine = ++turn;
  const query = input.value.trim();
  clear.hidden = !input.value;
  if (!query) show([], null);
  try {
    loading ??= load();
    const index = await loading.index;
    if (query) await answer(query, index, mine);
    if (mine !== turn) return;
    list.ariaBusy = "false";
    readOn(index, (await names()).common);
  } catch (error) {
    console.error(error);
    loading = null;
    show([], "failed");
    list.ariaBusy = "false";
  }
}

async function answer(query, index, mine) {
  const special = isPostcode(query) ? "postcode" : isOutside(query) ? "outside" : null;
  const found = special === "postcode" ? [] : await find(query, special, index, mine);
  await show(found, special ?? (found.length ? null : "none"), mine);
}

// Places whose names are meant come first, and then pages; where there are neither, places with like names. Until the
// names are here, pages alone.
async function find(query, special, index, mine) {
  const typed = words(query);
  const early = await findPages(index, typed);
  if (!loading.names && early.length) await show(early, special, mine);
  const { places, known } = await names();
  const mended = mend(typed, known, special ? null : likest);
  const pages = mended.join() === typed.join() ? early : await findPages(index, mended);
  const meant = special ? [] : named(mended.join(" "), places);
  const like = special || meant.length || pages.length ? meant : matches(query, places);
  const found = new Map();
  for (const place of like) {
    const { pathname } = new URL(place.address, site);
    if (found.size < PLACES && !found.has(pathname)) found.set(pathname, place);
  }
  for (const page of await first(pages)) found.set(page.url, page); // a page tells more than a place, in its stead
  return [...found.values(), ...pages.slice(SHOWN)];
}

function first(pages) {
  return Promise.all(pages.slice(0, SHOWN).map((page) => page.data()));
}

async function show(found, special, mine = turn, from = 0) {
  const upTo = from ? from + MORE : SHOWN;
  const items = await Promise.all(found.slice(from, upTo).map(item));
  const isRead = !from && list.contains(document.activeElement); // who has gone on to a result keeps it
  if (mine !== turn || isRead) return;
  for (const [name, part] of Object.entries(told)) part.hidden = name !== special && !(name === "count" && found.length);
  told.count.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
  from ? list.append(...items) : list.replaceChildren(...items);
  more.hidden = found.length <= upTo;
  more.onclick = async () => {
    await show(found, special, mine, upTo);
    list.children[upTo]?.querySelector("a").focus();
  };
}

async function item(found) {
  if (found.address) return place(found);
  return page(found.data ? await found.data() : found);
}

function place({ name, why, address, lang }) {
  const item = element("li", link(name, new URL(address, site)), element("p", why));
  if (lang) item.firstChild.lang = lang;
  return item;
}

function page({ url, meta, excerpt, sub_results: parts }) {
  const best = parts.filter((part) => part.title !== meta.title).sort((one, other) => weight(other) - weight(one));
  const sections = best.slice(0, SECTIONS).map((part) => element("li", link(part.title, part.url), marked(part.excerpt)));
  return element("li", link(meta.title, url), sections.length ? element("ul", ...sections) : marked(excerpt));
}

function weight({ weighted_locations: places }) {
  return places.reduce((sum, { balanced_score: score }) => sum + score, 0);
}

// An excerpt comes as HTML; only its words and its marks are taken.
function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return element("p", ...Array.from(body.childNodes, (node) =>
    node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent));
}

function link(words, address) {
  return Object.assign(element("a", words), { href: address });
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

// The arrows go from the box to the results, and from one to the next.
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [input, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + (step ?? 0)];
  if (!step || !next || !stops.includes(document.activeElement)) return;
  event.preventDefault();
  next.focus();
}

let pause = 0;
input.addEventListener("input", () => {
  clearTimeout(pause);
  turn++;
  list.ariaBusy = "true";
  pause = setTimeout(search, list.children.length ? PAUSE : 0);
});
input.addEventListener("keydown", (event) => event.key === "Enter" && list.querySelector("a")?.focus());
box.addEventListener("keydown", move);
clear.addEventListener("click", () => {
  input.value = "";
  search();
  input.focus();
});
search(); // of what was typed before this script was here
