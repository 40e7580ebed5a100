import type { Mutation } from './mutation.ts'

const gate = {
  line: 'production-gate',
  file: 'core/app/targets/targets.ts',
  killedBy: ['test/unit/targets/production.test.ts'],
}
const handlers = {
  line: 'production-gate',
  file: 'main/handlers/shell-handlers.ts',
  killedBy: ['test/unit/main/shell-handlers.test.ts'],
}

/** Production, and who agreed to be there. */
export const productionMutations: readonly Mutation[] = [
  {
    ...gate,
    name: 'production-without-agreement',
    text: "if (agreement === 'none') return fail('PRODUCTION_NOT_AGREED', { account: named.account.name })",
    replacement: '',
  },
  {
    ...gate,
    name: 'production-as-the-asker-calls-it',
    text: '[named.environment, environment].some(',
    replacement: '[environment ?? named.environment].some(',
  },
  {
    ...gate,
    name: 'production-agreed-for-ever',
    text: 'this.#kept.agreed[account] === today',
    replacement: 'this.#kept.agreed[account] !== undefined',
  },
  {
    line: 'production-gate',
    name: 'production-by-another-profile',
    file: 'core/app/targets/target-places.ts',
    text: '[accountKey(place), ...(id === null ? [] : [id])]',
    replacement: '[accountKey(place), ...(id === null ? [] : [accountKey(place)])]',
    killedBy: ['test/unit/targets/production.test.ts'],
  },
  {
    ...handlers,
    name: 'shell-past-the-gate',
    text: 'if (!admitted.ok) return admitted\n',
    replacement: '\n',
  },
  {
    ...handlers,
    name: 'shell-again-past-the-gate',
    text: 'return admitted.ok ? shells.again(window, id, size) : admitted',
    replacement: 'return request.ok ? shells.again(window, id, size) : admitted',
  },
  {
    line: 'production-gate',
    name: 'ssh-past-the-gate',
    file: 'core/app/ssh/production-question.ts',
    text: 'if (!(await askOnce(account, () => ask(account)))) return admitted',
    replacement: 'void (await askOnce(account, () => ask(account)))',
    killedBy: ['test/unit/ssh/production-question.test.ts'],
  },
]

const quotes = { line: 'command-words', killedBy: ['test/unit/saved-command/command-line.test.ts'] }

/** What is filled into saved commands. */
export const commandMutations: readonly Mutation[] = [
  {
    ...quotes,
    file: 'domain/saved-command/quoting.ts',
    name: 'command-word-ends-its-quotes',
    text: "value.replaceAll(\"'\", `'\\\\''`)",
    replacement: 'value',
  },
  {
    ...quotes,
    file: 'domain/saved-command/quoting.ts',
    name: 'command-word-in-foreign-quotes',
    text: 'return `"${quoted}"`',
    replacement: 'return quoted',
  },
  {
    ...quotes,
    file: 'domain/saved-command/command-line.ts',
    name: 'command-word-ends-the-line',
    text: "return /[\\p{Cc}\\u2028\\u2029\\p{Cs}]/u.test(value) ? [{ name, why: 'not-one-line' }] : []",
    replacement: 'return []',
  },
  {
    ...quotes,
    file: 'domain/saved-command/command-line.ts',
    name: 'command-word-in-a-substitution',
    text: "if (ahead.startsWith('$(')) return 'unclear'",
    replacement: '',
  },
]
