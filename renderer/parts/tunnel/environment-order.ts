import type { Environment } from '#contract/tunnel.ts'

/** Environments as lists show them: what can do most harm comes first. */
export const environmentOrder = ['production', 'staging', 'development'] as const satisfies readonly Environment[]
