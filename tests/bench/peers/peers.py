"""The Python side of the race: answers one task a line, timed here, so that nothing but the task is in the time.

Lines in:  load FILE ROWS PREDICTORS | run TASK PREDICTORS THREADS | versions
Line out:  one JSON object each.

The file holds little-endian f64, column after column, the response first: read as one array in column order, the layout that
LAPACK takes without a copy.
"""

import json
import multiprocessing
import os
import sys
import time
import warnings

import numpy as np
import scipy
from scipy.linalg.blas import dsyrk
from threadpoolctl import threadpool_info, threadpool_limits

warnings.filterwarnings("ignore")
state = {}
CORES = os.cpu_count() or 1


def load(path, rows, predictors):
    values = np.fromfile(path, dtype="<f8", count=rows * (predictors + 1))
    state["columns"] = values.reshape(predictors + 1, rows).T
    state["path"] = path
    stop_halves()


def part(predictors):
    columns = state["columns"]
    return columns[:, 1 : predictors + 1], columns[:, 0]


def gram(predictors):
    """Products of the predictors and the response, not centred: what the BLAS offers."""
    products = dsyrk(1.0, state["columns"][:, : predictors + 1], trans=1)
    return products[0, 1], ""


def half(connection, path, shape):
    """A process of its own over half of the rows."""
    rows, first, last, predictors = shape
    values = np.memmap(path, dtype="<f8", mode="r", shape=(predictors + 1, rows))
    own = np.array(values[:, first:last]).T
    del values
    with threadpool_limits(1):
        while connection.recv():
            connection.send(dsyrk(1.0, own, trans=1)[0, 1])


def start_halves(predictors):
    rows = state["columns"].shape[0]
    context = multiprocessing.get_context("spawn")
    workers = []
    for first, last in ((0, rows // 2), (rows // 2, rows)):
        here, there = context.Pipe()
        shape = (rows, first, last, predictors)
        worker = context.Process(target=half, args=(there, state["path"], shape), daemon=True)
        worker.start()
        workers.append((worker, here))
    state["halves"] = (predictors, workers)


def stop_halves():
    for worker, here in state.pop("halves", (0, []))[1]:
        here.send(False)
        worker.join()


def gram_halves(predictors):
    """The same by two processes, half of the rows each, their matrices added."""
    workers = state["halves"][1]
    for _, here in workers:
        here.send(True)
    return sum(here.recv() for _, here in workers), "2 processes"


def linear_regression(predictors):
    from sklearn.linear_model import LinearRegression

    x, y = part(predictors)
    return LinearRegression().fit(x, y).coef_[0], ""


def ols(predictors):
    import statsmodels.api as sm

    x, y = part(predictors)
    fit = sm.OLS(y, sm.add_constant(x)).fit()
    fit.bse, fit.pvalues
    return fit.params[1], ""


def lasso_cv(predictors):
    from sklearn.linear_model import LassoCV

    x, y = part(predictors)
    fit = LassoCV(cv=10, n_alphas=100, n_jobs=state["jobs"]).fit(x, y)
    return float("nan"), f"{len(fit.alphas_)} lambdas"


TASKS = {"gram": gram, "halves": gram_halves, "sklearn": linear_regression, "statsmodels": ols, "lassocv": lasso_cv}


def run(task, predictors, threads):
    if task == "halves" and state.get("halves", (0,))[0] != predictors:
        stop_halves()
        start_halves(predictors)
        gram_halves(predictors)
    state["jobs"] = None if threads == 1 else threads
    with threadpool_limits(threads):
        began = time.perf_counter()
        check, note = TASKS[task](predictors)
        milliseconds = (time.perf_counter() - began) * 1e3
    return {"milliseconds": milliseconds, "check": None if check != check else float(check), "note": note}


def versions():
    found = {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}
    for name in ("sklearn", "statsmodels"):
        try:
            found[name] = __import__(name).__version__
        except ImportError:
            found[name] = None
    blas = next((pool for pool in threadpool_info() if pool["user_api"] == "blas"), None)
    found["blas"] = f"{blas['internal_api']} {blas['version']} ({blas.get('architecture', '?')})" if blas else None
    return found


def answer(words):
    if words[0] == "versions":
        return versions()
    if words[0] == "load":
        load(words[1], int(words[2]), int(words[3]))
        return {}
    return run(words[1], int(words[2]), int(words[3]))


if __name__ == "__main__":
    for line in sys.stdin:
        try:
            reply = answer(line.split())
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)
