// Starts a host: in a worker, or where none may start in process, with the reason. Inside, the host finds its backend.

/// <reference path="../../modules.d.ts" />

import { type Endpoint, proxy } from "comlink";
import compute from "#workers/compute.ts?function";
import type { Capabilities, EngineOptions, StartOptions, StartReport } from "../contract.ts";
import { Connection } from "./connection.ts";
import type { Environment, WorkerLike } from "./environment.ts";
import { LeastwiseError } from "./errors.ts";
import { watchWorker, wordsOf } from "./liveness.ts";

const START_TIMEOUT_MS = 5000;

/** A host that answered its first call. */
export interface Started {
  connection: Connection;
  capabilities: Capabilities;
}

/** What a worker is started for. */
export interface WorkerRole {
  /** Starts the workers that this one is to lead; null where it leads none. */
  grow: (() => Promise<void>) | null;
  /** Called once when the worker is gone. */
  ended: () => void;
}

/** The script of a worker, and the same function for this thread. */
export interface Program {
  script: string;
  serve: (port: MessagePort) => void;
}

/** The engine's own program. */
export const program: Program = { script: `(${compute})(self)`, serve: compute };

/**
 * Start a host where `options.workers` wants it, or as near as this place allows.
 *
 * @throws LeastwiseError `backend-unavailable`
 */
export async function start(
  options: EngineOptions,
  environment: Environment,
  { script, serve }: Program = program,
  role: WorkerRole = { grow: null, ended: () => {} },
): Promise<Started> {
  const { backend = "auto", workers = "auto", startTimeout = START_TIMEOUT_MS, keepMoments = true } = options;
  const inProcess = (reason: string) => startInProcess(serve, { backend, keepMoments }, reason);
  if (workers === 0) return inProcess("No worker was asked for.");
  if (!environment.startWorker) return inProcess("There are no Web Workers here.");
  try {
    return await startWorker({ backend, startTimeout, keepMoments }, environment, script, role);
  } catch (error) {
    if (error instanceof LeastwiseError && error.code === "backend-unavailable") throw error;
    return inProcess(reasonOf(error));
  }
}

/**
 * Start a host in a worker.
 *
 * @throws LeastwiseError `worker-refused` saying how, `backend-unavailable`
 */
export async function startWorker(
  { backend = "auto", startTimeout = START_TIMEOUT_MS, keepMoments = true }: EngineOptions,
  environment: Environment,
  script: string,
  role: WorkerRole,
): Promise<Started> {
  let worker: WorkerLike;
  try {
    worker = environment.startWorker?.(script) as WorkerLike;
  } catch (error) {
    throw new LeastwiseError("worker-refused", `A worker was refused: ${reasonOf(error)}`);
  }
  try {
    return await startInWorker(worker, { backend, startTimeout, keepMoments, environment, role });
  } catch (error) {
    if (error instanceof LeastwiseError && error.code === "backend-unavailable") throw error;
    throw new LeastwiseError("worker-refused", `A worker did not start: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function startInWorker(
  worker: WorkerLike,
  {
    backend,
    startTimeout,
    keepMoments,
    environment,
    role,
  }: Required<Pick<EngineOptions, "backend" | "startTimeout" | "keepMoments">> & {
    environment: Environment;
    role: WorkerRole;
  },
): Promise<Started> {
  let unwatch = () => {};
  const connection = new Connection(worker as Endpoint, {
    mortal: true,
    dispose() {
      unwatch();
      worker.terminate();
      role.ended();
    },
  });
  const lock = environment.locks ? environment.uniqueName() : undefined;
  try {
    const report = await answered(worker, { startTimeout, environment }, () =>
      connection.send(
        "start",
        lock === undefined ? { backend, keepMoments } : { backend, keepMoments, lock },
        role.grow && proxy(role.grow),
      ),
    );
    unwatch = watchWorker(worker, connection, { lock: (report.lockHeld && lock) || null, environment });
    return { connection, capabilities: capabilitiesOf(report, "worker", "A Web Worker answered.") };
  } catch (error) {
    connection.end(error);
    throw error;
  }
}

/** The worker's first answer, unless it fires an error event (refused scripts do) or stays silent. */
function answered<T>(
  worker: WorkerLike,
  { startTimeout, environment }: { startTimeout: number; environment: Environment },
  ask: () => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const failed = (event: Event) => reject(refused(wordsOf(event)));
    worker.addEventListener("error", failed);
    const stop = environment.after(startTimeout, () => reject(refused(`no answer within ${startTimeout} ms`)));
    ask()
      .then(resolve, reject)
      .finally(() => {
        stop();
        worker.removeEventListener("error", failed);
      });
  });
}

function refused(how: string): LeastwiseError {
  return new LeastwiseError("worker-refused", `worker: must answer its first call; got ${how}`);
}

async function startInProcess(serve: Program["serve"], options: StartOptions, reason: string): Promise<Started> {
  const { port1, port2 } = new MessageChannel();
  const connection = new Connection(port1, { mortal: false, dispose: () => port1.close() });
  serve(port2);
  try {
    const report = await connection.send("start", options, null);
    return { connection, capabilities: capabilitiesOf(report, "in-process", reason) };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function capabilitiesOf(
  { lockHeld: _, ...kernel }: StartReport,
  where: Capabilities["where"],
  whereReason: string,
): Capabilities {
  return {
    ...kernel,
    workers: where === "worker" ? 1 : 0,
    where,
    whereReason,
  };
}
