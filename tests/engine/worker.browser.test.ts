// The engine in a real worker: how it starts, what it falls back to, how its death is noticed and how it comes back.

import { afterEach, describe, expect, it } from "vitest";
import { latest } from "#base/latest.ts";
import { openEngine } from "#engine/client/engine.ts";
import { type Environment, environmentHere } from "#engine/client/environment.ts";
import { type Program, program } from "#engine/client/start.ts";
import { createEngine, type Engine, type EngineOptions, LeastwiseError } from "#engine/index.ts";
import csv from "../fixtures/reference/sales/sales.csv?raw";

const open: Engine[] = [];

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

async function engineOf(options: EngineOptions = {}): Promise<Engine> {
  const engine = await createEngine(options);
  open.push(engine);
  return engine;
}

interface Harm {
  environment?: Partial<Environment>;
  program?: Partial<Program>;
  options?: EngineOptions;
  /** Workers that may start. */
  allowed?: number;
}

/** An engine whose workers the test can harm; the newest is last. */
async function harmed(parts: Harm = {}) {
  const workers: Worker[] = [];
  const here = environmentHere();
  let lock = "";
  const environment: Environment = {
    ...here,
    startWorker(script) {
      if (workers.length === parts.allowed) throw new Error("no more");
      const worker = here.startWorker?.(script) as Worker;
      workers.push(worker);
      return worker;
    },
    uniqueName() {
      lock = here.uniqueName();
      return lock;
    },
    ...parts.environment,
  };
  const engine = await openEngine({ workers: 1, ...parts.options }, environment, { ...program, ...parts.program });
  open.push(engine);
  const last = () => workers.at(-1) as Worker;
  /** End the worker and wait until the engine, which is first in the queue for its lock, has seen it. */
  const kill = async () => {
    last().terminate();
    await navigator.locks.request(lock, () => {});
  };
  return { engine, workers, last, kill };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long a Promise takes to settle, and how it does. */
async function timed<T>(promise: Promise<T>): Promise<{ ms: number; error: unknown }> {
  const started = performance.now();
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { ms: performance.now() - started, error };
}

const N = 1_000_000;

/** Rows of y = 1 + 2 a − b, a million unless told. */
function plane(n = N) {
  const a = Float64Array.from({ length: n }, (_, i) => (i * 2_654_435_761) % 1009);
  const b = Float64Array.from({ length: n }, (_, i) => (i * 40_503) % 997);
  const y = a.map((v, i) => 1 + 2 * v - (b[i] as number) + ((i % 7) - 3) * 1e-3);
  return { a, b, y };
}

const small = { y: [1, 2, 4, 7], x: [1, 2, 3, 4] };

describe("createEngine() in a page", () => {
  it("runs in a worker, on the best kernel there is, and says so", async () => {
    const { capabilities } = await engineOf();
    const workers = Math.min(8, navigator.hardwareConcurrency);
    expect(capabilities).toMatchObject({ where: "worker", workers, simd: true });
    expect(capabilities.backend).toBe(capabilities.relaxed ? "relaxed" : "simd");
    expect(capabilities.reason).not.toBe("");
    expect(capabilities.whereReason).not.toBe("");
    expect(capabilities.webgpu.reason).not.toBe("");
  });

  it("runs in this thread where no worker is wanted", async () => {
    const engine = await engineOf({ workers: 0 });
    expect(engine.capabilities).toMatchObject({ where: "in-process", workers: 0 });
    expect(["relaxed", "simd"]).toContain(engine.capabilities.backend);
    const table = await engine.fromColumns(small);
    expect((await table.fit("y ~ x")).coefficients[1]).toBeCloseTo(2, 12);
  });

  it("gives the same bits in a worker and in this thread", async () => {
    const fits = [];
    for (const workers of ["auto", 0] as const) {
      const table = await (await engineOf({ workers })).readCsv(csv);
      fits.push(await table.fit("revenue ~ search * holiday + log(price)"));
    }
    expect(fits[0]).toEqual(fits[1]);
  });

  it("rejects where a backend asked for by name is not there, and starts no other", async () => {
    await expect(createEngine({ backend: "webgpu" })).rejects.toMatchObject({ code: "backend-unavailable" });
  });

  it.each(["reference", "scalar", "simd"] as const)("runs the %s backend where it is asked for", async (backend) => {
    expect((await engineOf({ backend })).capabilities).toMatchObject({ backend, where: "worker" });
  });
});

describe("where no worker starts", () => {
  const fitsHere = async (engine: Engine) => {
    expect(engine.capabilities).toMatchObject({ where: "in-process", workers: 0 });
    const table = await engine.fromColumns(small);
    expect((await table.fit("y ~ x")).coefficients[1]).toBeCloseTo(2, 12);
  };

  it("falls back to this thread when the constructor throws, with its reason", async () => {
    const startWorker = () => {
      throw new DOMException("blocked by policy", "SecurityError");
    };
    const { engine } = await harmed({ environment: { startWorker } });
    await fitsHere(engine);
    expect(engine.capabilities.whereReason).toContain("blocked by policy");
  });

  it("falls back when the script throws at start", async () => {
    const { engine } = await harmed({ program: { script: 'throw new Error("boom at start")' } });
    await fitsHere(engine);
    expect(engine.capabilities.whereReason).toContain("boom at start");
  });

  it("falls back when the script does not parse", async () => {
    const { engine } = await harmed({ program: { script: "(((" } });
    await fitsHere(engine);
  });

  it("falls back when the worker closes itself at start, after the time limit", async () => {
    const { engine } = await harmed({ program: { script: "self.close()" }, options: { startTimeout: 200 } });
    await fitsHere(engine);
    expect(engine.capabilities.whereReason).toContain("no answer within 200 ms");
  });

  it("falls back when the worker stays silent, after the time limit and no sooner", async () => {
    const started = performance.now();
    const { engine, last } = await harmed({ program: { script: "" }, options: { startTimeout: 300 } });
    const ms = performance.now() - started;
    expect(ms).toBeGreaterThanOrEqual(295);
    await fitsHere(engine);
    expect(engine.capabilities.whereReason).toContain("no answer within 300 ms");
    expect(last()).toBeInstanceOf(Worker);
  });

  it("says that there are none", async () => {
    const { engine } = await harmed({ environment: { startWorker: null } });
    await fitsHere(engine);
    expect(engine.capabilities.whereReason).toBe("There are no Web Workers here.");
  });
});

describe("a worker that dies", () => {
  /** Harm an engine under several calls: those that read a table are made again, others must reject soon. */
  async function died(harm: (worker: Worker) => void, parts: Harm = {}) {
    const { engine, last } = await harmed(parts);
    const table = await engine.fromColumns(plane(300_000));
    const big = new Blob([`a,b\n${"1.5,x\n".repeat(500_000)}`]);
    const fit = await table.fit("y ~ a");
    const expected = [await table.fit("y ~ a + b"), await table.predict(fit)];
    const reads = Promise.all([table.fit("y ~ a + b"), table.predict(fit)]);
    const error = engine.readCsv(big).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    let diedAt = Number.NaN;
    last().addEventListener("message", ({ data }) => {
      if (data?.diedAt) diedAt = data.diedAt - performance.timeOrigin;
    });
    await wait(2);
    diedAt = performance.now();
    harm(last());
    const rejected = await error;
    const ms = performance.now() - diedAt;
    expect(await reads).toEqual(expected);
    return { engine, table, ms, error: rejected };
  }

  /** The worker, made to end itself on a message and to say when. */
  const ending = (how: string) => ({
    script: `${program.script};self.addEventListener("message",({data})=>{
      if(data!=="end")return;self.postMessage({diedAt:performance.timeOrigin+performance.now()});${how}})`,
  });
  const end = (worker: Worker) => worker.postMessage("end");

  // Other processes of the machine can hold up the page itself, so a late one has two more tries.
  it.each([
    ["terminated", (worker: Worker) => worker.terminate(), {}],
    ["closed by itself", end, ending("self.close()")],
    ["crashed", end, ending('throw new Error("crash")')],
  ] as const)(
    "when %s rejects what cannot be made again with worker-crashed within 100 ms, and answers the rest",
    { retry: 2 },
    async (...row) => {
      const [how, harm, changed] = row;
      const { ms, error, engine, table } = await died(harm, { program: changed });
      console.log(`worker ${how}: a pending read of a file rejected in ${ms.toFixed(1)} ms`);
      expect(error).toBeInstanceOf(LeastwiseError);
      expect(error).toMatchObject({ code: "worker-crashed" });
      expect(ms).toBeLessThan(100);
      expect((await table.fit("y ~ a + b")).n).toBe(300_000);
      expect(engine.capabilities.where).toBe("worker");
    },
  );

  it("is noticed while nothing is pending, too: the next call just works", async () => {
    const { engine, kill, workers } = await harmed();
    const table = await engine.fromColumns(small);
    await kill();
    expect((await table.fit("y ~ x")).n).toBe(4);
    expect(workers).toHaveLength(2);
  });

  it("is noticed by its silence where locks are refused", async () => {
    const ping = { everyMs: 25, limitMs: 500 };
    const { ms, error } = await died((worker) => worker.terminate(), { environment: { locks: null, ping } });
    expect(error).toMatchObject({ code: "worker-crashed" });
    expect(ms).toBeGreaterThan(400);
    expect(ms).toBeLessThan(2000);
  });

  it("is started anew once for calls that come together", async () => {
    const { engine, kill, workers } = await harmed();
    const tables = await Promise.all([engine.fromColumns(small), engine.readCsv(csv)]);
    await kill();
    const [one, two, three] = await Promise.all([
      tables[0].fit("y ~ x"),
      tables[0].fit("y ~ 1"),
      tables[1].fit("revenue ~ search"),
    ]);
    expect([one.n, two.n, three.n]).toEqual([4, 4, 400]);
    expect(workers).toHaveLength(2);
  });

  it("can die again and again", async () => {
    const { engine, kill } = await harmed();
    const table = await engine.fromColumns(small);
    for (let i = 0; i < 3; i++) {
      await kill();
      expect((await table.fit("y ~ x")).n).toBe(4);
    }
  });

  it("falls back to this thread where no second worker may start", async () => {
    const { engine, kill } = await harmed({ allowed: 1 });
    const table = await engine.fromColumns(small);
    await kill();
    expect((await table.fit("y ~ x")).n).toBe(4);
    expect(engine.capabilities).toMatchObject({ where: "in-process", workers: 0 });
    expect(engine.capabilities.whereReason).toContain("no more");
  });
});

describe("a table after its worker died", () => {
  const sources = {
    text: () => csv,
    Blob: () => new Blob([csv]),
    URL: () => new URL(URL.createObjectURL(new Blob([csv]))),
  };

  it.each(Object.entries(sources))("from %s is read again, its edits with it", async (_, source) => {
    const { engine, kill } = await harmed();
    const table = await engine.readCsv(source());
    await table.edit({ remove: [0, 1] });
    for (const value of [10, 20, 30]) {
      await table.edit({ set: [{ row: 5, values: [{ column: "search", value }] }] });
    }
    await table.edit({ add: [[{ column: "search", value: 7 }]] });
    const before = { rows: await table.rows(0, 400), fit: await table.fit("revenue ~ search") };
    await kill();
    expect(await table.rows(0, 400)).toEqual(before.rows);
    expect(await table.fit("revenue ~ search")).toEqual(before.fit);
    expect(table.nRows).toBe(399);
  });

  it("from columns is sent again as they were, whatever became of the caller's", async () => {
    const { engine, kill } = await harmed();
    const columns = plane();
    const table = await engine.fromColumns(columns);
    const fit = await table.fit("y ~ a + b");
    columns.y.fill(0);
    await kill();
    expect(await table.fit("y ~ a + b")).toEqual(fit);
  });

  it("from a stream, or from columns handed over, cannot be: source-changed, and other tables live on", async () => {
    const { engine, kill } = await harmed();
    const stream = await engine.readCsv(new Blob([csv]).stream());
    const handed = await engine.fromColumns(plane(), { transfer: true });
    const text = await engine.readCsv(csv);
    expect([stream.nRows, handed.nRows]).toEqual([400, N]);
    await kill();
    await expect(stream.fit("revenue ~ search")).rejects.toMatchObject({ code: "source-changed" });
    await expect(handed.fit("y ~ a")).rejects.toMatchObject({ code: "source-changed" });
    expect((await text.fit("revenue ~ search")).n).toBe(400);
  });

  it("from an address that is gone says fetch-failed", async () => {
    const { engine, kill } = await harmed();
    const url = URL.createObjectURL(new Blob([csv]));
    const table = await engine.readCsv(new URL(url));
    URL.revokeObjectURL(url);
    await kill();
    await expect(table.fit("revenue ~ search")).rejects.toMatchObject({ code: "fetch-failed", value: url });
  });
});

describe("a million rows", () => {
  it("are fitted from columns", async () => {
    const engine = await engineOf();
    const table = await engine.fromColumns(plane());
    const started = performance.now();
    const fit = await table.fit("y ~ a + b");
    console.log(`fit of ${N} rows by 2 predictors: ${(performance.now() - started).toFixed(0)} ms`);
    expect(fit.n).toBe(N);
    for (const [j, beta] of [1, 2, -1].entries()) {
      expect(Math.abs((fit.coefficients[j] as number) - beta)).toBeLessThan(1e-4);
    }
    const { fitted } = await table.predict(fit);
    expect(fitted.length).toBe(N);
  });

  it("leave the page free while they are fitted", async () => {
    const engine = await engineOf();
    const table = await engine.fromColumns(plane());
    let longest = 0;
    let last = performance.now();
    let done = false;
    const watch = (async () => {
      while (!done) {
        await wait(0);
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }
    })();
    await table.fit("y ~ a * b + log(a + 1)");
    done = true;
    await watch;
    expect(longest).toBeLessThan(50);
  });
});

describe("an aborted call", () => {
  const big = () => new Blob([`a,b\n${"1.25,word\n".repeat(4_000_000)}`]);

  it("ends a long read soon and leaves the engine usable", async () => {
    const engine = await engineOf();
    const table = await engine.fromColumns(small);
    const controller = new AbortController();
    const reason = new Error("enough");
    let abortedAt = 0;
    const reading = engine.readCsv(big(), {
      signal: controller.signal,
      onProgress: () => {
        abortedAt ||= performance.now();
        controller.abort(reason);
      },
    });
    await expect(reading).rejects.toBe(reason);
    expect(performance.now() - abortedAt).toBeLessThan(20);
    const { ms } = await timed(table.fit("y ~ x"));
    console.log(`fit after an aborted read of 40 MB: ${ms.toFixed(1)} ms`);
    expect(ms).toBeLessThan(200);
    expect((await engine.readCsv(csv)).nRows).toBe(400);
  });

  it("ends a long fit soon", async () => {
    const engine = await engineOf();
    const table = await engine.fromColumns(plane());
    const controller = new AbortController();
    const fit = table.fit("y ~ (a + b)^2 + I(a^2) + I(b^2) + log(a + 1) + exp(b / 1000)", {
      signal: controller.signal,
    });
    await wait(5);
    controller.abort("enough");
    await expect(fit).rejects.toBe("enough");
    const { ms } = await timed(table.rows(0, 1));
    expect(ms).toBeLessThan(100);
  });

  it("stops a stream that is being pumped", async () => {
    const engine = await engineOf();
    let cancelled: unknown;
    const stream = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await wait(1);
        controller.enqueue(new TextEncoder().encode("1,2\n"));
      },
      cancel(reason) {
        cancelled = reason;
      },
    });
    const controller = new AbortController();
    const reading = engine.readCsv(stream, { signal: controller.signal });
    await wait(30);
    controller.abort("enough");
    await expect(reading).rejects.toBe("enough");
    await wait(30);
    expect(cancelled).toBe("enough");
  });
});

describe("a drag", () => {
  it("through latest() ends at the newest point, and drops what was superseded", async () => {
    const engine = await engineOf();
    const table = await engine.readCsv(csv);
    let ran = 0;
    const move = latest(async (value: number) => {
      ran += 1;
      await table.edit({ set: [{ row: 3, values: [{ column: "revenue", value }] }] });
      return table.fit("revenue ~ search");
    });
    const moves: Promise<unknown>[] = [];
    for (let i = 0; i < 200; i++) {
      moves.push(move(1000 + i));
      if (i % 10 === 0) await wait(1);
    }
    const results = await Promise.all(moves);
    expect(ran).toBeLessThan(200);
    expect(results.filter((fit) => fit !== undefined)).toHaveLength(ran);
    expect(results.at(-1)).toEqual(await table.fit("revenue ~ search"));
    expect((await table.rows(3, 4))[0]?.[0]).toBe(1199);
  });

  it("of a thousand rows comes back well within a frame", async () => {
    const engine = await engineOf();
    const x = Float64Array.from({ length: 1000 }, (_, i) => i);
    const table = await engine.fromColumns({ x, y: x.map((v) => 5 + 0.82 * v + ((v * 31) % 17)) });
    const times: number[] = [];
    for (let i = 0; i < 400; i++) {
      const started = performance.now();
      await table.edit({ set: [{ row: 500, values: [{ column: "y", value: i }] }] });
      await table.fit("y ~ x");
      times.push(performance.now() - started);
    }
    const sorted = times.slice(100).sort((a, b) => a - b);
    const at = (q: number) => sorted[Math.floor(q * sorted.length)] as number;
    console.log(`edit and fit of 1,000 rows: p50 ${at(0.5).toFixed(2)} ms, p95 ${at(0.95).toFixed(2)} ms`);
    expect(at(0.5)).toBeLessThan(8);
  });
});
