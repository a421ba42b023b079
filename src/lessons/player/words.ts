// The few words that the player itself says; everything else stands in the lessons' Markdown.

export const words = {
  check: "Check",
  again: "Answer again",
  reveal: "Show the answer",
  yourAnswer: "Your answer",
  chooseFirst: "Choose an answer first.",
  typeNumber: "Type a number, such as 12,500 or 0.4.",
  waiting: "The numbers are still being computed. Try again in a moment.",
  right: "Right.",
  notYet: "Not yet.",
  theAnswer: "The answer.",
  answerMark: "the answer",
  gate: "The lesson goes on when you have committed to a line.",
  toFigure: "Back to the figure",
  skip: "Go on without a line",
  startAgain: "Clear my answers",
  cleared: "Your answers are cleared.",
  tryAgain: "Try again",
  failed: "The numbers in this lesson could not be computed.",
  attempts: (attempts: number) => (attempts === 1 ? "At the first try." : `After ${attempts} tries.`),
  summary: (done: number, total: number, first: number) => {
    if (done === 0)
      return `None of ${total} questions answered yet. Answers are kept in this browser, and nowhere else.`;
    return done < total
      ? `${done} of ${total} questions answered. They are kept in this browser, and nowhere else.`
      : `All ${total} questions answered, ${first} at the first try. They are kept in this browser, and nowhere else.`;
  },
};
