/** One field of a form: its name, what it means, what it says, what it said before, and what is wrong with it. */
import { h, type Child } from "../element";
import { data } from "../names";
import { tame } from "../text";
import { textWords, type Bench } from "./bench";
import { control, isOther } from "./control";
import { earlierOf } from "./earlier";
import type { Field } from "./form";
import type { Change } from "../past/change";

/** What a field is told besides its value. What is not the page's own is tame. */
export interface Beside {
  /** What it said when it was read; null for something new. */
  readonly before: string | null;
  readonly fault: string | null;
  /** What one may want to look at; nothing has to be done about it. */
  readonly hint: string | null;
  /** What somebody else has written there meanwhile; null: nothing else. */
  readonly theirs: string | null;
  /** The revisions of what is corrected, newest first. */
  readonly revisions: readonly Change[];
  /** Leaves it as it was typed. */
  keep(): void;
  /** What stands under it besides. */
  readonly more: Child;
}

export interface Line {
  readonly element: HTMLElement;
  readonly field: Field;
  /** Shows what is true now. */
  refresh(beside: Beside): void;
  focus(): void;
  /** Whether something stands in it that the browser makes nothing of, such as a day without its year: it would be taken for nothing. */
  unread(): boolean;
}

/** The id of a field's control. A blank would part it in two where ids are listed: what describes it could not be read out. */
export const idOf = (name: string) => `edit-${name.replace(/[\t\n\f\r ]/g, "\u00A0")}`;

/** Makes a field of a form. */
export function line(bench: Bench, field: Field): Line {
  const { said } = bench;
  const id = idOf(field.name);
  const collection = bench.form.collection;
  const name = said.label(collection, field);
  const [help, example] = [said.help(collection, field), said.example(collection, field)];
  const described = h("p", { class: "quiet edit-help", id: `${id}-help` }, help === null ? null : h("bdi", {}, help), example === null ? null : h("span", { class: "edit-example" }, ` ${said.t("sheet.example", { example })}`));
  const fault = h("p", { class: "edit-fault", id: `${id}-fault`, hidden: true });
  const attributes = { id, "data-key": id, "data-label": name, "aria-required": field.needed ? "true" : null, "aria-describedby": `${id}-help ${id}-fault ${id}-hint` };
  const hint = h("p", { class: "edit-hint", id: `${id}-hint`, hidden: true });
  let made = control(bench, field, attributes);
  const under = h("div", { class: "edit-under" });
  const label = h("label", { for: id }, data(name), field.needed ? h("span", { class: "edit-needed" }, ` ${said.t("sheet.needed")}`) : null);
  const element = h("div", { class: `edit-field is-${field.widget}`, "data-field": field.name }, label, made.element, fault, hint, under, described);
  described.hidden = help === null && example === null;
  let open = false;
  let shown = bench.texts()[field.name] ?? "";
  let drawn = "";

  const words = (text: string): HTMLElement => {
    const value = textWords(bench, field, text);
    return value === null ? h("span", { class: "nothing" }, said.t("before.nothing")) : data(value);
  };
  const put = (text: string) => {
    bench.change(field.name, text);
    made.set(text);
    made.focus.focus();
  };
  const button = (key: string, label: string, click: () => void, pressed: boolean | null = null) => h("button", { type: "button", class: "plain", "data-key": `${id}-${key}`, "aria-expanded": pressed, on: { click } }, label);

  function earlierRows(beside: Beside, again: () => void): Child[] {
    const rows = beside.before === null ? [] : earlierOf(field, beside.revisions, beside.before);
    if (rows.length === 0) return [];
    const row = (each: (typeof rows)[number], index: number) =>
      h("li", {}, words(each.text), " ", h("span", { class: "quiet" }, data(each.by === null ? said.text.day(each.at) : said.t("earlier.by", { day: said.text.day(each.at), who: tame(each.by) }))), " ", button(`use-${index}`, said.t("earlier.use"), () => put(each.text)));
    return [button("earlier", said.count("earlier.open", rows.length), again, open), open ? h("ul", { class: "edit-earlier" }, ...rows.map(row)) : null];
  }

  function refresh(beside: Beside): void {
    const now = bench.texts()[field.name] ?? "";
    element.hidden = !field.shown(bench.texts());
    if (isOther(bench, field, made)) {
      const before = made;
      made = control(bench, field, attributes);
      before.element.replaceWith(made.element);
    } else if (now !== shown || field.widget === "position") made.set(now);
    shown = now;
    fault.hidden = beside.fault === null;
    fault.replaceChildren(beside.fault === null ? "" : h("bdi", {}, beside.fault));
    // Whoever does not see it hears of it, once.
    if (beside.hint !== null && hint.hidden) bench.given.whisper(`${name}: ${beside.hint}`);
    hint.hidden = beside.hint === null;
    hint.textContent = beside.hint ?? "";
    for (const each of element.querySelectorAll("input, select, textarea")) each.setAttribute("aria-invalid", String(beside.fault !== null));
    const altered = beside.before !== null && now.trim() !== beside.before.trim();
    element.classList.toggle("altered", altered);
    // What stands under it is made anew only where it differs: the keyboard may be in it.
    const next = JSON.stringify([altered, beside.before, beside.theirs, beside.revisions.length, open]);
    if (next === drawn && beside.more === null) return;
    drawn = next;
    const again = () => {
      open = !open;
      refresh(beside);
      under.querySelector<HTMLElement>(`[data-key="${CSS.escape(`${id}-earlier`)}"]`)?.focus();
    };
    const before = beside.before ?? "";
    const { theirs } = beside;
    under.replaceChildren(
      ...[
        theirs === null ? null : h("p", { class: "edit-clash" }, said.t("clash.theirs"), " ", words(theirs), " ", button("take", said.t("clash.take"), () => (beside.keep(), put(theirs))), " ", button("keep", said.t("clash.keep"), () => (beside.keep(), made.focus.focus()))),
        altered && theirs === null ? h("p", { class: "edit-before" }, h("span", { class: "quiet" }, said.t("before.was")), " ", words(before), " ", button("back", said.t("before.back"), () => put(before))) : null,
        ...earlierRows(beside, again),
        beside.more,
      ].filter((each): each is Node | string => each !== null && each !== false),
    );
    under.hidden = under.childNodes.length === 0;
  }
  const unread = () => !element.hidden && [...element.querySelectorAll("input")].some((each) => each.validity.badInput);
  return { element, field, refresh, focus: () => made.focus.focus(), unread };
}
