// One plain sentence a coefficient: the words themselves, since the words are the product.

import { describe, expect, test } from "vitest";
import type { DataSet } from "#engine/contract.ts";
import { sentenceOf } from "#widgets/coefficients/words/sentence.ts";
import { days, type Made, readingOf, store } from "./reading.ts";

/** The sentence of the term called `name`. */
function said(made: Made, name: string): string {
  const reading = readingOf(made);
  return sentenceOf(reading, reading.fit.terms.indexOf(name)).text;
}

function isPlain(made: Made, name: string): boolean {
  const reading = readingOf(made);
  return sentenceOf(reading, reading.fit.terms.indexOf(name)).plain;
}

describe("a number, observed", () => {
  const simple: Made = { formula: "revenue ~ spend", coefficients: [103_081, 0.8161], halves: [2759, 0.0455] };

  test("says what the rows had, with cents and the interval", () => {
    expect(said(simple, "spend")).toBe(
      "Days with $1 more marketing spend had $0.82 more revenue on average (95 % interval $0.77 to $0.86).",
    );
  });

  test("says that other things are equal when there are others", () => {
    const several = { formula: "revenue ~ spend + price", coefficients: [0, 0.8, -107], halves: [1, 0.0455, 20] };
    expect(said(several, "spend")).toMatch(/, other things in the model equal\.$/);
  });

  test("says less, and a higher price rather than more price", () => {
    const several = { formula: "revenue ~ spend + price", coefficients: [0, 0.8, -107], halves: [1, 0.0455, 20] };
    expect(said(several, "price")).toBe(
      "Days with a $1 higher average price had $107 less revenue on average (95 % interval $87 to $127 less), other things in the model equal.",
    );
  });

  test("says when the interval includes no difference", () => {
    expect(said({ formula: "revenue ~ spend", coefficients: [0, 0.1], halves: [1, 0.3] }, "spend")).toBe(
      "Days with $1 more marketing spend had $0.10 more revenue on average (95 % interval $0.20 less to $0.40 more, which includes no difference).",
    );
  });

  test("never prints an end of the interval as none when it is not", () => {
    expect(said({ formula: "revenue ~ spend", coefficients: [0, -2], halves: [1, 2.003] }, "spend")).toContain(
      "$4.003 less to $0.003 more",
    );
  });

  test("takes a step inside the data where they span less than one", () => {
    expect(said({ formula: "revenue ~ stock", coefficients: [0, 15_000], halves: [1, 900] }, "stock")).toBe(
      "Days with inventory level higher by 0.1 had $1,500 more revenue on average (95 % interval $1,410 to $1,590).",
    );
  });

  test("takes a step large enough to be worth a cent", () => {
    expect(said({ formula: "revenue ~ traffic", coefficients: [0, 0.003], halves: [1, 0.001] }, "traffic")).toBe(
      "Days with website traffic higher by 10 visits had $0.030 more revenue on average (95 % interval $0.020 to $0.040).",
    );
  });

  test("counts one visit in the singular", () => {
    expect(said({ formula: "revenue ~ traffic", coefficients: [0, 0.3] }, "traffic")).toContain(
      "higher by 1 visit had",
    );
  });

  test("writes the response's unit once", () => {
    expect(said({ formula: "traffic ~ price", coefficients: [0, 20], halves: [1, 2] }, "price")).toBe(
      "Days with a $1 higher average price had website traffic higher by 20 visits on average (95 % interval 18 to 22 visits).",
    );
  });

  test("uses column names and no unit for a person's own file", () => {
    expect(said({ ...simple, dataSet: null }, "spend")).toBe(
      "Rows with spend higher by 1 had revenue higher by 0.82 on average (95 % interval 0.77 to 0.86).",
    );
  });

  test("puts names that are no single word between quotation marks", () => {
    const columns = [
      { name: "y", values: [1, 2, 4] },
      { name: "<b>x</b> 🦊", values: [1, 5, 2] },
    ];
    const made: Made = { formula: "y ~ `<b>x</b> 🦊`", coefficients: [0, 2], dataSet: null, columns };
    expect(said(made, "`<b>x</b> 🦊`")).toMatch(
      /^Rows with “<b>x<\/b> 🦊” higher by 1 had y higher by 2\.0 on average/,
    );
  });

  test("does without an interval where there is none, and says why", () => {
    const reading = readingOf({ formula: "revenue ~ spend", coefficients: [0, 2], halves: [null, null] });
    reading.fit.reasons.push({ field: "ci95", reason: "sigma cannot be estimated: no degrees of freedom are left" });
    expect(sentenceOf(reading, 1).text).toBe(
      "Days with $1 more marketing spend had $2.00 more revenue on average. It has no interval: sigma cannot be estimated: no degrees of freedom are left.",
    );
  });

  test("reads a date as later by a day", () => {
    const columns = [
      { name: "y", values: [1, 2, 4] },
      { name: "day", values: [new Date("2021-01-01"), new Date("2021-01-05"), new Date("2021-02-01")] },
    ];
    const made: Made = { formula: "y ~ day", coefficients: [0, 2], dataSet: null, columns };
    expect(said(made, "day")).toMatch(/^Rows with day later by 1 day had y higher by 2\.0/);
    expect(said(made, "(Intercept)")).toContain("Where day is 1970-01-01");
    expect(said(made, "(Intercept)")).toContain("from 2021-01-01 to 2021-02-01");
  });

  test("prints numbers of the page's locale", () => {
    const text = said({ formula: "revenue ~ region", coefficients: [0, 1, 2300], locale: "de-DE" }, "regionwest");
    expect(text).toContain("2.300");
  });
});

describe("causal wording", () => {
  const causes = /bring|cause|lead|rais|lower(ed|ing)|effect|drive|boost|increase|impact|result/i;

  test("is never used for an observed column, whatever the model", () => {
    const formulas: Made[] = [
      { formula: "revenue ~ spend", coefficients: [1, 2] },
      { formula: "log(revenue) ~ spend + log(price) + region", coefficients: [1, 0.1, 0.2, 0.3, 0.4] },
      { formula: "revenue ~ spend * region", coefficients: [1, 2, 3, 4, 5, 6] },
      { formula: "revenue ~ spend * price", coefficients: [1, 2, 3, 4] },
      { formula: "revenue ~ 0 + region + spend", coefficients: [1, 2, 3, 4] },
    ];
    for (const made of formulas) {
      const reading = readingOf(made);
      for (const i of reading.fit.terms.keys()) expect(sentenceOf(reading, i).text).not.toMatch(causes);
    }
  });

  test("is used for a column that was assigned by chance", () => {
    const made: Made = { formula: "revenue ~ promo + spend", coefficients: [0, 14_590, 0.8], halves: [1, 704, 0.05] };
    expect(said(made, "promo")).toBe(
      "Setting promotion to 1 rather than 0 raised revenue by $14,590 on average (95 % interval $13,886 to $15,294), other things in the model equal.",
    );
  });

  test("is used for a factor that was assigned by chance", () => {
    expect(said({ formula: "revenue ~ banner", coefficients: [0, -300], halves: [1, 400] }, "bannerred")).toBe(
      "Setting banner to red rather than blue lowered revenue by $300 on average (95 % interval: from lowered by $700 to raised by $100, which includes no effect).",
    );
  });

  test("says percent where the response is logged", () => {
    expect(said({ formula: "log(revenue) ~ banner", coefficients: [0, 0.1], halves: [1, 0.02] }, "bannerred")).toMatch(
      /^Setting banner to red rather than blue raised revenue by about 11 % \(95 % interval 8 to 13 %\)\.$/,
    );
  });
});

describe("factors", () => {
  const made: Made = { formula: "revenue ~ region", coefficients: [140_000, -300, 2300], halves: [2000, 1000, 1500] };

  test("compare with the baseline", () => {
    expect(said(made, "regionwest")).toBe(
      "Where region is west, days had $2,300 more revenue on average than where it is east (95 % interval $800 to $3,800).",
    );
  });

  test("have an intercept that stands at the baseline", () => {
    expect(said(made, "(Intercept)")).toBe(
      "Where region is east, the model puts revenue at $140,000 on average (95 % interval $138,000 to $142,000).",
    );
  });

  test("without an intercept are values, not comparisons", () => {
    expect(said({ formula: "revenue ~ 0 + region", coefficients: [1000, 2000, 3000] }, "regionwest")).toMatch(
      /^Where region is west, the model puts revenue at \$3,000 on average/,
    );
  });

  test("made by C() are called by their column", () => {
    expect(said({ formula: "revenue ~ C(season)", coefficients: [1, 2, 3, 4, 5] }, "C(season)2")).toMatch(
      /^Where season is “?2”?, days had/,
    );
  });
});

describe("logarithms", () => {
  test("of the response make exact percentages", () => {
    expect(
      said(
        { formula: "log(revenue) ~ region", coefficients: [11, -0.2, 0.113], halves: [1, 0.02, 0.012] },
        "regionwest",
      ),
    ).toBe(
      "Where region is west, days had about 12.0 % more revenue than where it is east (95 % interval 10.6 to 13.3 %).",
    );
  });

  test("of the response take a step that is worth a tenth of a percent", () => {
    expect(said({ formula: "log(revenue) ~ spend", coefficients: [11, 6e-6] }, "spend")).toMatch(
      /^Days with \$1,000 more marketing spend had about 0\.60 % more revenue/,
    );
  });

  test("of the predictor speak of 1 % more", () => {
    // 51,000 · ln 1.01 = 507.5
    expect(said({ formula: "revenue ~ log(spend)", coefficients: [0, 51_000], halves: [1, 5000] }, "log(spend)")).toBe(
      "Days with 1 % more marketing spend had $507 more revenue on average (95 % interval $458 to $557).",
    );
  });

  test("of both are an elasticity, exactly", () => {
    // 100 (1.01^2 − 1) = 2.01
    expect(said({ formula: "log(revenue) ~ log(spend)", coefficients: [0, 2], halves: [1, 0.02] }, "log(spend)")).toBe(
      "Days with 1 % more marketing spend had about 2.01 % more revenue (95 % interval 1.99 to 2.03 %).",
    );
  });

  test("put the intercept in the geometric mean, where a logged predictor is 1", () => {
    expect(
      said({ formula: "log(revenue) ~ log(spend)", coefficients: [2, 0.3], halves: [0.2, 0.1] }, "(Intercept)"),
    ).toMatch(/^Where marketing spend is \$1, the model puts revenue at \$7\.39 in the geometric mean/);
  });
});

describe("squares and other curves", () => {
  const square: Made = { formula: "revenue ~ price + I(price^2)", coefficients: [0, 310, -1.2] };

  test("have no single sentence, and say why and where the curve turns", () => {
    expect(isPlain(square, "price")).toBe(false);
    expect(said(square, "price")).toBe(
      "No single sentence: average price is in the model as price and “I(price^2)”, which move together, so the difference that goes with one step depends on where it starts. The curve is highest at $129.",
    );
  });

  test("say when the curve does not turn within the data", () => {
    expect(said({ ...square, coefficients: [0, 310, -0.2] }, "I(price^2)")).toMatch(
      /Within these data the curve does not turn\.$/,
    );
  });

  test("alone have no single sentence either", () => {
    expect(said({ formula: "revenue ~ I(price^2)", coefficients: [0, 2] }, "I(price^2)")).toMatch(
      /^No single sentence: .*curved/,
    );
  });

  test("of which one column is a part have none", () => {
    for (const [term, whole] of [
      ["poly(price, 2)1", "poly(price, 2)"],
      ["ns(price, 2)2", "ns(price, 2)"],
      ["C(region, sum)1", "C(region, sum)"],
    ] as const) {
      expect(said({ formula: `revenue ~ ${whole}`, coefficients: [0, 2, 3] }, term)).toBe(
        `No single sentence: this is one of several columns made of “${whole}”, which are read together.`,
      );
    }
  });

  test("compare a level with the base that the formula names", () => {
    const formula = 'revenue ~ C(region, treatment, base = "north")';
    const term = 'C(region, treatment, base = "north")west';
    expect(said({ formula, coefficients: [0, 2, 3] }, term)).toMatch(
      /^Where region is west, .* than where it is north /,
    );
  });

  test("of earlier rows stand for a variable of their own", () => {
    expect(said({ formula: "revenue ~ price + lag(price, 1)", coefficients: [0, 2, 3] }, "price")).toMatch(
      /^Days with .* had \$2\.00 more revenue/,
    );
  });

  test("that only stretch the scale keep theirs", () => {
    expect(said({ formula: "revenue ~ I(price/10)", coefficients: [0, 2] }, "I(price/10)")).toMatch(
      /^Days with “I\(price\/10\)” higher by 1 had \$2\.00 more revenue/,
    );
  });
});

describe("interactions", () => {
  const slopes: Made = { formula: "revenue ~ spend * region", coefficients: [5e4, 0.8, 300, 500, 0.2, -0.1] };

  test("leave a main effect true at the baseline only", () => {
    expect(said(slopes, "spend")).toMatch(/^Where region is east, days with \$1 more marketing spend had \$0\.80 more/);
  });

  test("leave a level true where the number is 0, and say that this is an extrapolation", () => {
    expect(said(slopes, "regionwest")).toBe(
      "Where region is west and marketing spend is $0, days had $500 more revenue on average than where it is east (95 % interval $450 to $550). In these data marketing spend runs from $10,000 to $90,000: this is an extrapolation, not something seen.",
    );
  });

  test("of number and level compare differences", () => {
    expect(said(slopes, "spend:regionnorth")).toBe(
      "Where region is north, the difference in revenue for days with $1 more marketing spend is $0.20 higher than where it is east (95 % interval $0.18 to $0.22).",
    );
  });

  test("of two numbers say how one difference changes with the other", () => {
    const made: Made = { formula: "revenue ~ spend * season", coefficients: [0, 0.8, 3, 0.1], halves: [1, 1, 1, 0.04] };
    expect(said(made, "spend:season")).toBe(
      "Among days with season higher by 1, the difference in revenue that goes with $1 more marketing spend is $0.10 higher (95 % interval $0.06 to $0.14).",
    );
  });

  test("of two factors compare differences", () => {
    const made: Made = { formula: "revenue ~ region * banner", coefficients: [5e4, 800, 300, 500, 10, 200] };
    expect(said(made, "regionwest:bannerred")).toBe(
      "Where banner is red, the difference in revenue between region west and east is $200 higher than where it is blue (95 % interval $180 to $220).",
    );
  });

  test("that give each level a slope of its own say just that", () => {
    const made: Made = { formula: "revenue ~ region:spend", coefficients: [5e4, 0.7, 0.8, 0.9] };
    expect(said(made, "regionwest:spend")).toBe(
      "Where region is west, days with $1 more marketing spend had $0.90 more revenue on average (95 % interval $0.81 to $0.99).",
    );
    expect(said(made, "(Intercept)")).toMatch(/^Where marketing spend is \$0, the model puts/);
  });

  test("with a logged response compare ratios", () => {
    const made: Made = { formula: "log(revenue) ~ season * banner", coefficients: [11, 0.1, 0.2, 0.03] };
    expect(said(made, "season:bannerred")).toContain(
      "the ratio of revenue for days with season higher by 1 is 3.0 % higher",
    );
  });

  test("of three have no single sentence", () => {
    const made: Made = { formula: "revenue ~ spend:season:banner", coefficients: [0, 1, 2] };
    expect(said(made, "spend:season:bannerred")).toMatch(
      /^No single sentence: this multiplies spend, season and banner/,
    );
  });

  test("are no difference of differences without the terms they are made of", () => {
    const made: Made = { formula: "revenue ~ region:banner", coefficients: [0, 1, 2, 3, 4, 5, null] };
    expect(isPlain(made, "regionwest:bannerblue")).toBe(false);
  });
});

describe("the intercept", () => {
  test("says when 0 is outside the data", () => {
    expect(said({ formula: "revenue ~ spend", coefficients: [103_081, 0.8], halves: [2759, 1] }, "(Intercept)")).toBe(
      "Where marketing spend is $0, the model puts revenue at $103,081 on average (95 % interval $100,322 to $105,840). In these data marketing spend runs from $10,000 to $90,000: this is an extrapolation, not something seen.",
    );
  });

  test("is no extrapolation where the data reach 0", () => {
    expect(said({ formula: "revenue ~ season", coefficients: [1000, 2] }, "(Intercept)")).not.toContain(
      "extrapolation",
    );
  });

  test("claims nothing about ranges that are not known", () => {
    const reading = { ...readingOf({ formula: "revenue ~ spend", coefficients: [1000, 2] }), columns: [] };
    expect(sentenceOf(reading, 0).text).toMatch(
      /^Where marketing spend is \$0, [^.]*\.\d* to[^:]*\)\.$|^Where marketing spend is \$0, .*\)\.$/,
    );
    expect(sentenceOf(reading, 0).text).not.toContain("extrapolation");
  });

  test("alone is the mean", () => {
    expect(said({ formula: "revenue ~ 1", coefficients: [150_000], halves: [1500] }, "(Intercept)")).toBe(
      "Over all days, revenue was $150,000 on average (95 % interval $148,500 to $151,500).",
    );
  });

  test("of a large model does not list every predictor", () => {
    const made: Made = {
      formula: "revenue ~ spend + traffic + price + stock + region",
      coefficients: [1, 2, 3, 4, 5, 6, 7],
    };
    expect(said(made, "(Intercept)")).toMatch(
      /^Where every number in the model is 0 and every category is at its first level/,
    );
  });
});

describe("what cannot be estimated", () => {
  test("is said to be determined by the others", () => {
    const made: Made = { formula: "revenue ~ spend + traffic", coefficients: [1, 2, null] };
    expect(isPlain(made, "traffic")).toBe(false);
    expect(said(made, "traffic")).toMatch(/^No estimate: traffic can be worked out exactly from the terms above it/);
  });

  test("has no say in the other sentences", () => {
    const square: Made = { formula: "revenue ~ price + I(price^2)", coefficients: [0, 310, null] };
    expect(said(square, "price")).toMatch(/^Days with a \$1 higher average price had/);
    const product: Made = { formula: "revenue ~ spend * season", coefficients: [0, 0.8, 3, null] };
    expect(said(product, "spend")).toMatch(/^Days with \$1 more marketing spend had/);
  });

  test("is given with the fit's own reason otherwise", () => {
    const reading = readingOf({ formula: "revenue ~ spend", coefficients: [1, null] });
    reading.fit.aliased = [];
    reading.fit.reasons.push({ field: "coefficients[spend]", reason: "its column overflows" });
    expect(sentenceOf(reading, 1).text).toBe("No estimate: its column overflows.");
  });
});

test("rows are called what the catalogue calls them, in the plural", () => {
  const nouns: [string, string][] = [
    ["city", "Cities"],
    ["house", "Houses"],
    ["box", "Boxes"],
    ["", "Rows"],
  ];
  for (const [row, plural] of nouns) {
    const dataSet: DataSet = { ...store, row };
    expect(said({ formula: "revenue ~ spend", coefficients: [0, 1], dataSet, columns: days }, "spend")).toMatch(
      new RegExp(`^${plural} with`),
    );
  }
});
