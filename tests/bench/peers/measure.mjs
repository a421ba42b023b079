// Runs contenders in turn, A B C A B C …, so that whatever else the machine does slows all alike, and takes the fastest of
// each; checks that those who compute the same number found the same. Each has the same time a turn, so that one of
// milliseconds is not judged by the first run after seconds of another.

/** Milliseconds of a turn, which one run at least is made in. */
const TURN_MS = 100;

/** Relative difference that answers may have: theirs come from a factor, ours to nine digits. */
const AGREE = 1e-7;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function requireAgreement(title, found) {
  const known = found.filter(({ check }) => Number.isFinite(check));
  for (const { label, check } of known) {
    const truth = known[0].check;
    if (Math.abs(check - truth) > AGREE * Math.abs(truth)) {
      throw new Error(`${title}: answers must agree; got ${check} by ${label}, ${truth} by ${known[0].label}`);
    }
  }
}

/** Answers that may be compared: the number checked is another for a Gram and for a fit. */
const kindOf = (id) => (/gram|kernel|dsyrk|halves/i.test(id) ? "gram" : "fit");

/** Time everybody who is here; gives their times, and the ratios both sides of which are known. */
export async function measure(comparison, contenders) {
  const { title, rows, predictors, repeats, slow = [], slowRepeats = repeats } = comparison;
  const racers = comparison.contenders.flatMap((id) => {
    const { run, ...rest } = contenders[id];
    return run
      ? [{ id, ...rest, run, times: [], check: null, note: "", rounds: slow.includes(id) ? slowRepeats : repeats }]
      : [];
  });
  for (const racer of racers) if (!slow.includes(racer.id)) await racer.run(predictors);
  for (let round = 0; round < repeats; round++) {
    for (const racer of racers) {
      if (round >= racer.rounds) continue;
      for (let spent = 0; spent < TURN_MS; spent += racer.times.at(-1)) {
        const { milliseconds, check, note } = await racer.run(predictors);
        racer.times.push(milliseconds);
        racer.check = check;
        racer.note = note;
      }
    }
  }
  for (const kind of ["gram", "fit"]) {
    requireAgreement(
      `${title}, ${kind}`,
      racers.filter(({ id }) => kindOf(id) === kind),
    );
  }
  const results = racers.map(({ id, label, cores, times, note }) => {
    return { id, label, cores, repeats: times.length, min: Math.min(...times), median: median(times), note };
  });
  const fastest = (id) => results.find((result) => result.id === id)?.min;
  const ratios = comparison.ratios.flatMap(([label, over, under, promise]) => {
    const [above, below] = [fastest(over), fastest(under)];
    return above && below ? [{ label, ratio: above / below, ...(promise && { promise }) }] : [];
  });
  return { id: comparison.id, title, note: comparison.note, rows, predictors, results, ratios };
}
