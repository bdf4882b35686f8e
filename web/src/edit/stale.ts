/** A sentence that still says the number that was corrected: told gently, refused never. */
import type { Texts } from "./draft";
import { latin, readNumber } from "./texts";

/** The field of the number, and those of the sentences that say it again. */
const number = "value_number";
const sentences = ["value_text", "value_text_ar", "paraphrase", "paraphrase_ar", "note", "note_ar"] as const;

/** The numbers that stand in a sentence, with any digits, with or without thousands set apart. A day or a part of a word is none; Arabic joins words to a number. */
export function numbersIn(sentence: string): number[] {
  const plain = latin(sentence).replace(/(\d)[,٬'’\u00A0\u202F](?=\d{3}(?!\d))/g, "$1");
  return [...plain.matchAll(/(?<![\p{Script=Latin}\d.:/_-])\d+(?:\.\d+)?(?![\p{Script=Latin}\d:/_-]|\.\d)/gu)].map(([found]) => Number(found));
}

/** The fields whose sentence has the number from before and not the one that stands there now. */
export function staleIn(base: Texts, texts: Texts): string[] {
  const [before, now] = [readNumber(base[number] ?? ""), readNumber(texts[number] ?? "")];
  if (Number.isNaN(before) || Number.isNaN(now) || before === now) return [];
  return sentences.filter((name) => {
    const said = numbersIn(texts[name] ?? "");
    return said.includes(before) && !said.includes(now);
  });
}
