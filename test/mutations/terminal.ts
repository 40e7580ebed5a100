import type { Mutation } from './mutation.ts'

const paste = {
  file: 'domain/paste-review/paste-review.ts',
  line: 'pasted-text',
  killedBy: ['test/unit/domain/paste-review.test.ts'],
}
const far = { line: 'far-text', killedBy: ['test/unit/domain/far-text.test.ts'] }
const broadcast = {
  file: 'domain/broadcast/broadcast.ts',
  line: 'broadcast',
  killedBy: ['test/unit/domain/broadcast.test.ts'],
}

/** What goes into a shell by a paste or from another pane, and what comes out of it beside text. */
export const terminalMutations: readonly Mutation[] = [
  {
    ...paste,
    name: 'paste-of-lines-is-not-asked-about',
    text: 'return review.lines.length > 1 || review.endsWithEnter || review.hidden > 0',
    replacement: 'return review.endsWithEnter || review.hidden > 0',
  },
  {
    ...paste,
    name: 'paste-of-hidden-marks-is-not-asked-about',
    text: 'review.endsWithEnter || review.hidden > 0',
    replacement: 'review.endsWithEnter',
  },
  {
    ...paste,
    name: 'paste-brackets-are-taken-out-once',
    text: "const end = kept.slice(-longestMark).join('')",
    replacement: 'const end = text.slice(0, longestMark)',
  },
  {
    ...paste,
    name: 'paste-as-copied-ends-its-brackets',
    text: "return withoutEnds(text.replace(lineEnds, '\\r'))",
    replacement: "return text.replace(lineEnds, '\\r')",
  },
  {
    ...paste,
    name: 'paste-as-copied-interrupts',
    text: "text.replace(signalKey, '')",
    replacement: 'text',
  },
  {
    ...far,
    file: 'domain/far-text/far-link.ts',
    name: 'far-link-with-a-name-before-the-host',
    text: '[^\\s/?#@\\\\]+',
    replacement: '[^\\s/?#\\\\]+',
  },
  {
    ...far,
    file: 'domain/far-text/far-clipboard.ts',
    name: 'far-clipboard-takes-any-length',
    text: "data === '' || data.length > longestWrite",
    replacement: "data === ''",
  },
  {
    ...far,
    file: 'domain/far-text/far-title.ts',
    name: 'far-title-keeps-unseen-marks',
    text: ".replace(unseenMarks, ' ')",
    replacement: '',
  },
  {
    ...broadcast,
    name: 'broadcast-starts-in-production',
    text: 'isOpen && !isProduction',
    replacement: 'isOpen && !(isProduction && !isOpen)',
  },
  {
    ...broadcast,
    name: 'broadcast-takes-production-unasked',
    text: '(!pane.isProduction || confirmed)',
    replacement: '(!pane.isProduction || confirmed !== null)',
  },
  {
    ...broadcast,
    name: 'broadcast-goes-on-in-another-tab',
    text: 'return event.tab === state.tab ? state : broadcastOff',
    replacement: 'return event.tab === null ? broadcastOff : state',
  },
]
