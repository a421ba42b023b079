// The kernel's ABI and nothing else: numbers and addresses in, a status or a number out. The caller owns all memory.

export { netBegin as descent_begin_f64, netBytes as descent_bytes, netStart as descent_start_f64 } from "./descent/net";
export { netSolve as descent_solve_f64 } from "./descent/solve";
export { exactPanelBytes as exact_panel_bytes, exactProducts as exact_products_dd } from "./exact/products";
export {
  exactResidualPanelBytes as exact_residual_panel_bytes,
  exactResiduals as exact_residuals_dd,
} from "./exact/residuals";
export { choleskyFactor as cholesky_f64 } from "./factor/cholesky";
export { conditionEstimate as condition_f64 } from "./factor/condition";
export { symmetricEigen as eigen_f64 } from "./factor/eigen";
export { solveTransposed as solve_transposed_f64, solveUpper as solve_upper_f64 } from "./factor/solve";
export {
  foldAdd as fold_add_f64,
  foldBegin as fold_begin_f64,
  foldFlush as fold_flush_f64,
  foldPanelBytes as fold_panel_bytes,
  foldWorkBytes as fold_work_bytes,
} from "./moments/fold";
export {
  gramAdd as gram_add_f64,
  gramBegin as gram_begin_f64,
  gramBytes as gram_bytes,
  gramEnd as gram_end_f64,
  gramShift as gram_shift_f64,
  panelBytes as panel_bytes,
} from "./moments/gram";
export { mergeMoments as merge_f64 } from "./moments/merge";
export { gramNaive as gram_naive_f64 } from "./moments/naive";
export {
  drawBernoulli as bernoulli_f64,
  drawNormal as normal_f64,
  drawPermutation as permutation_u32,
  drawUniform as uniform_f64,
} from "./random/draws";
export { STREAM_BYTES, seedStream as seed_stream } from "./random/mt19937";
export { placeNormal as place_normal_f64 } from "./random/normal";
export { placeUniform as place_uniform_f64 } from "./random/philox";
export { shuffleParts as shuffle_parts, shufflePlaces as shuffle_places } from "./random/shuffle";
export { binRows as bin_f64 } from "./rows/bins";
export {
  diagnoseBegin as diagnose_begin,
  diagnoseBytes as diagnose_bytes,
  diagnoseColumns as diagnose_columns,
  diagnoseRows as diagnose_f64,
} from "./rows/diagnose";
export { predictRows as predict_f64 } from "./rows/predict";
export { residualBytes as residual_bytes, residualsAdd as residuals_f64 } from "./rows/residuals";
export { whitenRows as whiten_f64 } from "./rows/whiten";
export { LANES, multiplyAddFuses as multiply_add_fuses } from "./shared/feature";
export { PANEL_ROWS, STRIDE } from "./shared/layout";
export { multiplyAdd as multiply_add_f64, ROUND_OPERATIONS } from "./shared/peak";
export { narrowValues as narrow_f64 } from "./text/narrow";
export { scanBegin as scan_begin, scanRows as scan_rows } from "./text/scan";
export { knowWord as know_word, WORDS_BYTES, wordsBegin as words_begin } from "./text/words";
