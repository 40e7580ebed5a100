import { beforeAll } from 'vitest'
import { behavioursOf, lengthyBehaviours } from './behaviours.ts'
import { buildProgram, engines } from './play.ts'
import { describeSideBySide } from './side-by-side.ts'

const limitMs = 90_000

const cases = engines.flatMap((name) => behavioursOf(name, lengthyBehaviours).map((behaviour) => ({ name, behaviour })))
const { begin } = describeSideBySide(cases, limitMs)

beforeAll(async () => {
  await buildProgram()
  begin()
})
