import type { Collection, Near } from "./api";
import type { Cell, Load } from "./cell";
import type { Feature } from "geojson";
import type { Queryables } from "./find/queryables";
import type { Question } from "./find/question";
import type { Own } from "./edit/own";
import type { Wanted } from "./edit/pen";
import type { Arrived } from "./past/arrived";
import type { Change } from "./past/change";
import type { Subject } from "./past/history";
import type { Visit } from "./past/visit";
import type { Situation } from "./situation";
import type { Page } from "./state";
import type { Text } from "./text";

/** The situation at the moment and from the sources that are chosen, and what does not change with them. */
export interface Told {
  /** What `now` answers: the moment asked for (null: the latest) and the sources. */
  readonly asked: { readonly moment: string | null; readonly sources: readonly string[]; readonly known: string | null };
  readonly now: Situation;
  readonly latest: Situation;
  /** The days on which events with a place began, for the histogram. */
  readonly began: readonly string[];
  /** How many events have no day of their own. */
  readonly undated: number;
  /** The days on which somebody says that control of a place changed. */
  readonly changed: readonly string[];
}

/** The features of one collection in the part of the world that is seen. */
export interface Drawn {
  readonly collection: Collection;
  readonly shown: boolean;
  readonly features: readonly Feature[];
  /** How many there are in view in all; null: not told. */
  readonly matched: number | null;
}

/** The nearest facilities to a spot. */
export interface Nearby {
  readonly spot: readonly [number, number];
  readonly collection: string;
  readonly found: readonly Near[];
}

/** What can be asked of the collection that is looked through. */
export interface Asking {
  readonly collection: Collection;
  readonly queryables: Queryables;
}

/** What was found: the first of it, and what to ask for the rest. */
export interface Found {
  readonly question: Question;
  readonly features: readonly Feature[];
  /** How many there are in all; null: not told. */
  readonly matched: number | null;
  readonly next: Readonly<Record<string, string>> | null;
}

/** The changes that are listed, newest first. */
export interface Listed {
  /** Since when, as the page's state has it. */
  readonly since: string;
  readonly changes: readonly Change[];
  /** Whether there are newer ones than could be fetched. */
  readonly more: boolean;
  /** Whether older ones are not kept any more. */
  readonly cut: boolean;
}

/** The past of what is chosen, newest first. */
export interface Past {
  readonly changes: readonly Change[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** A spot that is being chosen on the map: longitude, latitude, and how far the true one may lie from it in metres. */
export interface Placing {
  readonly spot: readonly [number, number] | null;
  readonly metres: number | null;
  /** Whether a click on the map chooses it. */
  readonly picking: boolean;
  take(spot: readonly [number, number]): void;
}

/** What every part of the page is given. */
export interface Given {
  readonly page: Page;
  /** The text in the language of the moment. */
  text(): Text;
  /** The seeds' situation; stays null where the service serves files. */
  readonly told: Cell<Load<Told> | null>;
  /** The collections of files; stays null where there is a situation. */
  readonly drawn: Cell<Load<readonly Drawn[]> | null>;
  readonly nearby: Cell<Load<Nearby> | null>;
  /** null while nothing is looked for; so is `found`. */
  readonly asking: Cell<Load<Asking> | null>;
  readonly found: Cell<Load<Found> | null>;
  /** The collections of the service. */
  readonly listed: Cell<readonly Collection[]>;
  /** Whether the service keeps what was. */
  readonly keeps: Cell<boolean>;
  /** Whether changes are heard of as they are made. */
  readonly live: Cell<"off" | "on" | "lost">;
  /** The visit before this one; null if none is known. */
  readonly visit: Cell<Visit | null>;
  /** The changes that the notice tells of; null: none. */
  readonly arrived: Cell<Arrived | null>;
  /** The changes that came last, together. */
  readonly touched: Cell<readonly Change[]>;
  /** Changes when what is shown is no longer the newest, and shall be asked for again quietly. */
  readonly fresh: Cell<number>;
  /** null while no list of changes is open. */
  readonly changed: Cell<Load<Listed> | null>;
  /** The past of what is chosen; null while nobody asks for it. */
  readonly history: Cell<Load<Past> | null>;
  /** Asks for a past, or puts it away again. */
  recall(subject: Subject): void;
  /** Whether the service takes changes from whoever has a token. */
  readonly takes: Cell<boolean>;
  /** The collections that may be written in with the token that is kept; null while that is not known. */
  readonly may: Cell<readonly string[] | null>;
  /** What this page itself changes. */
  readonly own: Own;
  /** The spot of what is being written; null: none. */
  readonly placing: Cell<Placing | null>;
  /** Opens the form. */
  write(wanted: Wanted): void;
  /** West, south, east, north of what is seen. */
  readonly seen: Cell<string | null>;
  /** Changes when what could not be loaded shall be asked for again. */
  readonly again: Cell<number>;
  /** Says something to those who listen and to those who read. */
  say(words: string): void;
  /** Says something to those who only listen: whoever looks sees it anyway. */
  whisper(words: string): void;
}
