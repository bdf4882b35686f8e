/** Where a service keeps something in the browser. */

/** The name that something is kept under: two services can share an origin, and neither reads what the other keeps. */
export function drawer(window: Window, name: string): string {
  const folder = window.location.pathname.replace(/[^/]*$/, "");
  return folder === "/" ? name : `${name} ${folder}`;
}
