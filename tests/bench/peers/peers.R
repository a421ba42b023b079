# The R side of the race: answers one task a line, timed here, so that nothing but the task is in the time.
# Lines in:  load FILE ROWS PREDICTORS | run TASK PREDICTORS THREADS | versions
# Line out:  one JSON object each.
# The file holds little-endian f64, column after column, the response first.

columns <- NULL
frame <- NULL

load_file <- function(path, rows, predictors) {
  values <- readBin(path, "double", n = rows * (predictors + 1), size = 8, endian = "little")
  dim(values) <- c(rows, predictors + 1)
  colnames(values) <- c("y", paste0("x", seq_len(predictors)))
  columns <<- values
  frame <<- as.data.frame(values)
  "{}"
}

summary_lm <- function(predictors) {
  chosen <- frame[, seq_len(predictors + 1)]
  began <- Sys.time()
  found <- summary(lm(y ~ ., data = chosen))
  list(seconds = as.numeric(Sys.time() - began, units = "secs"), check = found$coefficients[2, 1], note = "")
}

cv_glmnet <- function(predictors) {
  x <- columns[, 1 + seq_len(predictors)]
  y <- columns[, 1]
  set.seed(1)
  began <- Sys.time()
  found <- glmnet::cv.glmnet(x, y, nfolds = 10, nlambda = 100)
  seconds <- as.numeric(Sys.time() - began, units = "secs")
  list(seconds = seconds, check = NaN, note = sprintf("%d lambdas", length(found$lambda)))
}

run_task <- function(task, predictors) {
  gc()
  found <- switch(task, lm = summary_lm(predictors), cv.glmnet = cv_glmnet(predictors), stop("no such task: ", task))
  check <- if (is.nan(found$check)) "null" else sprintf("%.17g", found$check)
  sprintf('{"milliseconds": %.6f, "check": %s, "note": "%s"}', found$seconds * 1e3, check, found$note)
}

versions <- function() {
  glmnet <- if (requireNamespace("glmnet", quietly = TRUE)) sprintf('"%s"', packageVersion("glmnet")) else "null"
  sprintf('{"r": "%s", "glmnet": %s}', getRversion(), glmnet)
}

answer <- function(words) {
  switch(words[1],
    versions = versions(),
    load = load_file(words[2], as.numeric(words[3]), as.integer(words[4])),
    run = run_task(words[2], as.integer(words[3])),
    stop("no such line: ", words[1])
  )
}

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  reply <- tryCatch(
    answer(strsplit(line, " ")[[1]]),
    error = function(e) sprintf('{"error": "%s"}', gsub("[\"\\\\\n]", " ", conditionMessage(e)))
  )
  cat(reply, "\n", sep = "")
}
