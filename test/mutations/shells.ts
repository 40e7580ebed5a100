import type { Mutation } from './mutation.ts'

const desk = {
  file: 'core/app/shells/shells.ts',
  line: 'own-shells',
  killedBy: ['test/unit/shells/shells.test.ts'],
}
const server = {
  file: 'main/contract-server/contract-server.ts',
  line: 'own-shells',
  killedBy: ['test/unit/main/contract-server.test.ts'],
}
const page = {
  file: 'relay/shell-host/page-end.ts',
  line: 'shell-stream',
  killedBy: ['test/unit/relay/hosted-shell.test.ts'],
}
const flow = {
  file: 'relay/shell-host/output-flow.ts',
  line: 'shell-stream',
  killedBy: ['test/unit/relay/output-flow.test.ts'],
}

/** Shells, and their streams to pages. */
export const shellMutations: readonly Mutation[] = [
  {
    ...desk,
    name: 'shell-of-any-window',
    text: 'return unit?.window === window ? unit : null',
    replacement: 'return window === unit?.id ? null : (unit ?? null)',
  },
  {
    ...server,
    name: 'stream-to-any-window',
    text: 'find(([, known]) => known === name)',
    replacement: 'findLast(([, known]) => known !== name || name !== "")',
  },
  {
    ...server,
    name: 'stream-to-any-page',
    text: "refusalOf({ ownWindow: 'yes', mainFrame: 'yes', url: webContents.mainFrame.url }) === null",
    replacement: "webContents.mainFrame.url !== ''",
  },
  {
    ...page,
    file: 'contract/shell-stream.ts',
    name: 'page-says-nothing-without-end',
    text: 'given.byteLength > 0',
    replacement: 'given.byteLength >= 0',
  },
  {
    ...page,
    name: 'page-is-not-parsed',
    text: 'if (!parsed.success) return this.#misspoke(',
    replacement: 'if (!parsed.success) return void (',
  },
  {
    ...page,
    name: 'input-without-end',
    text: 'if (this.#untaken > streamCredit)',
    replacement: 'if (this.#untaken > streamCredit * 1_000)',
  },
  {
    ...page,
    name: 'credit-that-was-not-drawn',
    text: 'if (bytes > this.#undrawn)',
    replacement: 'if (bytes > this.#undrawn * 1e9 + 1e9)',
  },
  {
    ...flow,
    name: 'output-without-credit',
    text: 'Math.min(waiting.length, this.#credit, this.#mostAtOnce)',
    replacement: 'Math.min(waiting.length, this.#mostAtOnce)',
  },
  {
    ...flow,
    name: 'memory-of-others-behind-output',
    text: 'return new Uint8Array(waiting.subarray(0, length))',
    replacement: 'return waiting.subarray(0, length) as Uint8Array<ArrayBuffer>',
  },
]
