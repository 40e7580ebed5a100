import { beforeAll } from 'vitest'
import { describeInTurn } from './in-turn.ts'
import { buildProgram } from './play.ts'

beforeAll(buildProgram)

describeInTurn('culvert-session')
