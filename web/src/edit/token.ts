/** The token of whoever writes: kept for the life of the tab, on the device if one wants that, and never in the address. */
import { drawer } from "./drawer";

const key = "cairn.token";

/** What a token looks like (RFC 6750 §2.1): nothing else may get into a header. */
export const isToken = (text: string) => /^[A-Za-z0-9._~+/-]{8,16384}=*$/.test(text);

/** Where a browser keeps nothing for anybody, the page remembers it itself, until it is loaded anew. */
const remembered = new WeakMap<Window, string>();

type Keeper = "sessionStorage" | "localStorage";

function get(window: Window, keeper: Keeper): string | null {
  try {
    const kept = window[keeper].getItem(drawer(window, key));
    return kept !== null && isToken(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** The token that is kept; null if there is none. */
export function keptToken(window: Window): string | null {
  return get(window, "sessionStorage") ?? get(window, "localStorage") ?? remembered.get(window) ?? null;
}

/** What tells a token from others, and nothing of the token itself: 32 bits (FNV-1a). "": there is none. */
export function markOf(token: string | null): string {
  if (token === null) return "";
  let mark = 0x811c9dc5;
  for (const letter of token) mark = Math.imul(mark ^ letter.charCodeAt(0), 0x01000193);
  return (mark >>> 0).toString(16);
}

/** Forgets the token, in the tab and on the device. */
export function forgetToken(window: Window): void {
  remembered.delete(window);
  for (const keeper of ["sessionStorage", "localStorage"] as const) {
    try {
      window[keeper].removeItem(drawer(window, key));
    } catch {
      // Nothing is kept there either way.
    }
  }
}

/** Keeps a token; `device`: also after the tab is closed. */
export function keepToken(window: Window, token: string, device: boolean): void {
  forgetToken(window);
  try {
    window[device ? "localStorage" : "sessionStorage"].setItem(drawer(window, key), token);
  } catch {
    remembered.set(window, token);
  }
}
