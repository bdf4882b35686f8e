import type { Cell } from "./cell";
import type { Given } from "./given";
import { failureWords, momentWords, sourcesWords } from "./names";

const stays = 4000;

/** The line that tells what has just happened: read aloud, and seen for a moment. */
export function status(given: Given, voice: Cell<string>, breath: Cell<string>, element: HTMLElement): () => void {
  let timer = 0;
  const tell = (words: string) => {
    element.textContent = words;
    element.classList.add("fresh");
    window.clearTimeout(timer);
    // The words stay for screen readers; only the eye is spared them.
    timer = window.setTimeout(() => element.classList.remove("fresh"), stays);
  };
  // For those who listen only: whoever looks sees it on the map.
  const whisper = (words: string) => {
    element.classList.remove("fresh");
    element.textContent = words;
  };
  const ends = [
    voice.on((words) => words !== "" && tell(words)),
    breath.on((words) => words !== "" && whisper(words)),
    given.told.on((now, before) => {
      const text = given.text();
      if (now?.is === "failed") tell(failureWords(text, now.why));
      else if (now?.is === "loading" && now.value === null) whisper(text.t("loading"));
      else if (now?.is === "ready" && before?.is === "ready") return; // Newer data, the same question.
      else if (now?.is === "ready" && before?.value) whisper(text.t("shown", { day: momentWords(given), sources: sourcesWords(given, now.value.asked.sources) }));
      else if (now?.is === "ready") whisper(text.count("places", now.value.now.places.length));
    }),
    given.drawn.on((now, before) => {
      const text = given.text();
      if (now?.is === "failed") tell(failureWords(text, now.why));
      else if (now?.is === "ready" && before?.is !== "ready") whisper(text.count("features", now.value.reduce((sum, each) => sum + each.features.length, 0)));
    }),
    given.found.on((now, before) => {
      const text = given.text();
      if (now?.is === "failed") whisper(now.why === null ? failureWords(text, null) : `${text.t("find.refused")} ${now.why}`);
      else if (now?.is === "ready" && before?.is !== "ready") whisper(text.count("find.found", now.value.matched ?? now.value.features.length));
    }),
    given.nearby.on((now, before) => {
      const text = given.text();
      if (now?.is === "ready" && before?.is !== "ready") whisper(text.count("near.found", now.value.found.length));
    }),
  ];
  return () => {
    window.clearTimeout(timer);
    for (const end of ends) end();
  };
}
