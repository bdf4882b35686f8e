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

const gap = 6;

/** The area two boxes share. */
export function overlap(a: Rect, b: Rect): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** The box that an item covers when it stands like this. */
export function covered(item: Item, spot: Spot): Rect {
  const half = item.badge / 2;
  const x = item.x + spot.dx;
  const y = item.y + spot.dy;
  const reach = spot.label === null ? 0 : gap + item.labelWidth;
  const tall = spot.label === null ? half : Math.max(half, item.labelHeight / 2);
  return {
    left: x - half - (spot.label === "left" ? reach : 0),
    right: x + half + (spot.label === "right" ? reach : 0),
    top: y - tall,
    bottom: y + tall,
  };
}

const angles = [-45, -135, 45, 135, -20, -160, 20, 160, -75, -105, 75, 105];

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

function best(item: Item, spots: readonly Spot[], taken: readonly Rect[], frame: Rect | null): { spot: Spot; cost: number } {
  let found: { spot: Spot; cost: number } = { spot: { dx: 0, dy: 0, label: null }, cost: Number.POSITIVE_INFINITY };
  for (const spot of spots) {
    const box = covered(item, spot);
    const outside = frame ? (box.right - box.left) * (box.bottom - box.top) - overlap(box, frame) : 0;
    const cost = taken.reduce((sum, each) => sum + overlap(box, each), 0) + outside;
    if (cost < found.cost) found = { spot, cost };
    if (cost === 0) break;
  }
  return found;
}

/**
 * Finds a place for every badge and, where there is room, for its name.
 * Items that are known exactly come first and stand on their spot, unless they
 * would hide the circle of one that is not; then the others in the order given.
 * `toward` is where names go by preference; `frame`, what can be seen.
 */
export function arrange(items: readonly Item[], toward: Side, frame: Rect | null): Map<string, Spot> {
  const result = new Map<string, Spot>();
  const order = [...items].sort((a, b) => Number(a.rim > 0) - Number(b.rim > 0));
  const taken: Rect[] = [];
  for (const item of order) {
    const others = order.filter((each) => each !== item && !result.has(each.id) && each.rim === 0);
    const inTheWay = [...taken, ...others.map((each) => covered(each, { dx: 0, dy: 0, label: null }))];
    const seen = frame && item.x > frame.left && item.x < frame.right && item.y > frame.top && item.y < frame.bottom ? frame : null;
    const all = candidates(item, toward, item.rim === 0 && !hides(item, items));
    let { spot, cost } = best(item, all, inTheWay, seen);
    if (cost > 40) spot = best(item, all.map((each) => ({ ...each, label: null })), inTheWay, seen).spot;
    result.set(item.id, spot);
    taken.push(covered(item, spot));
  }
  return result;
}
