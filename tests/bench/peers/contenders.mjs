// Who takes part: this project in Chromium on one worker and on several, and what is installed of numpy's BLAS,
// scikit-learn, statsmodels and R. A contender without a `run` is not here and is left out of what it would take part in.

import { cpus } from "node:os";

export const CORES = cpus().length;
/** Rows of the long race, which one worker and several run against each other. */
export const MANY = 10_000_000;

/** Contenders by name. `run(predictors)` resolves to milliseconds, a number to check and a note. */
export function contendersOf({ page, python, r }) {
  const ours = (table, task) => (predictors) => page.call("runPeerTask", table, task, predictors);
  const py = (task, threads) => python && ((predictors) => python.ask("run", task, predictors, threads));
  const learn = (task, threads) => python?.versions.sklearn && py(task, threads);
  const inR = (task) => r && ((predictors) => r.ask("run", task, predictors, 1));
  const several = `Leastwise, ${CORES} workers`;
  return {
    gram: { label: "Leastwise, 1 worker", cores: 1, run: ours("one", "gram") },
    kernel: { label: "Leastwise, the kernel alone", cores: 1, run: (p) => page.call("runPeerKernel", p) },
    gramSeveral: { label: several, cores: CORES, run: ours("several", "gram") },
    fit: { label: "Leastwise, 1 worker", cores: 1, run: ours("one", "fit") },
    fitSeveral: { label: several, cores: CORES, run: ours("several", "fit") },
    cv: { label: "Leastwise, 1 worker", cores: 1, run: ours("one", "cv") },
    cvSeveral: { label: several, cores: CORES, run: ours("several", "cv") },
    dsyrk: { label: "OpenBLAS dsyrk, 1 thread", cores: 1, run: py("gram", 1) },
    halves: { label: "OpenBLAS dsyrk, 2 processes", cores: 2, run: py("halves", 1) },
    sklearn: { label: "scikit-learn LinearRegression, 1 thread", cores: 1, run: learn("sklearn", 1) },
    sklearnAll: {
      label: `scikit-learn LinearRegression, ${CORES} threads`,
      cores: CORES,
      run: learn("sklearn", CORES),
    },
    statsmodels: {
      label: `statsmodels OLS, ${CORES} threads`,
      cores: CORES,
      run: python?.versions.statsmodels && py("statsmodels", CORES),
    },
    lm: { label: "R summary(lm())", cores: 1, run: inR("lm") },
    lassocv: { label: "scikit-learn LassoCV, 1 job", cores: 1, run: learn("lassocv", 1) },
    lassocvAll: { label: `scikit-learn LassoCV, ${CORES} jobs`, cores: CORES, run: learn("lassocv", CORES) },
    glmnet: { label: "R cv.glmnet", cores: 1, run: r?.versions.glmnet && inR("cv.glmnet") },
  };
}

/**
 * What is compared. Ratios are time over time: [words, whose time above, whose below, what the project promises], where
 * promises are of programs as they come: R fits and cross-validates on one core, whatever the machine has. `slow`
 * contenders run `slowRepeats` times, without a round to warm up.
 */
export function comparisonsOf(rows) {
  const gramOf = (predictors, promise, repeats) => ({
    id: `gram-${predictors}`,
    title: `Gram of ${predictors} predictors and the response`,
    note: "Ours is copied into the kernel and centred, and the answer comes back as a message; dsyrk is neither centred nor copied.",
    rows,
    predictors,
    repeats,
    contenders: ["gram", "kernel", "dsyrk"],
    ratios: [["dsyrk over one worker", "dsyrk", "gram", promise]],
  });
  const several = (count, repeats, promise) => ({
    id: `workers-${count}`,
    title: `${CORES} workers and one`,
    note: "Beside it what two native processes reach on halves of the rows against one on all of them.",
    rows: count,
    predictors: 20,
    repeats,
    contenders: ["gram", "gramSeveral", "dsyrk", "halves", "fit", "fitSeveral"],
    ratios: [
      [`Gram, 1 worker over ${CORES}`, "gram", "gramSeveral", promise],
      [`fit, 1 worker over ${CORES}`, "fit", "fitSeveral", promise],
      ["dsyrk, 1 process over 2", "dsyrk", "halves"],
    ],
  });
  return [
    gramOf(20, 1, 15),
    gramOf(64, 0.7, 9),
    several(rows, 11, 1.4),
    {
      id: "fit",
      title: "Least squares with its table",
      note: "Ours and lm give standard errors, t and p; scikit-learn gives coefficients only.",
      rows,
      predictors: 20,
      repeats: 9,
      slow: ["sklearn", "sklearnAll", "statsmodels", "lm"],
      slowRepeats: 6,
      contenders: ["fit", "fitSeveral", "sklearn", "sklearnAll", "statsmodels", "lm"],
      ratios: [
        ["LinearRegression on 1 thread over 1 worker", "sklearn", "fit"],
        [`LinearRegression on ${CORES} threads over ${CORES} workers`, "sklearnAll", "fitSeveral", 10],
        [`statsmodels OLS on ${CORES} threads over ${CORES} workers`, "statsmodels", "fitSeveral"],
        ["summary(lm()) over 1 worker", "lm", "fit"],
        [`summary(lm()) over ${CORES} workers`, "lm", "fitSeveral", 30],
      ],
    },
    {
      id: "cross-validation",
      title: "10-fold × 100-λ lasso cross-validation",
      note: "Defaults of each program; one that sees the path end early stops short of 100 λ, as its note says.",
      rows,
      predictors: 20,
      repeats: 7,
      slow: ["lassocv", "lassocvAll", "glmnet"],
      slowRepeats: 2,
      contenders: ["cv", "cvSeveral", "lassocv", "lassocvAll", "glmnet"],
      ratios: [
        ["LassoCV on 1 job over 1 worker", "lassocv", "cv"],
        [`LassoCV on ${CORES} jobs over ${CORES} workers`, "lassocvAll", "cvSeveral", 80],
        ["cv.glmnet over 1 worker", "glmnet", "cv"],
        [`cv.glmnet over ${CORES} workers`, "glmnet", "cvSeveral", 80],
      ],
    },
    several(MANY, 5, 1.7),
  ];
}
