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
    file: 'core/app/targets/account-labels.ts',
    text: 'if (this.isProduction(known)) return known',
    replacement: 'if (this.isProduction(known)) return environment ?? known',
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
    text: 'return admitted.ok ? shells.again(window, id, size, request.environment) : admitted',
    replacement: 'return shells.again(window, id, size, request.environment)',
  },
  {
    ...handlers,
    line: 'production-stays',
    name: 'shell-again-as-it-was-called',
    text: '{ ...known.value, environment: await environmentOf(known.value) }',
    replacement: '{ ...known.value }',
  },
  {
    line: 'production-stays',
    name: 'files-again-as-they-were-called',
    file: 'main/handlers/file-handlers.ts',
    text: '{ ...known.value, environment: await deps.environmentOf(known.value) }',
    replacement: '{ ...known.value }',
    killedBy: ['test/unit/main/file-handlers.test.ts'],
  },
  {
    line: 'production-stays',
    name: 'open-shells-keep-their-label',
    file: 'core/app/production/relabelling.ts',
    text: 'for (const desk of desks) await desk.relabel(environmentOf)',
    replacement: 'void [desks, environmentOf]',
    killedBy: ['test/unit/production/relabelling.test.ts'],
  },
  {
    line: 'broadcast',
    name: 'production-hears-what-it-joined-as-staging',
    file: 'domain/broadcast/broadcast.ts',
    text: '(!isProduction || state.confirmed.includes(id))',
    replacement: '(!isProduction || state.hears.includes(id))',
    killedBy: ['test/unit/domain/broadcast.test.ts'],
  },
  {
    line: 'production-gate',
    name: 'ssh-past-the-gate',
    file: 'core/app/ssh/production-question.ts',
    text: 'if (!(await askOnce(account, () => ask(account)))) return admitted',
    replacement: 'void (await askOnce(account, () => ask(account)))',
    killedBy: ['test/unit/ssh/production-question.test.ts'],
  },
  {
    line: 'production-gate',
    name: 'ssh-alone-says-nothing',
    file: 'command/ssh-proxy/alone.ts',
    text: 'if (production !== null) await say',
    replacement: "if (production === '') await say",
    killedBy: ['test/integration/ssh/alone.test.ts'],
    tests: 'leaves no session',
  },
]

const windowGate = {
  line: 'production-by-hand',
  file: 'core/app/production/window-gate.ts',
  killedBy: ['test/unit/production/window-gate.test.ts'],
}
const hands = {
  line: 'production-by-hand',
  file: 'core/app/production/hand-watch.ts',
  killedBy: ['test/unit/production/hand-watch.test.ts'],
}
const standing = { line: 'production-stays' }

/** Whose answer counts, for how long, and who says what is production. */
export const answerMutations: readonly Mutation[] = [
  {
    ...windowGate,
    name: 'page-answers-by-itself',
    text: 'if (!hands.takePress(window) && !(await askOnce(account, () => ask(account)))) return admitted',
    replacement: 'void askOnce(account, () => ask(account))',
  },
  {
    ...windowGate,
    name: 'once-is-for-every-target',
    text: '[profile, region, target]',
    replacement: '[profile, region, target.on]',
  },
  {
    ...windowGate,
    name: 'once-is-for-every-day',
    text: 'agreedOnce.get(key) === today() &&',
    replacement: 'agreedOnce.has(key) &&',
  },
  {
    ...windowGate,
    name: 'once-outlives-its-shell',
    text: ' && openIn(window).some((one) => targetOf(one) === target)',
    replacement: ' || openIn(window).some((one) => targetOf(one) === `${target} again`)',
  },
  {
    ...windowGate,
    name: 'once-is-for-every-account-of-a-profile',
    text: '[window, account, targetOf(wanted)]',
    replacement: "[window, account === '' ? account : '', targetOf(wanted)]",
  },
  {
    ...hands,
    name: 'press-before-the-question',
    text: '{ askedAt: clock.now(), pressedAt: null }',
    replacement: '{ ...seen(window), askedAt: clock.now() }',
  },
  {
    ...hands,
    name: 'press-for-many-answers',
    text: '      windows.set(window, { askedAt, pressedAt: null })\n',
    replacement: '',
  },
  { ...hands, name: 'press-of-long-ago', text: ' && clock.now() - pressedAt <= freshMs', replacement: '' },
  {
    line: 'production-by-hand',
    file: 'main/window/watch-hands.ts',
    name: 'typing-is-an-answer',
    text: '!isAutoRepeat && answeringKeys.includes(key)',
    replacement: '!isAutoRepeat && answeringKeys.length > 0',
    killedBy: ['test/unit/main/watch-hands.test.ts'],
  },
  {
    ...standing,
    file: 'main/handlers/target-handlers.ts',
    name: 'page-frees-an-account',
    text: 'if (lessens !== null && !(await askToLessen(lessens))) return ok(undefined)',
    replacement: 'if (lessens !== null) void askToLessen(lessens)',
    killedBy: ['test/unit/main/target-handlers.test.ts'],
  },
  {
    line: 'instance-starts',
    file: 'main/handlers/target-handlers.ts',
    name: 'page-starts-an-instance',
    text: '        return ok({ started: false })\n',
    replacement: '        deps.hands.asked(id)\n',
    killedBy: ['test/unit/main/target-handlers.test.ts'],
  },
  {
    ...standing,
    file: 'main/handlers/tunnel-handlers.ts',
    name: 'page-frees-by-removing-a-tunnel',
    text: 'beforeChange()\n      const removed =',
    replacement: 'const removed =',
    killedBy: ['test/unit/main/tunnel-handlers.test.ts'],
  },
  {
    ...standing,
    file: 'core/app/targets/account-labels.ts',
    name: 'what-was-held-is-forgotten',
    text: '.flatMap((key) => [...(this.#held.get(key) ?? [])])',
    replacement: '.flatMap((key) => [...(this.#held.get(`${key} no more`) ?? [])])',
    killedBy: ['test/unit/targets/production.test.ts'],
  },
  {
    ...standing,
    file: 'domain/recording/choice.ts',
    name: 'unknown-accounts-unrecorded',
    text: '(recordsLess(most, choice) ? choice : most)',
    replacement: '(recordsLess(choice, most) ? choice : most)',
    killedBy: ['test/unit/recording/choice.test.ts'],
  },
  {
    ...standing,
    file: 'core/app/targets/account-labels.ts',
    name: 'less-recorded-by-another-label',
    text: 'return recordsLess(recordingChoiceOf(choices, one), recordingChoiceOf(choices, other))',
    replacement: "return recordsLess(recordingChoiceOf(choices, one), 'off')",
    killedBy: ['test/unit/targets/production.test.ts'],
  },
  {
    ...standing,
    file: 'main/handlers/shell-handlers.ts',
    name: 'page-chooses-what-is-recorded',
    text: 'environment: await environmentOf(asked)',
    replacement: 'environment: asked.environment ?? (await environmentOf(asked))',
    killedBy: ['test/unit/main/shell-handlers.test.ts'],
  },
]

const quotes = { line: 'command-words', killedBy: ['test/unit/saved-command/command-line.test.ts'] }

/** What is filled into saved commands. */
export const commandMutations: readonly Mutation[] = [
  {
    ...quotes,
    file: 'domain/saved-command/command-line.ts',
    name: 'command-word-read-once-more',
    text: "shell === 'posix' && isReadAsCode(typed, ahead)",
    replacement: 'isReadAsCode(typed, ahead) === null',
    killedBy: ['test/unit/saved-command/no-second-reading.test.ts'],
  },
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
