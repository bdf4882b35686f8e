import type { Given } from "../given";
import { happening } from "../situation";
import { featureIn, type Change } from "./change";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** The place of a situation that a change speaks of: itself, where it happened, or what is claimed something about; null if there is none. */
export function placeOf(given: Given, change: Change): string | null {
  const situation = given.told.get()?.value?.latest;
  if (!situation) return null;
  const properties = featureIn(change)?.properties ?? {};
  if (change.collection === "places") return change.id;
  if (change.collection === "events") return text(properties["place"]);
  const subject = text(properties["subject"]);
  if (subject === null || situation.places.some(({ id }) => id === subject)) return subject;
  return happening(situation, subject)?.place?.id ?? null;
}
