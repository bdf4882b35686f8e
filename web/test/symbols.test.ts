import { expect, test } from "vitest";
import { statuses } from "../src/situation";
import { partyClass, patternOf, type Symbol } from "../src/symbols";

const symbol = (more: Partial<Symbol>): Symbol => ({ status: "held", holders: ["sdf"], besieger: null, kind: "prison", disputed: false, ...more });

test("every party has a class for its colour, strangers share one, nobody has his own", () => {
  expect(partyClass("sdf")).toBe("party-sdf");
  expect(partyClass('x" onload="')).toBe("party-other");
  expect(partyClass(null)).toBe("party-nobody");
});

test("no two statuses of the same holder share a pattern", () => {
  const names = statuses.map((status) => patternOf(symbol({ status, besieger: status === "besieged" ? "syrian-government" : null })));
  expect(new Set(names).size).toBe(statuses.length);
});

test("a pattern is named for everything that it shows", () => {
  expect(patternOf(symbol({}))).toBe("area-held-sdf");
  expect(patternOf(symbol({ status: "besieged", besieger: "syrian-government" }))).toBe("area-besieged-sdf-syrian-government");
  expect(patternOf(symbol({ status: "contested", holders: ["a", "b"] }))).toBe("area-contested-a-b");
  expect(patternOf(symbol({ status: "vacated", holders: [] }))).toBe("area-vacated-nobody");
});
