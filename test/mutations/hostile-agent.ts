import type { Mutation } from './mutation.ts'

const ports = {
  file: 'relay/engine/plugin/named-ports.ts',
  line: 'agents-words',
  killedBy: ['test/unit/relay/named-ports.test.ts'],
}
const asked = {
  file: 'command/requested-session.ts',
  line: 'asked-for',
  killedBy: ['test/unit/command/requested-session.test.ts'],
}
const words = { file: 'command/texts.ts', line: 'asked-for', killedBy: ['test/unit/command/last-words.test.ts'] }
const visible = { line: 'unseen-marks', killedBy: ['test/unit/domain/visible.test.ts'] }

/** What an agent says, and what it wants opened. */
export const hostileAgentMutations: readonly Mutation[] = [
  {
    ...ports,
    name: 'port-of-another-program',
    killedBy: [...ports.killedBy, 'test/integration/relay/forged-words.test.ts'],
    text: "if (own === 'no') return this.#distrust('foreign-port', port)",
    replacement: '',
  },
  {
    ...ports,
    name: 'second-port-believed',
    text: "if (this.#first !== null) return this.#distrust('second-port', port)",
    replacement: 'if (this.#first !== null) return',
  },
  {
    ...ports,
    name: 'no-time-for-a-second-port',
    text: 'const secondPortMs = 100',
    replacement: 'const secondPortMs = 0',
  },
  { ...ports, name: 'socket-believed', text: "    this.#distrust('socket')\n", replacement: '' },
  {
    ...asked,
    name: 'any-port-opened',
    killedBy: [...asked.killedBy, 'test/integration/command/hostile-agent.test.ts'],
    text: 'return asked === null || asked === place.port ? null :',
    replacement: 'return asked !== place.port || asked === place.port ? null :',
  },
  {
    ...asked,
    name: 'any-socket-opened',
    text: 'return asked === place.path ? null :',
    replacement: "return asked !== 'none' ? null :",
  },
  {
    ...asked,
    name: 'any-kind-of-session',
    text: 'wanted !== undefined && wanted !== kind',
    replacement: 'wanted !== undefined && wanted === undefined',
  },
  {
    ...words,
    name: 'closing-text-names-a-port',
    text: ".replace(/opened for sessionId/g, 'opened, it says, for sessionId')",
    replacement: '',
  },
  {
    ...visible,
    name: 'directions-not-shown',
    file: 'contract/unseen.ts',
    text: '\\u2028-\\u202e',
    replacement: '\\u2028',
  },
  {
    ...visible,
    name: 'names-keep-line-breaks',
    file: 'domain/text/visible.ts',
    text: 'withLines.has(field) ? visibleLines(value) : visible(value)',
    replacement: "withLines.has(field) || value !== '' ? visibleLines(value) : visible(value)",
  },
  {
    line: 'unseen-marks',
    killedBy: ['test/unit/tunnels/snapshot.test.ts'],
    name: 'snapshot-as-it-came',
    file: 'core/app/snapshot/sound.ts',
    text: 'return shownVisibly(soundOf(change, log))',
    replacement: 'return soundOf(change, log)',
  },
  {
    line: 'unseen-marks',
    killedBy: ['test/unit/main/answer-call.test.ts'],
    name: 'marks-saved',
    file: 'contract/tunnel.ts',
    text: 'return isAsItLooks(value) ? [] : [path]',
    replacement: 'return isAsItLooks(value) ? [] : []',
  },
  {
    line: 'unseen-marks',
    killedBy: ['test/unit/log/log.test.ts'],
    name: 'log-with-marks',
    file: 'core/log/log.ts',
    text: 'return JSON.stringify(line).replace(unseenMarks, escaped)',
    replacement:
      'return escaped === undefined ? JSON.stringify(line).replace(unseenMarks, escaped) : JSON.stringify(line)',
  },
]
