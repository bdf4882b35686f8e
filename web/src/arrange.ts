/** Where the badges and names on the map go, so that none hides another. All in screen pixels, y downwards. */

export interface Item {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** The radius of the circle of uncertainty if nothing may point at its middle; 0 where a badge may stand on the spot. */
  readonly rim: number;
  readonly badge: number;
  readonly labelWidth: number;
  readonly labelHeight: number;
  /** Whether it stands on its spot whatever it hides there. */
  readonly fast?: boolean;
}

export type Side = "right" | "left";

export interface Spot {
  /** From the item's position to the middle of its badge. */
  readonly dx: number;
  readonly dy: number;
  /** On which side of the badge the name stands; null: no room for it. */
  readonly label: Side | null;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** From a badge to the rim of its circle, or to the spot it gave up. */
const gap = 6;
/** From a badge to its name. */
const space = 3;
/** Half the width of a line with the air around it. */
const line = 2;
/** What a pixel away from where a badge belongs weighs against a square pixel that is covered twice. */
const perPixel = 0.5;
/** So many square pixels covered twice are borne before a name is left out. */
const borne = 40;
/** A name that is left out, or hides too much, weighs as much as this many square pixels. */
const nameless = 2000;
/** A circle wider than this many pixels may have names in it. */
export const smallRim = 30;
/** Half the dot that marks a spot whose badge gave way. */
export const spotHalf = 6;
/** So many spots of the first badge in an order are tried. */
const starts = 8;
/** Up to so many badges that have to give way, all orders are tried. */
const fewEnough = 5;

/** The area two boxes share. */
export function overlap(a: Rect, b: Rect): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** What an item covers when it stands like this: its badge, its name if there is room for it, and the line to where it belongs. */
export function covered(item: Item, spot: Spot): Rect[] {
  return [...sign(item, spot), ...leader(item, spot)];
}

function sign(item: Item, spot: Spot): Rect[] {
  const half = item.badge / 2;
  const x = item.x + spot.dx;
  const y = item.y + spot.dy;
  const badge = { left: x - half, right: x + half, top: y - half, bottom: y + half };
  if (spot.label === null || item.labelWidth === 0) return [badge];
  const left = spot.label === "left" ? x - half - space - item.labelWidth : x + half + space;
  return [badge, { left, right: left + item.labelWidth, top: y - item.labelHeight / 2, bottom: y + item.labelHeight / 2 }];
}

/** The line from the rim of the circle, or from the spot, to the badge: small boxes along it. */
function leader(item: Item, spot: Spot): Rect[] {
  const far = Math.hypot(spot.dx, spot.dy);
  const boxes: Rect[] = [];
  for (let at = item.rim + line; at < far - item.badge / 2; at += 2 * line) {
    const [x, y] = [item.x + (at / far) * spot.dx, item.y + (at / far) * spot.dy];
    boxes.push({ left: x - line, right: x + line, top: y - line, bottom: y + line });
  }
  return boxes;
}

const shared = (some: readonly Rect[], others: readonly Rect[]) => some.reduce((sum, a) => sum + others.reduce((all, b) => all + overlap(a, b), 0), 0);

const angles = [-45, -135, 45, 135, -20, -160, 20, 160, -60, -120, 60, 120, -75, -105, 75, 105, -90, 90];

/** Whether a sign on its spot would hide the circle of a place nearby that is not known exactly. */
function hides(item: Item, all: readonly Item[]): boolean {
  const half = item.badge / 2;
  return all.some((each) => each !== item && each.rim > 0 && Math.hypot(each.x - item.x, each.y - item.y) + each.rim < half + 2);
}

function offsets(item: Item, mayStay: boolean): { dx: number; dy: number }[] {
  const near = item.rim > 0 ? item.rim + item.badge / 2 + gap : item.badge + gap;
  const around = [near, near + item.badge, near + 2.2 * item.badge].flatMap((far) =>
    angles.map((angle) => ({ dx: far * Math.cos((angle * Math.PI) / 180), dy: far * Math.sin((angle * Math.PI) / 180) })),
  );
  return mayStay ? [{ dx: 0, dy: 0 }, ...around] : around;
}

function candidates(item: Item, toward: Side, mayStay: boolean): Spot[] {
  const other: Side = toward === "right" ? "left" : "right";
  return offsets(item, mayStay).flatMap(({ dx, dy }) => {
    const outward: Side[] = dx === 0 ? [toward, other] : dx > 0 ? ["right", "left"] : ["left", "right"];
    return outward.map((label) => ({ dx, dy, label }));
  });
}

interface Placed {
  readonly item: Item;
  readonly spot: Spot;
  readonly boxes: readonly Rect[];
  /** Square pixels that are covered twice or lie outside. */
  readonly trouble: number;
  readonly cost: number;
}

/** What surrounds an item that is looking for its spot. */
interface Room {
  /** What others cover already. */
  readonly taken: readonly Rect[];
  /** The circles and spots of those that stand elsewhere: a line may run through them, no sign may. */
  readonly grounds: readonly Rect[];
  readonly frame: Rect | null;
}

function weigh(item: Item, spot: Spot, { taken, grounds, frame }: Room): Placed {
  const signs = sign(item, spot);
  const boxes = [...signs, ...leader(item, spot)];
  const outside = frame ? signs.reduce((sum, box) => sum + (box.right - box.left) * (box.bottom - box.top) - overlap(box, frame), 0) : 0;
  const trouble = shared(boxes, taken) + shared(signs, grounds) + outside;
  return { item, spot, boxes, trouble, cost: trouble + away(spot) + (trouble > borne ? nameless : 0) };
}

const away = (spot: Spot) => perPixel * Math.hypot(spot.dx, spot.dy);

/** The few best of the spots, which come nearest first; at least one. */
function best(item: Item, spots: readonly Spot[], room: Room, few: number): Placed[] {
  const found: Placed[] = [];
  for (const spot of spots) {
    const worst = found.length < few ? Number.POSITIVE_INFINITY : (found.at(-1)?.cost ?? 0);
    if (away(spot) >= worst) break;
    const placed = weigh(item, spot, room);
    if (placed.cost >= worst) continue;
    found.push(placed);
    found.sort((a, b) => a.cost - b.cost);
    found.length = Math.min(found.length, few);
  }
  return found;
}

const within = (frame: Rect | null, { x, y }: Item) => (frame && x > frame.left && x < frame.right && y > frame.top && y < frame.bottom ? frame : null);

/** Every order of a few things; of many only the one they come in. */
export function orders<T>(all: readonly T[]): T[][] {
  if (all.length > fewEnough || all.length < 2) return [[...all]];
  return all.flatMap((first, at) => orders([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [first, ...rest]));
}

/** An item among those that stand already, in its few best ways: with its name if that hides nothing, else without. */
function among(item: Item, placed: readonly Placed[], { grounds, spots, frame, kept }: Problem, few: number): Placed[] {
  const room = { taken: [...kept, ...placed.flatMap((one) => one.boxes)], grounds: grounds.filter((each) => each.item !== item).map((each) => each.box), frame: within(frame, item) };
  const all = spots.get(item) ?? [];
  const named = best(item, all, room, few).filter((each) => each.trouble <= borne);
  return named.length > 0 ? named : best(item, all.map((each) => ({ ...each, label: null })), room, 1);
}

/** Places one after the other, each where it is best given those before it. */
function place(order: readonly Item[], fixed: readonly Placed[], problem: Problem): Placed[] {
  return order.reduce<readonly Placed[]>((placed, item) => [...placed, ...among(item, placed, problem, 1)], fixed).slice();
}

interface Problem {
  readonly grounds: readonly Ground[];
  /** Where each item may stand, nearest first. */
  readonly spots: ReadonlyMap<Item, readonly Spot[]>;
  readonly frame: Rect | null;
  /** What must stay free. */
  readonly kept: readonly Rect[];
}

/** What an item covers wherever its badge goes. */
interface Ground {
  readonly item: Item;
  readonly box: Rect;
}

const around = (item: Item, half: number): Ground => ({ item, box: { left: item.x - half, right: item.x + half, top: item.y - half, bottom: item.y + half } });

const worth = (placed: readonly Placed[]) => placed.reduce((sum, each) => sum + each.cost + (each.spot.label === null ? nameless : 0), 0);

/**
 * Finds a place for every badge and, where there is room, for its name.
 * Items that are known exactly come first and stand on their spot, unless they
 * would hide the circle of one that is not; the others are tried in every order, as
 * long as they are few, and the arrangement that hides least and strays least is kept.
 * `toward` is where names go by preference; `frame`, what can be seen; `kept`, what must stay free in it.
 */
export function arrange(items: readonly Item[], toward: Side, frame: Rect | null, kept: readonly Rect[] = []): Map<string, Spot> {
  const stays = (item: Item) => item.fast === true || (item.rim === 0 && !hides(item, items));
  const spots = new Map(items.map((item) => [item, candidates(item, toward, stays(item))]));
  const still = items.filter(stays);
  const moving = items.filter((item) => !stays(item));
  const fixed = place(still, [], { grounds: still.map((item) => around(item, item.badge / 2)), spots, frame, kept });
  // Neither a small circle nor the spot of a badge that gives way may be covered by another; a wide circle may.
  const problem = { grounds: moving.filter((item) => item.rim <= smallRim).map((item) => around(item, Math.max(item.rim, spotHalf))), spots, frame, kept };
  let found: Placed[] = fixed;
  for (const [first, ...rest] of orders(moving)) {
    for (const start of first ? among(first, fixed, problem, starts) : []) {
      const placed = place(rest, [...fixed, start], problem);
      if (found === fixed || worth(placed) < worth(found)) found = placed;
    }
  }
  return new Map(found.map(({ item, spot }) => [item.id, spot]));
}
