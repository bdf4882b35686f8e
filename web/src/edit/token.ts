/** The token of whoever writes: kept for the life of the tab, on the device if one wants that, and never in the address. */

const key = "cairn.token";

/** What a token looks like (RFC 6750 §2.1): nothing else may get into a header. */
export const isToken = (text: string) => /^[A-Za-z0-9._~+/-]{8,16384}=*$/.test(text);

type Keeper = "sessionStorage" | "localStorage";

function get(window: Window, keeper: Keeper): string | null {
  try {
    const kept = window[keeper].getItem(key);
    return kept !== null && isToken(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** The token that is kept; null if there is none. */
export function keptToken(window: Window): string | null {
  return get(window, "sessionStorage") ?? get(window, "localStorage");
}

/** Forgets the token, in the tab and on the device. */
export function forgetToken(window: Window): void {
  for (const keeper of ["sessionStorage", "localStorage"] as const) {
    try {
      window[keeper].removeItem(key);
    } catch {
      // Nothing is kept there either way.
    }
  }
}

/** Keeps a token; `device`: also after the tab is closed. */
export function keepToken(window: Window, token: string, device: boolean): void {
  forgetToken(window);
  try {
    window[device ? "localStorage" : "sessionStorage"].setItem(key, token);
  } catch {
    // Then it has to be given again after a reload.
  }
}
