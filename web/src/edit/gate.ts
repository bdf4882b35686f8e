/** Whoever writes shows a token first. */
import { reason } from "../api";
import { h } from "../element";
import type { Given } from "../given";
import { failureWords } from "../names";
import { tokenView } from "./door";
import type { Room } from "./room";
import { rights } from "./send";
import { forgetToken, keepToken, keptToken } from "./token";
import { saying } from "./words";

export interface Gate {
  /** Asks for a token; `why`: what was wrong with the last one. */
  ask(why: string | null, then: () => void): void;
  /** Goes on when it is known what the token allows. */
  pass(then: () => void): void;
  forget(): void;
}

/** Makes the gate. `draw` shows a step now, and again in another language. */
export function gate(given: Given, room: Room, draw: (step: () => void) => void): Gate {
  let turn = 0;

  /** What is wrong with a token; null if something may be written with it. */
  async function verify(token: string): Promise<string | null> {
    const words = saying(given);
    try {
      const found = await rights(token, given.listed.get().map(({ id }) => id));
      if (found.collections.length === 0) return words.t(found.refused === null ? "token.reads" : "token.unknown");
      given.may.set(found.collections);
      return null;
    } catch (failure) {
      return failureWords(words.text, reason(failure));
    }
  }

  function ask(why: string | null, then: () => void): void {
    room.show();
    draw(() => {
      const made = tokenView(saying(given), why, async (token, device) => {
        const wrong = await verify(token);
        if (wrong !== null) return wrong;
        keepToken(window, token, device);
        then();
        return null;
      });
      room.frame(made.element);
      room.begin();
      made.focus();
    });
  }

  return {
    ask,
    pass(then) {
      const token = keptToken(window);
      if (token === null) return ask(null, then);
      if (given.may.get() !== null) return then();
      const mine = ++turn;
      room.show();
      draw(() => room.frame(h("p", { class: "quiet", role: "status" }, saying(given).t("token.checking"))));
      void verify(token).then((wrong) => {
        // Whoever has closed it meanwhile wants nothing any more.
        if (mine !== turn || !room.isOpen()) return;
        if (wrong === null) then();
        else ask(wrong, then);
      });
    },
    forget() {
      forgetToken(window);
      given.may.set(null);
    },
  };
}
