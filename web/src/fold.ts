/** Names in any spelling: two spellings that fold to the same text are the same name. */

const articles = /^(?:al|el|il|ar|as|ash|at|ad|adh|an|az|ath)(?:[\s'’-]+)(?=\S)/;

const arabic: readonly (readonly [RegExp, string])[] = [
  [/[\u064b-\u065f\u0670\u0640]/g, ""],
  [/[أإآٱا]/g, "ا"],
  [/[ىئی]/g, "ي"],
  [/ؤ/g, "و"],
  [/ة/g, "ه"],
  [/ک/g, "ك"],
  [/ء/g, ""],
];

function foldWord(word: string): string {
  let folded = word;
  if (/^ال.{2}/u.test(folded)) folded = folded.slice(2);
  return folded.replace(/(.)\1+/gu, "$1");
}

/** Folds case, diacritics, apostrophes, doubled letters, the article in front (al-, el-, ash-, ال) and the ways to write an Arabic letter. */
export function fold(name: string): string {
  let text = name.normalize("NFKD").replace(/(?![\u064b-\u065f\u0670])\p{M}/gu, "").toLowerCase().replaceAll("ı", "i");
  for (const [pattern, letter] of arabic) text = text.replace(pattern, letter);
  text = text.replace(articles, "").replace(/['’‘ʻʼ`´]/g, "");
  text = text.replace(/[\s\-_.,;:/()]+/g, " ").trim();
  return text
    .split(" ")
    .map((word) => foldWord(word))
    .join(" ");
}

/** How many letters have to change to make one text of the other; more than `most` is told as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? 0, most + 1);
}

/** Something that can be found by its names. */
export interface Named<T> {
  readonly thing: T;
  readonly names: readonly string[];
}

/** What was found, and the name by which. */
export interface Found<T> {
  readonly thing: T;
  readonly name: string;
}

function score(wanted: string, name: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(" ").some((word) => foldWord(word.replace(/^(al|el)$/, "")).startsWith(wanted) && word !== "")) return 2;
  if (name.includes(wanted)) return 3;
  if (wanted.length < 4) return Number.POSITIVE_INFINITY;
  const most = wanted.length < 7 ? 1 : 2;
  const near = Math.min(
    distance(wanted, name, most),
    distance(wanted, name.slice(0, wanted.length), most),
    ...name.split(" ").map((word) => distance(wanted, word, most)),
  );
  return near <= most ? 3 + near : Number.POSITIVE_INFINITY;
}

/** Finds things by any of their names, the best match first; each once. */
export function find<T>(text: string, all: readonly Named<T>[], limit: number): Found<T>[] {
  const wanted = fold(text);
  if (wanted === "") return [];
  const found: { thing: T; name: string; score: number }[] = [];
  for (const { thing, names } of all) {
    let best: { name: string; score: number } | null = null;
    for (const name of names) {
      const points = score(wanted, fold(name));
      if (points !== Number.POSITIVE_INFINITY && (best === null || points < best.score)) best = { name, score: points };
    }
    if (best) found.push({ thing, ...best });
  }
  return found.sort((a, b) => a.score - b.score).slice(0, limit);
}
