// Puts a host behind a port: a worker's own, or one end of a channel in process.

import { type Endpoint, expose } from "comlink";
import { Host, type Machine } from "./host.ts";
import { enveloped } from "./wire.ts";

/** Serve the compute API on a port until the port closes or the worker ends. */
export function serve(port: MessagePort | DedicatedWorkerGlobalScope, machine: Machine): void {
  expose(enveloped(new Host(machine)), port as Endpoint);
}
