// One line to a host: answers, errors with their fields, aborts, and the end.

import { expose } from "comlink";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Connection } from "#engine/client/connection.ts";
import { LeastwiseError } from "#engine/client/errors.ts";

const open: Connection[] = [];

/** A connection to an API of the test's own. */
function connectionTo(api: Record<string, (...args: never[]) => unknown>) {
  const { port1, port2 } = new MessageChannel();
  expose(api, port2);
  const connection = new Connection(port1, { mortal: true, dispose: () => port1.close() });
  open.push(connection);
  return connection;
}

const ok = (value: unknown) => ({ ok: true, value });

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

describe("Connection", () => {
  it("gives the value in the envelope", async () => {
    const connection = connectionTo({ catalog: async () => ok([{ id: "sales" }]) });
    expect(await connection.send("catalog")).toEqual([{ id: "sales" }]);
    expect(connection.pending).toBe(0);
  });

  it("gives back a LeastwiseError with its code, place and value", async () => {
    const sent = { code: "weights", message: "weights, row 3: no", at: { row: 3, column: "w" }, value: -1 };
    const connection = connectionTo({ ask: async () => ({ ok: false, error: sent }) });
    const error = await connection.send("ask", 1, 1, "fit", "y ~ x", {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LeastwiseError);
    expect(error).toMatchObject(sent);
  });

  it("rejects every call that waits when it ends, and every later one", async () => {
    const connection = connectionTo({ ask: () => new Promise(() => {}), catalog: () => new Promise(() => {}) });
    const calls = [connection.send("ask", 1, 1, "fit", "y ~ x", {}), connection.send("catalog")];
    expect(connection.pending).toBe(2);
    const reason = new Error("over");
    connection.end(reason);
    expect(await Promise.allSettled(calls)).toEqual([
      { status: "rejected", reason },
      { status: "rejected", reason },
    ]);
    await expect(connection.send("catalog")).rejects.toBe(reason);
    expect(connection.pending).toBe(0);
    expect(connection.alive).toBe(false);
  });

  it("says that arguments must be plain data", async () => {
    const connection = connectionTo({ ask: async () => ok(null) });
    const options = { method: () => {} } as never;
    await expect(connection.send("ask", 1, 1, "fit", "y ~ x", options)).rejects.toMatchObject({ code: "bad-argument" });
    expect(connection.pending).toBe(0);
  });

  it("rejects with the signal's reason, tells the host which call to leave, and undoes", async () => {
    const cancelled: number[] = [];
    const started: number[] = [];
    const connection = connectionTo({
      ask: (call: number) => {
        started.push(call);
        return new Promise(() => {});
      },
      cancel: async (call: number) => {
        cancelled.push(call);
        return ok(undefined);
      },
    });
    const controller = new AbortController();
    let undone = 0;
    const call = connection.call("ask", (id) => [id, 1, "fit", "y ~ x", {}], {
      signal: controller.signal,
      undo: () => {
        undone += 1;
      },
    });
    await vi.waitFor(() => expect(started).toHaveLength(1));
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await vi.waitFor(() => expect(cancelled).toEqual(started));
    expect(undone).toBe(1);
  });

  it("sends nothing where the signal is aborted already", async () => {
    let started = 0;
    const connection = connectionTo({
      ask: async () => {
        started += 1;
        return ok(null);
      },
    });
    const signal = AbortSignal.abort("before");
    await expect(connection.call("ask", (id) => [id, 1, "fit", "y ~ x", {}], { signal })).rejects.toBe("before");
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(started).toBe(0);
  });
});
