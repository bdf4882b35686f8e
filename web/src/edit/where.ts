/** The position of a form: typed, moved with the arrow keys, or chosen on the map; and how exact it is. */
import { h } from "../element";
import type { Bench } from "./bench";
import type { Control } from "./control";
import { otherShape, readNumber, readSpot, spotOf } from "./texts";

/** What people say of how exact a position is, in metres. */
export const exactness = [50, 200, 500, 1000, 5000, 10_000, 50_000] as const;

/** A hundred metres or so, in degrees; less where the position is exact, more where it is not. */
function step(metres: number): number {
  return metres >= 10_000 ? 0.01 : metres >= 500 ? 0.001 : 0.0001;
}

const shorten = (degrees: number) => String(Number(degrees.toFixed(6)));

/** Two numbers, as other maps copy them: latitude, longitude. */
export function pasted(text: string): [number, number] | null {
  const spot = readSpot(text.trim().replace(/[;\s،]+/g, ",").replace(/,+/g, ","));
  if (spot === null) return null;
  const [lat, lng] = spot;
  return Math.abs(lat) <= 90 ? [lng, lat] : null;
}

/** Where it is. */
export function positionControl(bench: Bench, attributes: Readonly<Record<string, unknown>>): Control {
  const { said } = bench;
  const now = () => bench.texts()["geometry"] ?? "";
  if (now() === otherShape) {
    const words = h("p", { class: "quiet", id: String(attributes["id"]) }, said.t("where.shape"));
    return { element: words, focus: words, mode: "shape", set: () => {} };
  }
  const input = (part: "lat" | "lng") =>
    h("input", { type: "text", inputmode: "decimal", dir: "ltr", autocomplete: "off", "aria-invalid": attributes["aria-invalid"], "aria-describedby": attributes["aria-describedby"], id: part === "lat" ? attributes["id"] : `${String(attributes["id"])}-lng`, "data-key": `edit-${part}` });
  const [lat, lng] = [input("lat"), input("lng")];
  const tell = () => bench.change("geometry", spotOf(lng.value, lat.value));
  const show = (text: string) => {
    const [x = "", y = ""] = text.split(",");
    // What is being typed stays as it is typed.
    if (readNumber(lng.value) !== readNumber(x) || x === "") lng.value = x;
    if (readNumber(lat.value) !== readNumber(y) || y === "") lat.value = y;
    clear.hidden = text === "";
    none.hidden = text !== "";
    const subject = bench.subjectSpot();
    follow.hidden = subject === "" || subject === text;
    pick.setAttribute("aria-pressed", String(bench.picks()));
    pick.textContent = said.t(bench.picks() ? "where.done" : "where.pick");
  };
  const nudge = (event: KeyboardEvent) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const field = event.currentTarget as HTMLInputElement;
    const value = readNumber(field.value);
    if (Number.isNaN(value)) return;
    event.preventDefault();
    const limit = field === lat ? 90 : 180;
    const by = step(readNumber(bench.texts()["position_accuracy"] ?? "")) * (event.shiftKey ? 10 : 1) * (event.key === "ArrowUp" ? 1 : -1);
    field.value = shorten(Math.max(-limit, Math.min(limit, value + by)));
    tell();
  };
  const paste = (event: ClipboardEvent) => {
    const spot = pasted(event.clipboardData?.getData("text") ?? "");
    if (spot === null) return;
    event.preventDefault();
    bench.change("geometry", spot.map(shorten).join(","));
    show(now());
  };
  for (const each of [lat, lng]) {
    each.addEventListener("input", tell);
    each.addEventListener("keydown", nudge);
    each.addEventListener("paste", paste);
  }
  const button = (key: string, words: string, click: () => void) => h("button", { type: "button", class: "tool", "data-key": key, on: { click } }, words);
  const pick = button("edit-pick", said.t("where.pick"), () => bench.pick(!bench.picks()));
  const follow = button("edit-follow", said.t("where.subject"), () => (bench.change("geometry", bench.subjectSpot()), show(now())));
  const clear = button("edit-clear", said.t("where.clear"), () => (bench.change("geometry", ""), show(""), pick.focus()));
  const none = h("p", { class: "quiet" }, said.t("where.none"), " ", said.t("where.none.help"));
  const element = h(
    "div",
    { class: "edit-where" },
    none,
    h("div", { class: "edit-buttons" }, pick, follow, clear),
    h("div", { class: "edit-pair" }, h("label", {}, h("span", {}, said.t("where.lat")), lat), h("label", {}, h("span", {}, said.t("where.lng")), lng)),
    h("p", { class: "quiet" }, said.t("where.type")),
  );
  show(now());
  return { element, focus: lat, mode: "point", set: show };
}

/** How exact a position is: in words, or in metres. */
export function accuracyControl(bench: Bench, attributes: Readonly<Record<string, unknown>>): Control {
  const { said } = bench;
  const words = (metres: number) => (said.any(`where.${metres}`) ?? "").replace("{length}", said.text.length(metres));
  const option = (value: string, label: string) => h("option", { value }, label);
  const select = h("select", { ...attributes }, option("", said.t("where.untold")), ...exactness.map((each) => option(String(each), words(each))), option("other", said.t("where.another")));
  const metres = h("input", { type: "text", inputmode: "decimal", dir: "ltr", autocomplete: "off", "aria-label": said.t("where.metres"), "data-key": "edit-metres", "aria-invalid": attributes["aria-invalid"] });
  const unit = h("label", { class: "edit-unit" }, metres, h("span", {}, said.t("where.metres")));
  let own = false;
  const show = (text: string) => {
    const known = exactness.some((each) => String(each) === text);
    if (text !== "" && !known) own = true;
    select.value = own ? "other" : text;
    unit.hidden = !own;
    if (metres.value !== text) metres.value = text;
  };
  select.addEventListener("change", () => {
    own = select.value === "other";
    unit.hidden = !own;
    if (own) return metres.focus();
    bench.change("position_accuracy", select.value);
  });
  metres.addEventListener("input", () => bench.change("position_accuracy", metres.value.trim()));
  show(bench.texts()["position_accuracy"] ?? "");
  return { element: h("div", { class: "edit-accuracy" }, select, unit), focus: select, mode: "accuracy", set: show };
}
