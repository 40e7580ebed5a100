import type { FaultRow } from '../fault-row.ts'

export const credentialRows: readonly FaultRow[] = [
  {
    name: 'credentials-end',
    what: 'The role’s credentials have ended when the channel breaks; the sign-in lasts',
    group: 'credentials',
    engines: ['builtin', 'plugin'],
    promised: { states: ['unknown', 'ready'], recoveryMs: 3_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'expire-credentials' }, { kind: 'drop-session' })
      const recoveryMs = await conversation.exchange()
      return { ...stage.seen(), recoveryMs, ...(await conversation.end()) }
    },
  },
  {
    name: 'sign-in-revoked',
    what: 'The sign-in was revoked when the channel breaks; whoever waits signs in again',
    group: 'credentials',
    engines: ['builtin'],
    promised: { states: ['unknown', 'ready'], recoveryMs: 5_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault({ kind: 'revoke-tokens' }, { kind: 'expire-credentials' }, { kind: 'drop-session' })
      const recoveryMs = await conversation.exchange()
      return { ...stage.seen(), recoveryMs, ...(await conversation.end()) }
    },
  },
]
