import type { RecordingChoice } from '#contract/recordings.ts'

type Choices = Readonly<Record<string, RecordingChoice>>

const ranks: Readonly<Record<RecordingChoice, number>> = { off: 0, on: 1, required: 2 }

/** Whether less is recorded by one choice than by the other. */
export function recordsLess(one: RecordingChoice, other: RecordingChoice): boolean {
  return ranks[one] < ranks[other]
}

/** How shells of an environment are recorded. Of an account that nobody has said anything about it is the most that is chosen anywhere. */
export function recordingChoiceOf(choices: Choices, environment: string | null): RecordingChoice {
  if (environment !== null) return choices[environment] ?? 'off'
  return Object.values(choices).reduce((most, choice) => (recordsLess(most, choice) ? choice : most), 'off')
}
