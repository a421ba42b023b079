// Runs in the host page beside the embedded widgets: waits for their fits and reports what they say, or what went wrong.

const LIMIT_MS = 30_000;

/** Resolve with the first value of `read` that is neither null nor undefined. */
async function until(read) {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`nothing after ${LIMIT_MS} ms: ${read}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));

/** Whether the widget has drawn lines and its styles hold. */
function drawn({ shadowRoot }) {
  const figure = shadowRoot.querySelector("figure");
  const hasPath = [...shadowRoot.querySelectorAll("svg path")].some((path) => path.getAttribute("d"));
  return hasPath && getComputedStyle(figure).borderTopStyle === "solid" ? true : null;
}

async function probe() {
  const line = document.querySelector("lw-fit-line");
  const table = document.querySelector("lw-coefficients");
  await until(() => customElements.get("lw-fit-line") && customElements.get("lw-coefficients") && true);
  const lineFit = (await until(() => line.fits.current)).fit;
  const tableFit = (await until(() => table.fitted)).fit;
  await table.updateComplete;
  const { backend, reason, where, whereReason } = await line.capabilities;
  return {
    backend,
    reason,
    where,
    whereReason,
    isolated: globalThis.crossOriginIsolated === true,
    lineSlope: lineFit.coefficients[1],
    tableSlope: tableFit.coefficients[1],
    drawn: await until(() => drawn(line)),
    text: await until(() => table.shadowRoot.textContent.includes("marketing") || null),
    styleViolations: violations.filter((directive) => directive.startsWith("style")),
  };
}

function report(result) {
  const text = JSON.stringify(result);
  if (window.parent !== window) window.parent.postMessage(text, "*");
  else document.documentElement.dataset.result = text;
}

window.addEventListener("message", (event) => {
  if (typeof event.data === "string" && event.data.startsWith("{"))
    document.documentElement.dataset.result = event.data;
});

if (document.querySelector("lw-fit-line")) {
  probe().then(report, (error) => report({ error: `${error.message}` }));
}
