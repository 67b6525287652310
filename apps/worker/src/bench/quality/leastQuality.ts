/** The range of qualities. */
const least = 1;
const most = 100;

/**
 * The least whole quality, 1–100, whose score is at least the one that is wanted, for scores that do not fall when the quality rises;
 * null where not even 100 reaches it. Looks from a first guess in growing steps, then halves what is left: two looks where the guess
 * is right. The quality below was looked at too, unless it is 0.
 */
export async function leastQuality(
  scoreAt: (quality: number) => Promise<number>,
  wanted: number,
  guess: number,
): Promise<number | null> {
  const reaches = async (quality: number) => (await scoreAt(quality)) >= wanted;
  const first = Math.min(most, Math.max(least, Math.round(guess)));
  let [below, above] = [least - 1, most + 1];
  if (await reaches(first)) above = first;
  else below = first;
  for (let step = 1; above > most && below < most; step *= 2) {
    const quality = Math.min(most, below + step);
    if (await reaches(quality)) above = quality;
    else below = quality;
  }
  for (let step = 1, found = true; found && below < least && above > least; step *= 2) {
    const quality = Math.max(least, above - step);
    found = await reaches(quality);
    if (found) above = quality;
    else below = quality;
  }
  while (above - below > 1 && above <= most) {
    const middle = Math.floor((below + above) / 2);
    if (await reaches(middle)) above = middle;
    else below = middle;
  }
  return above > most ? null : above;
}
