// The few commands that every kernel here is made of.

import { COPY_DST, MAP_READ, READ } from "./usage.ts";

/** A pipeline of the entry point `main`. */
export function pipelineOf(device: GPUDevice, code: string): GPUComputePipeline {
  return device.createComputePipeline({ layout: "auto", compute: { module: device.createShaderModule({ code }) } });
}

/** Buffers at the bindings 0, 1, 2 … of a pipeline. */
export function bound(device: GPUDevice, pipeline: GPUComputePipeline, buffers: readonly GPUBuffer[]): GPUBindGroup {
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  return device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
}

/** A buffer that holds some data from the start. */
export function filled(device: GPUDevice, data: ArrayBufferView<ArrayBuffer>, usage: number): GPUBuffer {
  const buffer = device.createBuffer({ size: Math.max(16, data.byteLength), usage: usage | COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** One pass of one pipeline. */
export function dispatch(
  encoder: GPUCommandEncoder,
  pipeline: GPUComputePipeline,
  group: GPUBindGroup,
  [x, y = 1]: readonly [number, number?],
): void {
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y);
  pass.end();
}

/** Submit an encoder's commands and fetch the first bytes of a buffer after them. @throws where the device is lost */
export async function fetched(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  from: GPUBuffer,
  bytes: number,
): Promise<ArrayBuffer> {
  const result = device.createBuffer({ size: bytes, usage: MAP_READ | COPY_DST });
  encoder.copyBufferToBuffer(from, 0, result, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await result.mapAsync(READ);
  const copy = result.getMappedRange().slice(0);
  result.destroy();
  return copy;
}
