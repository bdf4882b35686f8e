/** After something was saved: the page shows it, and where it is. */
import { opens as leads } from "../find/open";
import type { Given } from "../given";
import { featureIn, type Change } from "../past/change";
import { placeOf } from "../past/subjects";

/** The newest state is waited for at most so long, in milliseconds, and marked for so long. */
const patience = 4000;
const stays = 3000;

/** What the page has to show for it; undefined: what it shows already. */
function target(given: Given, change: Change): string | null | undefined {
  const { chosen } = given.page.get();
  const feature = featureIn(change);
  const own = feature === null ? null : leads(given, change.collection, feature);
  if (change.op === "deleted") return chosen !== null && chosen === own && (given.told.get() === null || change.collection === "places" || change.collection === "events") ? null : undefined;
  if (own === null || chosen === own) return undefined;
  const place = given.told.get() === null ? null : placeOf(given, change);
  return place !== null && place === chosen ? undefined : (place ?? own);
}

function cardOf(change: Change): HTMLElement | null {
  const id = CSS.escape(change.id);
  return document.querySelector<HTMLElement>(`.words [data-claim="${id}"], .words [data-event="${id}"]`);
}

function mark(given: Given, change: Change, unseen: () => void): void {
  const card = change.op === "deleted" ? null : cardOf(change);
  const title = document.querySelector<HTMLElement>(".words [data-key=title], .words .event h2");
  const details = card?.closest("details");
  if (details) details.open = true;
  const shown = card ?? title;
  if (card === null && change.op !== "deleted" && (change.collection === "claims" || change.collection === "control")) unseen();
  if (shown === null) return;
  (card?.querySelector<HTMLElement>(".pen") ?? shown).focus({ preventScroll: true });
  shown.scrollIntoView({ block: card === null ? "nearest" : "center" });
  if (card === null || given.told.get() === null) return;
  card.classList.add("saved");
  window.setTimeout(() => card.classList.remove("saved"), stays);
}

/** Brings what was saved into view if it `opens`, and lets it pulse. `unseen` is called if it is not shown now. */
export function settle(given: Given, change: Change, opens: boolean, unseen: () => void): void {
  const cells = [given.told, given.drawn] as const;
  let timer = 0;
  const ends = cells.map((each) => each.on((now) => now?.is === "ready" && done()));
  const done = () => {
    window.clearTimeout(timer);
    for (const end of ends) end();
    if (!opens) return;
    const chosen = target(given, change);
    if (chosen !== undefined) given.page.change({ chosen });
    requestAnimationFrame(() => mark(given, change, unseen));
  };
  timer = window.setTimeout(done, patience);
  given.touched.set([change]);
  given.fresh.set(given.fresh.get() + 1);
}
