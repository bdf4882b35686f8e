import { expect, test } from "vitest";
import { fieldsOf, forms } from "../src/edit/form";
import { exactness } from "../src/edit/where";
import arabic from "../src/words/edit.ar.json";
import english from "../src/words/edit.en.json";
import main from "../src/words/en.json";

const all: Readonly<Record<string, Readonly<Record<string, string>>>> = { english, arabic };
const plural = /\.(zero|one|two|few|many|other)$/;
const gaps = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("both languages have the same words with the same gaps", () => {
  const singles = (words: object) => Object.keys(words).filter((key) => !plural.test(key)).sort();
  expect(singles(arabic)).toEqual(singles(english));
  for (const key of singles(english)) expect(gaps(all["arabic"]?.[key] ?? ""), key).toEqual(gaps(all["english"]?.[key] ?? ""));
});

test("what runs the other way in an Arabic sentence is fenced off, so that its signs stay where they are", () => {
  for (const [key, words] of Object.entries(arabic)) {
    if (key.startsWith("example.") || key === "token.shape") continue;
    const bare = words.replace(/\u2066[^\u2069]*\u2069/g, "");
    expect(bare, key).not.toMatch(/[a-z]+:\/\/|±|\d, \d|[\u200E\u200F]/);
  }
});

test("to leave a thing as it is and to throw away what was typed are not the same words", () => {
  for (const words of [english, arabic]) expect(new Set([words["leave.stay"], words["leave.go"], words["remove.stay"], words["remove.go"]]).size).toBe(4);
});

test("every Arabic count has all six forms, every English one two", () => {
  for (const base of Object.keys(english).filter((key) => key.endsWith(".other")).map((key) => key.slice(0, -6))) {
    expect(english).toHaveProperty([`${base}.one`]);
    for (const form of ["zero", "one", "two", "few", "many", "other"]) expect(arabic, base).toHaveProperty([`${base}.${form}`]);
  }
});

test("every field of every form has a name and is explained, in both languages", () => {
  const has = (...keys: string[]) => keys.some((key) => key in english);
  for (const form of forms) {
    for (const { name, widget } of fieldsOf(form)) {
      if (widget === "position") continue; // explained where it is typed, clicked and measured
      expect(has(`label.${form.collection}.${name}`) || `property.${name}` in main, `the name of ${form.collection}.${name}`).toBe(true);
      expect(has(`help.${form.collection}.${name}`, `help.${name}`), `what ${form.collection}.${name} means`).toBe(true);
    }
    for (const { name } of form.groups) expect(has(`group.${name}`), name).toBe(true);
  }
  for (const metres of exactness) expect(has(`where.${metres}`)).toBe(true);
});
