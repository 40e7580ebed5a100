import { beforeAll } from 'vitest'
import { behaviours, behavioursOf } from './behaviours.ts'
import { describeSideBySide } from './side-by-side.ts'
import { patience } from './waiting.ts'

// Most faults are that nothing happens.
patience.ms = 4_000
const limitMs = 30_000

const faulty = behavioursOf('plugin', behaviours).filter(({ fault }) => fault !== undefined)
const { begin } = describeSideBySide(
  faulty.map((behaviour) => ({ name: 'plugin', behaviour })),
  limitMs,
)

beforeAll(begin)
