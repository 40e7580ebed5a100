import { clientVersion } from '#relay/engine/builtin/client-version.ts'
import { panicked } from './ending.ts'
import type { Invocation } from './invocation.ts'
import * as texts from './texts.ts'

/** What a call that starts no session is answered. */
export interface Answer {
  readonly text: string
  readonly exitCode: number
}

export function answerTo(invocation: Exclude<Invocation, { readonly kind: 'session' }>): Answer {
  const text = textFor(invocation)
  return { text, exitCode: invocation.kind === 'incomplete' ? panicked : 0 }
}

function textFor(invocation: Exclude<Invocation, { readonly kind: 'session' }>): string {
  switch (invocation.kind) {
    case 'presence':
      return texts.installed
    case 'version':
      return `${clientVersion}\n`
    case 'unknown-operation':
      return texts.unknownOperation(invocation.operation)
    case 'unreadable':
    case 'distrusted':
      return texts.cannotStart(invocation.reason)
    case 'incomplete':
      return texts.cannotStart(`there is no ${invocation.missing}`)
    case 'invalid-operation':
      return texts.invalidOperation
  }
}
