import type { Clock } from '#domain/clock/clock.ts'
import type { Files } from '#core/app/files/files.ts'
import type { ProductionGuard } from '#core/app/ports.ts'
import type { HandWatch } from '#core/app/production/hand-watch.ts'
import { createWindowGate, type WindowGate } from '#core/app/production/window-gate.ts'
import type { LessenedAccount } from '#core/app/targets/account-labels.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import { messagesOf, type Language } from '#words/messages.ts'
import { targetWordsOf } from '#words/target-words.ts'
import { askCarefully } from '../dialogs/ask-carefully.ts'

/** What the gates need. */
interface WindowGateParts {
  readonly targets: ProductionGuard
  readonly shells: Pick<Shells, 'requestsIn'>
  readonly files: Pick<Files, 'requestsIn'>
  readonly clock: Clock
  readonly hands: HandWatch
  language(): Language
}

/** The gates before production for what a window opens, and before an account is production no more. */
interface WindowGates {
  readonly shells: WindowGate
  readonly files: WindowGate
  askToLessen(lessened: LessenedAccount): Promise<boolean>
  askToStart(instance: string, account: string): Promise<boolean>
}

/** Builds them; main's own dialog asks where no hand was seen behind the page's answer. */
export function windowGates(parts: WindowGateParts): WindowGates {
  const { targets: production, shells, files, clock, hands } = parts
  const ask = (opens: 'shell' | 'files') => (account: string) => {
    const language = parts.language()
    const { confirm } = targetWordsOf(language)
    const { title, text, open } = opens === 'files' ? confirm.files : confirm
    const cancel = messagesOf(language).cancel
    return askCarefully({ message: title, detail: `${account}\n\n${text}`, cancel, action: open })
  }
  const common = { production, clock, hands }
  return {
    askToLessen({ account, less }) {
      const language = parts.language()
      const { free, recordLess } = targetWordsOf(language)
      const { message, detail, action } = less === 'asked' ? free : recordLess
      return askCarefully({ message: message(account), detail, cancel: messagesOf(language).cancel, action })
    },
    askToStart(instance, account) {
      const language = parts.language()
      const { message, detail, confirm } = targetWordsOf(language).start
      const cancel = messagesOf(language).cancel
      return askCarefully({ message: message(instance), detail: detail(account), cancel, action: confirm })
    },
    shells: createWindowGate({ ...common, ask: ask('shell'), openIn: (window) => shells.requestsIn(window) }),
    files: createWindowGate({ ...common, ask: ask('files'), openIn: (window) => files.requestsIn(window) }),
  }
}
