/** One form as it is filled in. */
import { h, type Child } from "../element";
import type { Given } from "../given";
import { data } from "../names";
import type { Change } from "../past/change";
import type { Bench } from "./bench";
import type { Sheet } from "./draft";
import { fieldsOf, type Field, type Form, type Group } from "./form";
import { line, type Line } from "./line";
import { picking } from "./pick";
import type { Stock } from "./stock";
import { staleIn } from "./stale";
import { altered, faultsIn, readNumber } from "./texts";
import type { Said } from "./words";

/** What a form does not do itself. */
export interface SheetActs {
  /** Hears of everything that is typed. */
  keep(sheet: Sheet): void;
  save(): void;
  cancel(): void;
  remove(): void;
  /** Opens the form of a source that is missing; null where none can be added. */
  source: ((field: string) => void) | null;
}

/** Why a form is not saved, at its head. */
export interface Notice {
  readonly title: string;
  readonly words: readonly Child[];
}

export interface SheetView {
  readonly element: HTMLElement;
  sheet(): Sheet;
  /** Whether anything was typed. */
  dirty(): boolean;
  busy(on: boolean): void;
  /** Puts another state under what was typed. */
  settle(sheet: Sheet, theirs: ReadonlyMap<string, string>): void;
  /** Says what is wrong: with fields, each in its place, and as a whole. The keyboard goes there. */
  tell(faults: ReadonlyMap<string, string>, notice: Notice | null): void;
  /** What is wrong by the page's own account; nothing if it can be sent. */
  check(): Map<string, string>;
  past(revisions: readonly Change[]): void;
  change(name: string, text: string): void;
  focus(name: string | null): void;
  end(): void;
}

function titleOf(said: Said, given: Given, sheet: Sheet): Child[] {
  if (sheet.id !== null) return [h("p", { class: "kicker" }, said.t("sheet.correct")), h("h2", { tabindex: -1, "data-key": "edit-title" }, data(sheet.name))];
  const title = given.told.get() === null ? said.t("sheet.add", { collection: sheet.name }) : (said.any(`sheet.add.${sheet.collection}`) ?? sheet.name);
  return [h("h2", { tabindex: -1, "data-key": "edit-title" }, title)];
}

/** Makes a form. */
export function sheetView(given: Given, said: Said, stock: Stock, form: Form, initial: Sheet, acts: SheetActs): SheetView {
  let sheet = initial;
  let faults: ReadonlyMap<string, string> = new Map();
  let theirs: ReadonlyMap<string, string> = new Map();
  let revisions: readonly Change[] = [];
  const isNew = initial.id === null;

  const pick = picking(given, said, (spot) => change("geometry", spot), () => choose(false));
  const choose = (on: boolean) => {
    pick.set(on, sheet.texts);
    refresh();
    if (on) return;
    lines.get("geometry")?.element.scrollIntoView({ block: "center" });
    element.querySelector<HTMLElement>("[data-key=edit-pick]")?.focus({ preventScroll: true });
  };
  const subject = () => {
    const { subject, place } = sheet.texts;
    if (subject) return subject.includes("/") ? subject : `places/${subject}`;
    return place ? `places/${place}` : "";
  };
  const stands = () => (given.told.get() === null ? null : stock.stand(subject()));

  function change(name: string, text: string): void {
    const was = stands();
    const before = sheet.texts;
    sheet = { ...sheet, texts: { ...before, [name]: text } };
    if (name === "subject" || name === "place") follow(was);
    for (const each of fieldsOf(form)) if (each.precision === name && text === "year") toYear(each);
    faults = new Map([...faults].filter(([each]) => each !== name));
    acts.keep(sheet);
    pick.show(sheet.texts);
    refresh();
  }
  /** What has no position of its own is where that is which it is about. */
  function follow(was: ReturnType<Stock["stand"]>): void {
    const { geometry = "" } = sheet.texts;
    const now = stands();
    if (now === null || (geometry !== "" && geometry !== was?.geometry)) return;
    sheet = { ...sheet, texts: { ...sheet.texts, geometry: now.geometry, position_accuracy: now.accuracy } };
  }
  function toYear({ name }: Field): void {
    const text = sheet.texts[name] ?? "";
    const year = /^\d{4}/.exec(text)?.[0];
    if (year !== undefined) sheet = { ...sheet, texts: { ...sheet.texts, [name]: /^end/.test(name) ? `${year}-12-31` : `${year}-01-01` } };
  }

  const bench: Bench = { given, said, stock, form, texts: () => sheet.texts, change, picks: pick.on, pick: choose, subjectSpot: () => stands()?.geometry ?? "" };
  const lines = new Map<string, Line>(fieldsOf(form).map((field) => [field.name, line(bench, field)]));

  function beside(field: Field): Parameters<Line["refresh"]>[0] {
    const wanted = sheet.texts[field.name] ?? "";
    const adds = acts.source !== null && field.to.includes("sources") && form.collection !== "sources" && (field.needed || wanted.startsWith("?"));
    return {
      before: isNew ? null : (sheet.base[field.name] ?? ""),
      fault: faults.get(field.name) ?? null,
      hint: staleIn(sheet.base, sheet.texts).includes(field.name) ? said.t("hint.stale", { old: readNumber(sheet.base["value_number"] ?? "") }) : null,
      theirs: theirs.get(field.name) ?? null,
      revisions,
      keep: () => {
        theirs = new Map([...theirs].filter(([each]) => each !== field.name));
        refresh();
      },
      more: adds ? sourceButton(field) : null,
    };
  }
  const made = new Map<string, HTMLElement>();
  function sourceButton(field: Field): HTMLElement {
    const button = made.get(field.name) ?? h("button", { type: "button", class: "plain", "data-key": `edit-${field.name}-new`, on: { click: () => acts.source?.(field.name) } }, said.t("source.new"));
    made.set(field.name, button);
    return button;
  }
  function refresh(): void {
    for (const each of lines.values()) each.refresh(beside(each.field));
    save.disabled = busy;
    if (remove) remove.disabled = busy;
  }

  function groupBlock({ name, folded, fields }: Group): HTMLElement {
    const title = said.any(`group.${name}.${form.collection}`, `group.${name}`) ?? name;
    const inner = fields.map((each) => lines.get(each.name)?.element ?? null).filter((each) => each !== null);
    if (folded) return h("details", { class: "edit-group", open: altered(form, sheet.base, sheet.texts).some((each) => fields.includes(each)) }, h("summary", { "data-key": `edit-group-${name}` }, title), ...inner);
    return h("fieldset", { class: "edit-group" }, h("legend", {}, title), ...inner);
  }

  let busy = false;
  const notice = h("div", { class: "edit-notice" });
  const save = h("button", { type: "submit", class: "tool edit-save", "data-key": "edit-save" }, said.t("sheet.save"));
  const cancel = h("button", { type: "button", class: "tool", "data-key": "edit-cancel", on: { click: () => acts.cancel() } }, said.t("sheet.cancel"));
  const remove = isNew ? null : h("button", { type: "button", class: "plain edit-remove", "data-key": "edit-remove", on: { click: () => acts.remove() } }, said.t("sheet.remove"));
  const body = h("form", { class: "edit-form", novalidate: true, autocomplete: "off" }, ...form.groups.map(groupBlock), h("div", { class: "edit-foot" }, save, cancel, remove));
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) acts.save();
  });
  const element = h("div", { class: "edit-sheet" }, ...titleOf(said, given, sheet), sheet.fills === null ? null : h("p", { class: "quiet" }, said.t("source.newTitle")), notice, body);

  function focus(name: string | null): void {
    const found = name === null ? null : lines.get(name);
    if (!found) return element.querySelector<HTMLElement>("[data-key=edit-title]")?.focus();
    const details = found.element.closest("details");
    if (details !== null) details.open = true;
    found.focus();
    found.element.scrollIntoView({ block: "center" });
  }

  function tell(found: ReadonlyMap<string, string>, about: Notice | null): void {
    faults = found;
    refresh();
    for (const name of found.keys()) {
      const details = lines.get(name)?.element.closest("details");
      if (details) details.open = true;
    }
    const names = [...found.keys()].filter((name) => lines.has(name));
    const links = names.map((name) => h("li", {}, h("button", { type: "button", class: "plain", "data-key": `edit-to-${name}`, on: { click: () => focus(name) } }, data(said.label(form.collection, (lines.get(name) as Line).field))), ": ", h("bdi", {}, found.get(name) ?? "")));
    const parts = about === null ? [] : [h("p", { class: "edit-notice-title" }, about.title), ...about.words];
    if (names.length > 0) parts.push(h("p", {}, said.count("problem.count", names.length)), h("ul", {}, ...links));
    notice.replaceChildren(...(parts.length === 0 ? [] : [h("div", { class: "alert", role: "alert", tabindex: -1, "data-key": "edit-alert" }, ...parts)]));
    if (parts.length === 0) return;
    if (names[0] !== undefined) return focus(names[0]);
    const alert = notice.firstElementChild as HTMLElement;
    alert.focus({ preventScroll: true });
    alert.scrollIntoView({ block: "nearest" });
  }

  refresh();
  pick.show(sheet.texts);
  return {
    element,
    sheet: () => sheet,
    dirty: () => altered(form, sheet.base, sheet.texts).length > 0,
    busy(on) {
      busy = on;
      // What is typed after it was sent would be lost.
      body.inert = on;
      save.textContent = said.t(on ? "sheet.saving" : "sheet.save");
      save.setAttribute("aria-busy", String(on));
      refresh();
    },
    settle(next, clashes) {
      sheet = next;
      theirs = clashes;
      acts.keep(sheet);
      pick.show(sheet.texts);
      refresh();
    },
    tell,
    check() {
      const word = (name: string, fault: string) => {
        const field = lines.get(name)?.field;
        return said.text.fill(said.any(`fault.${fault}.${name}`, `fault.${fault}`) ?? fault, { low: field?.minimum ?? 0, high: field?.maximum ?? 0, n: field?.longest ?? 0 });
      };
      const unread = [...lines.values()].filter((each) => each.unread()).map(({ field }) => [field.name, "day"] as const);
      const all = new Map<string, string>([...faultsIn(form, sheet.texts), ...unread]);
      // In the order of the form: the keyboard goes to the first.
      return new Map([...lines.keys()].flatMap((name) => (all.has(name) ? [[name, word(name, all.get(name) ?? "")]] : [])));
    },
    past(found) {
      revisions = found;
      refresh();
    },
    change,
    focus,
    end: () => pick.end(),
  };
}
