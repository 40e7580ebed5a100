import { describeInTurn } from './in-turn.ts'

describeInTurn('plugin')
