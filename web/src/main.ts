import "./style/base.css";
import "./style/map.css";
import "./style/panel.css";
import "./style/time.css";
import "./style/list.css";
import { address } from "./address";
import { collections, reason, type Collection } from "./api";
import { bar } from "./bar";
import { cell } from "./cell";
import { filesCourse, situationCourse } from "./course";
import { drawn } from "./drawn";
import { escape } from "./escape";
import { frame, type Slots } from "./frame";
import type { Given } from "./given";
import { jump } from "./jump";
import { layers } from "./layers";
import { featureShapes } from "./layers-features";
import { nearestLines } from "./layers-nearest";
import { legend } from "./legend";
import { list } from "./list";
import { chart } from "./map";
import { nearest } from "./nearest";
import { panel } from "./panel";
import { touching } from "./scale";
import { search } from "./search";
import { show, showFiles } from "./show";
import { page, readAddress } from "./state";
import { status } from "./status";
import { speak } from "./text";
import { timeline } from "./timeline";
import { told } from "./told";
import { voices } from "./voices";

const state = page(readAddress(window.location.hash, navigator.language.startsWith("ar") ? "ar" : "en"));
const voice = cell("");
const breath = cell("");
const given: Given = {
  page: state,
  text: () => speak(state.get().lang),
  told: cell<ReturnType<Given["told"]["get"]>>(null),
  drawn: cell<ReturnType<Given["drawn"]["get"]>>(null),
  nearby: cell<ReturnType<Given["nearby"]["get"]>>(null),
  seen: cell<string | null>(null),
  again: cell(0),
  say: (words) => (voice.set(""), voice.set(words)),
  whisper: (words) => (breath.set(""), breath.set(words)),
};

const isSituation = (all: readonly Collection[]) => ["places", "claims", "control"].every((id) => all.some((each) => each.id === id));

function start(slots: Slots, all: readonly Collection[]): void {
  const map = chart(given, slots.map, slots.middle);
  const course = isSituation(all) ? () => situationCourse(given) : filesCourse(given, all);
  if (isSituation(all)) {
    layers(given, map);
    show(given, map);
    told(given);
  } else {
    featureShapes(given, map);
    showFiles(given, map, all);
    drawn(given, all, (moment) => {
      const scale = course()?.scale;
      return scale ? touching(scale, moment) : moment;
    });
  }
  nearestLines(given, map);
  nearest(given);
  jump(given, slots.jump);
  timeline(given, slots.time, course);
  for (const [part, slot] of [[voices, slots.voices], [legend, slots.legend], [list, slots.list], [search, slots.search]] as const) part(given, slot);
}

const { slots } = frame(given, document.body);
address(state, window);
escape(state, document);
status(given, voice, breath, slots.said);
bar(given, slots.tools);
panel(given, slots.panel);
let begun = false;
function begin(): void {
  given.told.set(null);
  collections().then(
    (all) => {
      begun = true;
      start(slots, all);
    },
    (failure: unknown) => given.told.set({ is: "failed", value: null, why: reason(failure) }),
  );
}
given.again.on(() => begun || begin());
begin();
