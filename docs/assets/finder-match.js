// Which names are meant by what was typed. Knows no page: text in, places out.

const MOST = 10; // names offered
const SHORTEST = 4; // letters of a word in which a slip of the keyboard is forgiven
// Words that people add to a name, or leave out of it.
const ASIDE = new Set(
  ("and at borough city constabulary constituency council county district force in london metropolitan of on police"
    + " royal service under unitary upon").split(" "),
);
const [WHOLE, START, EVERY, TOLD, MOSTLY, NOT] = [0, 1, 2, 3, 4, Infinity];

// The beginning of a British postcode, or all of it: SW1A, NE46 1XX.
const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*(\d[a-z]{0,2})?$/i;

export function isPostcode(text) {
  return POSTCODE.test(text.trim());
}

// The words of a name or a query: small letters, without accents, punctuation and "the".
export function words(text) {
  const plain = text.normalize("NFD").toLowerCase().replace(/&/g, " and ").replace(/[\u0300-\u036f'’‘`.]/g, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word !== "the");
}

// The rows of places.json with the words by which each is found.
export function readable(rows) {
  return rows.map(([name, why, address, lang = ""]) => {
    const known = words(name);
    const told = { name, why, address, lang, label: `${name}, ${why}` };
    return { ...told, words: known, text: known.join(" "), kind: words(why) };
  });
}

// At most ten places: those named exactly first, then those that begin so, then those with such words, and of them
// those of the kind that was named. Only where there are none, those that a slip keeps apart, the likest in length
// first.
export function matches(query, places) {
  const typed = words(query);
  if (!typed.length) return [];
  const best = lowest(places, (place) => rank(typed, place));
  const length = typed.join(" ").length;
  const unlike = (place) => slipped(typed, place) ? Math.abs(place.text.length - length) : NOT;
  return best.length ? best : lowest(places, unlike);
}

function lowest(places, rank) {
  const ranked = places.map((place) => ({ place, rank: rank(place) })).filter(({ rank }) => rank < NOT);
  return ranked.sort((one, other) => one.rank - other.rank).slice(0, MOST).map(({ place }) => place);
}

function rank(typed, place) {
  const text = typed.join(" ");
  if (place.text === text) return WHOLE;
  if (place.text.startsWith(text)) return START;
  const missing = unmet(typed, place);
  if (!missing.length) return EVERY;
  if (missing.length === typed.length || !missing.every((word) => ASIDE.has(word))) return NOT;
  return missing.some((word) => place.kind.includes(word)) ? TOLD : MOSTLY;
}

function slipped(typed, place) {
  const amiss = unmet(typed, place).filter((word) => !ASIDE.has(word));
  return amiss.length > 0 && amiss.every((word) => place.words.some((known) => isSlip(word, known)));
}

// What was typed that begins no word of a name.
function unmet(typed, place) {
  return typed.filter((word) => !place.words.some((known) => known.startsWith(word)));
}

// Whether a word is the beginning of a known one but for one letter wrong, extra or missing, or two swapped.
export function isSlip(word, known) {
  if (known.length < SHORTEST || word.length < Math.min(SHORTEST, known.length - 1)) return false;
  let at = 0;
  while (at < word.length && word[at] === known[at]) at += 1;
  const goesOn = (from, to) => known.slice(to).startsWith(word.slice(from));
  const swapped = word[at] === known[at + 1] && word[at + 1] === known[at];
  return goesOn(at + 1, at + 1) || goesOn(at + 1, at) || goesOn(at, at + 1) || (swapped && goesOn(at + 2, at + 2));
}
