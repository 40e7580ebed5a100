import type { Measurement } from './figure.ts'

/** The builtin engine's figures divided by the plugin's, where both were measured and there is something to divide by. */
export function ratiosOf(measurements: readonly Measurement[]): readonly Measurement[] {
  return measurements
    .filter(({ engine }) => engine === 'builtin')
    .flatMap((ours) => {
      const theirs = measurements.find(({ name, engine }) => engine === 'plugin' && name === ours.name)
      if (theirs === undefined || theirs.value <= 0) return []
      return [{ ...ours, engine: 'builtin/plugin' as const, value: ours.value / theirs.value }]
    })
}
