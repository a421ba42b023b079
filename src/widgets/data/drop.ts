// A file or text that is brought to an element: dropped anywhere on it, or pasted outside of its fields.

import type { ReactiveController, ReactiveControllerHost } from "lit";

export interface DropEvents {
  onFiles(files: FileList): void;
  onText(csv: string): void;
}

export class DropController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #events: DropEvents;
  /** A file hangs over the element. */
  isOver = false;

  constructor(host: ReactiveControllerHost & HTMLElement, events: DropEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("dragover", this.#dragOver);
    this.#host.addEventListener("dragleave", this.#dragLeave);
    this.#host.addEventListener("drop", this.#drop);
    this.#host.addEventListener("paste", this.#paste);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("dragover", this.#dragOver);
    this.#host.removeEventListener("dragleave", this.#dragLeave);
    this.#host.removeEventListener("drop", this.#drop);
    this.#host.removeEventListener("paste", this.#paste);
  }

  #setOver(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }

  #dragOver = (event: DragEvent): void => {
    if (!hasFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.#setOver(true);
  };

  #dragLeave = (event: DragEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && this.#host.contains(to))) this.#setOver(false);
  };

  #drop = (event: DragEvent): void => {
    this.#setOver(false);
    if (!hasFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    this.#events.onFiles(event.dataTransfer.files);
  };

  #paste = (event: ClipboardEvent): void => {
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    const files = event.clipboardData?.files;
    const csv = event.clipboardData?.getData("text/plain") ?? "";
    if (files?.length) this.#events.onFiles(files);
    else if (isTable(csv)) this.#events.onText(csv);
    else return;
    event.preventDefault();
  };
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Two lines or more with something on them. */
function isTable(text: string): boolean {
  return text.split(/[\r\n]+/, 3).filter((line) => line.trim() !== "").length > 1;
}
