/** What one is told when something was not saved. */
import { h } from "../element";
import { data } from "../names";
import { tame } from "../text";
import type { Bench } from "./bench";
import { textWords } from "./bench";
import { fieldsOf } from "./form";
import { implied } from "./opening";
import type { Outcome } from "./save";
import type { Notice } from "./sheet";

type Telling = Pick<Bench, "given" | "said" | "stock" | "form">;

/** What the service refuses: with fields, as far as it says which, and as a whole. */
export function refusedWords({ said, form }: Telling, { detail, flaws, forbidden }: Extract<Outcome, { is: "refused" }>): { readonly faults: Map<string, string>; readonly notice: Notice } {
  const names = new Set(fieldsOf(form).map(({ name }) => name));
  const faults = new Map<string, string>();
  const rest: string[] = [];
  for (const flaw of flaws) {
    const name = flaw.property !== null && !names.has(flaw.property) && implied[form.collection]?.includes(flaw.property) ? "subject" : flaw.property;
    if (name !== null && names.has(name)) faults.set(name, tame(flaw.detail));
    else rest.push(tame(flaw.property === null ? flaw.detail : `${flaw.property}: ${flaw.detail}`));
  }
  if (flaws.length === 0) rest.push(tame(detail));
  const lines = rest.map((each) => h("p", {}, data(each)));
  return { faults, notice: { title: said.t("problem.title"), words: lines.length === 0 ? [] : [h("p", {}, said.t(forbidden ? "problem.forbidden" : "problem.refused")), ...lines] } };
}

/** One field that somebody else has changed, in words; null for what the form does not show. */
function changedLine(bench: Telling, each: { readonly name: string; readonly before: string; readonly after: string }): HTMLElement | null {
  const { said } = bench;
  const field = fieldsOf(bench.form).find(({ name }) => name === each.name);
  if (field === undefined) return null;
  const words = (text: string) => textWords(bench, field, text) ?? said.t("before.nothing");
  return h("li", {}, data(said.t("clash.line", { field: said.label(bench.form.collection, field), before: words(each.before), after: words(each.after) })));
}

/** What somebody else has changed meanwhile, who and when. */
export function overtakenWords(bench: Telling, { merged, by }: Extract<Outcome, { is: "overtaken" }>): Notice {
  const { said } = bench;
  const who = said.t("clash.by", { who: by?.by ? tame(by.by) : said.t("clash.nobody"), day: said.text.day(by?.at ?? new Date().toISOString()) });
  const lines = merged.changed.map((each) => changedLine(bench, each)).filter((each) => each !== null);
  return { title: said.t("clash.title"), words: [h("p", {}, data(who)), h("ul", {}, ...lines), h("p", {}, said.t(merged.clashes.length > 0 ? "clash.both" : "clash.merged"))] };
}
