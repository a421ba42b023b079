// Words of the coefficients figure other than the sentences about terms.

import { msg, str } from "@lit/localize";

export const text = {
  title: () => msg("What each term says"),
  term: () => msg("Term"),
  estimate: () => msg("Estimate"),
  interval: () => msg("95 % interval"),
  error: () => msg("Std. error"),
  t: () => msg("t"),
  p: () => msg("p"),
  table: () => msg("Coefficients of the model"),
  terms: () => msg("Terms"),
  none: (reason: string) => msg(str`none: ${reason}`),
  showAll: (count: string) => msg(str`Show all ${count} terms`),
  showFewer: () => msg("Show fewer"),
  note: () =>
    msg(
      "Drawn: the difference for one standard deviation (SD) more of a number, or for a level against its baseline, so that all terms share one axis; the line is the 95 % interval, which hides behind its dot where it is narrower. The numbers are per unit, as the model has them. The intercept is a value, not a difference, and is not drawn.",
    ),
  provisional: (rows: string) => msg(str`So far, of ${rows} rows. The others are still on their way.`),
  cut: () => msg("An arrowhead marks an interval that goes on beyond the axis."),
  empty: () => msg("No model yet. Choose a response and predictors, and its coefficients stand here."),
  emptyFor: () => msg("No model yet. Its coefficients stand here once there is one."),
  loading: () => msg("Fitting the model …"),
};

/** "Difference in revenue, $ thousand". */
export function axisTitle(label: string, unit: string, per: 1 | 1000): string {
  const of = msg(str`Difference in ${label}`);
  if (per === 1000)
    return unit === "$" || unit === ""
      ? msg(str`${of}, ${unit} thousand`).replace(",  ", ", ")
      : msg(str`${of}, thousand ${unit}`);
  return unit === "" || unit === "$" ? of : msg(str`${of}, ${unit}`);
}
