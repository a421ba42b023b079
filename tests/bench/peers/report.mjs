// What the race with other programs found, as lines on the console, as tests/bench/RESULTS.md and as the JSON that the
// site's performance lab shows.

import { writeFileSync } from "node:fs";

const RESULTS = "tests/bench/RESULTS.md";
const FIGURES = "data/performance/peers.json";

const count = (value) => value.toLocaleString("en");
const time = (ms) => (ms < 100 ? ms.toFixed(1) : count(Math.round(ms)));
const times = (value) => `${Number(value.toPrecision(3))} ×`;
const kept = ({ ratio, promise }) => (ratio >= promise ? "kept" : "not kept");

/** One comparison, on the console. */
export function printComparison({ title, rows, predictors, results, ratios }) {
  console.log(`\n${title}: ${count(rows)} × ${predictors}`);
  for (const { label, min, median, repeats, note } of results) {
    console.log(
      `  ${label.padEnd(42)}${time(min).padStart(9)} ms   median ${time(median).padStart(8)}   of ${repeats}  ${note}`,
    );
  }
  for (const found of ratios) {
    const promise = found.promise ? `   promised ${found.promise} ×: ${kept(found)}` : "";
    console.log(`  ${found.label.padEnd(54)}${times(found.ratio).padStart(9)}${promise}`);
  }
}

function section({ title, note, rows, predictors, results, ratios }) {
  const runs = results.map(
    ({ label, min, median, repeats, note: said }) =>
      `| ${label} | ${time(min)} | ${time(median)} | ${repeats} | ${said} |`,
  );
  const compared = ratios.map(
    (found) =>
      `| ${found.label} | ${times(found.ratio)} | ${found.promise ? `${found.promise} ×, ${kept(found)}` : ""} |`,
  );
  return `## ${title}, ${count(rows)} rows × ${predictors}

${note}

| Program | fastest, ms | median, ms | runs | |
|---|---:|---:|---:|---|
${runs.join("\n")}

| Time over time | ratio | promised |
|---|---:|---|
${compared.join("\n")}
`;
}

function head({ machine, versions, command, date, load, missing }) {
  const known = Object.entries(versions).filter(([, version]) => version);
  return `# Beside other programs

Written by \`${command}\` on ${date}. Everything ran in this one run, on the same data, in turns of a tenth of a second or one run; ratios are of the fastest runs.
Leastwise ran in the page of a real Chromium; each program timed its own task, without starting up and reading the file.

- **Machine:** ${machine.cpu}, ${machine.cores} cores, ${machine.memory} GB; load of the last minute ${load.before} before and ${load.after} after.
- **Versions:** ${known.map(([name, version]) => `${name} ${version}`).join(", ")}.
${missing.map((reason) => `- **Left out:** ${reason}.\n`).join("")}`;
}

/** Write both files. */
export function writeReport(report) {
  const { comparisons, ...run } = report;
  writeFileSync(RESULTS, `${[head(run), ...comparisons.map(section)].join("\n")}`);
  const { load: _, missing: __, ...figures } = report;
  writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\nWritten: ${RESULTS} and ${FIGURES}`);
}
