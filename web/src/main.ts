import "./style/base.css";
import "./style/map.css";
import "./style/panel.css";
import "./style/time.css";
import "./style/list.css";
import "./style/find.css";
import "./style/past.css";
import { address } from "./address";
import { abilities, collections, reason, type Collection } from "./api";
import { bar } from "./bar";
import { cell } from "./cell";
import { filesCourse, situationCourse } from "./course";
import { drawn } from "./drawn";
import { escape } from "./escape";
import { owning } from "./edit/own";
import { penman } from "./edit/pen";
import { asking, type Ground } from "./find/course";
import { find } from "./find/panel";
import { frame, type Slots } from "./frame";
import type { Given } from "./given";
import { jump } from "./jump";
import { layers } from "./layers";
import { featureShapes } from "./layers-features";
import { foundShapes } from "./layers-found";
import { nearestLines } from "./layers-nearest";
import { pulses } from "./layers-pulse";
import { spotLayer } from "./layers-spot";
import { legend } from "./legend";
import { list } from "./list";
import { chart } from "./map";
import { nearest } from "./nearest";
import { panel } from "./panel";
import type { Change } from "./past/change";
import { listing } from "./past/course";
import { remembering } from "./past/history";
import { known } from "./past/known";
import { live } from "./past/live";
import { notice } from "./past/notice";
import { changesPanel } from "./past/panel";
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
  asking: cell<ReturnType<Given["asking"]["get"]>>(null),
  found: cell<ReturnType<Given["found"]["get"]>>(null),
  listed: cell<readonly Collection[]>([]),
  keeps: cell(false),
  live: cell<ReturnType<Given["live"]["get"]>>("off"),
  visit: cell<ReturnType<Given["visit"]["get"]>>(null),
  arrived: cell<ReturnType<Given["arrived"]["get"]>>(null),
  touched: cell<readonly Change[]>([]),
  fresh: cell(0),
  changed: cell<ReturnType<Given["changed"]["get"]>>(null),
  history: cell<ReturnType<Given["history"]["get"]>>(null),
  recall: (subject) => past.open(subject),
  takes: cell(false),
  may: cell<ReturnType<Given["may"]["get"]>>(null),
  own: owning(),
  placing: cell<ReturnType<Given["placing"]["get"]>>(null),
  write: (wanted) => void pen.open(wanted),
  seen: cell<string | null>(null),
  again: cell(0),
  say: (words) => (voice.set(""), voice.set(words)),
  whisper: (words) => (breath.set(""), breath.set(words)),
};

const isSituation = (all: readonly Collection[]) => ["places", "claims", "control"].every((id) => all.some((each) => each.id === id));

/** Places are derived for a moment and from sources; of files, the slider shows what touches its moment. */
function ground(all: readonly Collection[], touched: (moment: string) => string): Ground {
  if (!isSituation(all)) {
    return { all, first: all[0]?.id ?? "", of: (_, { moment }) => ({ datetime: moment === null ? null : touched(moment), accordingTo: null }) };
  }
  return {
    all,
    first: all.some(({ id }) => id === "events") ? "events" : "places",
    of: (collection, { moment, sources }) => (collection === "places" ? { datetime: moment, accordingTo: sources.length > 0 ? sources.join(",") : null } : { datetime: null, accordingTo: null }),
  };
}

/** What a service without a past shows nothing of. */
function keep(slots: Slots, keeps: boolean): void {
  given.keeps.set(keeps);
  if (!keeps) return;
  live(given);
  listing(given);
  notice(given, slots.notice);
  changesPanel(given, slots.past);
}

function start(slots: Slots, all: readonly Collection[]): void {
  const map = chart(given, slots.map, slots.middle);
  const touched = (moment: string) => {
    const scale = course()?.scale;
    return scale ? touching(scale, moment) : moment;
  };
  const course = isSituation(all) ? () => situationCourse(given) : filesCourse(given, all);
  if (isSituation(all)) {
    layers(given, map);
    show(given, map);
    told(given);
  } else {
    featureShapes(given, map);
    showFiles(given, map, all);
    drawn(given, all, touched);
  }
  foundShapes(given, map);
  asking(given, ground(all, touched));
  find(given, all, slots.find, (corners) => map.fit(corners));
  nearestLines(given, map);
  nearest(given);
  pulses(given, map);
  spotLayer(given, map);
  jump(given, slots.jump);
  timeline(given, slots.time, course);
  for (const [part, slot] of [[voices, slots.voices], [legend, slots.legend], [list, slots.list], [search, slots.search]] as const) part(given, slot);
}

const { slots } = frame(given, document.body);
address(state, window);
escape(state, document);
status(given, voice, breath, slots.said);
bar(given, slots.tools);
panel(given, slots.panel, slots.words);
known(given, slots.known);
const past = remembering(given);
const pen = penman(given, slots.edit, () => import("./edit/desk"));
let begun = false;
function begin(): void {
  given.told.set(null);
  collections().then(
    (all) => {
      begun = true;
      given.listed.set(all);
      start(slots, all);
      pen.resume();
    },
    (failure: unknown) => given.told.set({ is: "failed", value: null, why: reason(failure) }),
  );
}
given.again.on(() => begun || begin());
begin();
abilities().then(
  ({ keeps, takes }) => {
    keep(slots, keeps);
    given.takes.set(takes);
    pen.resume();
  },
  () => {}, // Whoever cannot tell has none.
);
