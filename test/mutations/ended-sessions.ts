import type { Mutation } from './mutation.ts'

const listed = {
  line: 'ended-sessions',
  file: 'core/app/aws-sessions/aws-sessions.ts',
  killedBy: ['test/unit/aws-sessions/aws-sessions.test.ts'],
}

const history = { line: 'history', killedBy: ['test/unit/activity/activity-files.test.ts'] }

/** The history, and what of it may leave. */
export const historyMutations: readonly Mutation[] = [
  {
    ...history,
    name: 'hosts-exported-unasked',
    file: 'domain/activity/export-lines.ts',
    text: '...(wish.hosts ? { node',
    replacement: '...(wish.as ? { node',
  },
  {
    ...history,
    name: 'formulas-exported',
    file: 'domain/activity/export-lines.ts',
    text: "/^[=+\\-@\\t\\r]/.test(value) ? `'${value}` : value",
    replacement: 'value',
  },
  {
    ...history,
    name: 'names-unredacted',
    file: 'core/app/activity/activity-log.ts',
    text: 'name: redactLine(subject.name)',
    replacement: 'name: subject.name',
  },
]

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
    name: 'sessions-that-are-over-listed',
    file: 'core/aws/ssm/open-sessions.ts',
    text: "State: 'Active',",
    replacement: "State: 'History',",
    killedBy: ['test/integration/aws-sessions/session-directory.test.ts'],
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
