// What a learner did in one lesson, kept in this browser. A storage that is refused, full or garbled loses the keeping, never the lesson.

/** `answer` is the id of a choice or the text of a number, as given. */
export interface ExerciseProgress {
  attempts: number;
  answer: string;
  outcome: "open" | "right" | "revealed";
}

export interface Progress {
  exercises: Record<string, ExerciseProgress>;
  /** Ids of the figures after which the lesson has been opened. */
  opened: string[];
}

export interface ProgressStore {
  read(): Progress;
  write(progress: Progress): void;
}

const VERSION = 1;
const OUTCOMES: readonly unknown[] = ["open", "right", "revealed"];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isExercise(value: unknown): value is ExerciseProgress {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value.attempts) &&
    Number(value.attempts) >= 0 &&
    typeof value.answer === "string" &&
    OUTCOMES.includes(value.outcome)
  );
}

/** Progress out of its text; whatever is not understood counts as not done. */
export function parseProgress(text: string | null): Progress {
  const fresh: Progress = { exercises: {}, opened: [] };
  if (text === null) return fresh;
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return fresh;
  }
  if (!isRecord(found) || found.version !== VERSION) return fresh;
  const entries = isRecord(found.exercises) ? Object.entries(found.exercises) : [];
  return {
    exercises: Object.fromEntries(entries.filter((entry): entry is [string, ExerciseProgress] => isExercise(entry[1]))),
    opened: Array.isArray(found.opened) ? found.opened.filter((id) => typeof id === "string") : [],
  };
}

/** The store of `lesson`. `storage` is asked each time, because asking may itself be refused. */
export function progressStore(lesson: string, storage: () => Storage): ProgressStore {
  const key = `leastwise.progress.${lesson}`;
  let memory: string | null = null;
  try {
    memory = storage().getItem(key);
  } catch {
    // Refused: this visit starts fresh.
  }
  return {
    read: () => parseProgress(memory),
    write: (progress) => {
      memory = JSON.stringify({ version: VERSION, ...progress });
      try {
        storage().setItem(key, memory);
      } catch {
        // Refused or full: memory serves until the page closes.
      }
    },
  };
}
