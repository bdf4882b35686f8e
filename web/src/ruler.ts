const round = [5, 3, 2, 1] as const;

/** The longest round length (1, 2, 3 or 5 and zeros) that is not longer than `most`, in the same unit. */
export function roundLength(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return ten * (round.find((each) => each * ten <= most) ?? 1);
}
