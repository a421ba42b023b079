// Modules that the build makes: the compute function, compiled lessons, workers, plain text and CSS.

declare module "*?function" {
  /** The whole worker as one self-contained function of the port it serves. */
  const compute: (port: MessagePort | DedicatedWorkerGlobalScope) => void;
  export default compute;
}

declare module "*.md?lesson" {
  import type { LessonText } from "#lessons/types.ts";

  const text: LessonText;
  export default text;
}

declare module "*?raw" {
  const text: string;
  export default text;
}

declare module "*?url" {
  const url: string;
  export default url;
}

declare module "*?worker" {
  /** Starts a worker of the module. */
  const Start: new () => Worker;
  export default Start;
}
