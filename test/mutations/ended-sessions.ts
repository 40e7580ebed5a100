import type { Mutation } from './mutation.ts'

const listed = {
  line: 'ended-sessions',
  file: 'core/app/aws-sessions/aws-sessions.ts',
  killedBy: ['test/unit/aws-sessions/aws-sessions.test.ts'],
}

/** Sessions at AWS, and who may have which of them ended. */
export const endedSessionMutations: readonly Mutation[] = [
  {
    ...listed,
    name: 'a-session-that-is-used-here-ended',
    text: "if (place === undefined || useOf(sessionId, deps).by === 'here')",
    replacement: 'if (place === undefined)',
  },
  {
    line: 'ended-sessions',
    name: 'channel-addresses-remembered',
    file: 'core/app/sessions/session-ledger.ts',
    text: 'const { streamUrl: _where, owner: _whom, ...remembered } = entry',
    replacement: 'const { owner: _whom, ...remembered } = entry',
    killedBy: ['test/unit/sessions/left-sessions.test.ts'],
  },
]
