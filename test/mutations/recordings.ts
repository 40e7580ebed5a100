import type { Mutation } from './mutation.ts'

const recorder = { line: 'recorded-first', killedBy: ['test/integration/recordings/recorder.test.ts'] }
const shells = {
  line: 'recorded-first',
  killedBy: ['test/integration/recordings/recorded-shells.test.ts'],
  tests: 'builtin engine|can not be',
}
const handlers = {
  file: 'main/handlers/recording-handlers.ts',
  line: 'recording-less',
  killedBy: ['test/unit/main/recording-handlers.test.ts'],
}
const files = { line: 'recording-files', killedBy: ['test/integration/recordings/recorder.test.ts'] }
const names = {
  file: 'domain/recording/file-name.ts',
  line: 'recording-files',
  killedBy: ['test/unit/recording/file-name.test.ts'],
}
const folder = {
  file: 'core/store/recording-folder.ts',
  line: 'recording-files',
  killedBy: ['test/integration/recordings/recordings-kept.test.ts'],
}
const keys = {
  file: 'domain/recording/echoed-keys.ts',
  line: 'recorded-keys',
  killedBy: ['test/unit/recording/echoed-keys.test.ts'],
}
const chain = {
  file: 'domain/recording/seal-chain.ts',
  line: 'recording-seal',
  killedBy: ['test/unit/recording/seal.test.ts'],
}
const check = { ...chain, file: 'domain/recording/seal-check.ts' }

/** Recordings of shells: that they are whole, and who may read and change them. */
export const recordingMutations: readonly Mutation[] = [
  {
    ...handlers,
    name: 'sooner-gone-unasked',
    text: 'going.length > 0 || keepsLess(keepRecordings, settings.current().keepRecordings)',
    replacement: 'going.length > 0 || (keepsLess(keepRecordings, keepRecordings) && settings === null)',
  },
  {
    ...folder,
    name: 'a-copy-writes-beside-its-place',
    text: "open(beside, 'wx', 0o600)",
    replacement: "open(`${path}.part`, 'w', 0o600)",
    killedBy: ['test/unit/store/recording-folder.test.ts'],
  },
  {
    line: 'recording-files',
    file: 'words/recordings/export-intro.ts',
    name: 'a-name-says-what-the-seal-says',
    text: 'shownVisibly({ value }).value',
    replacement: 'shownVisibly({ text: value }).text',
    killedBy: ['test/unit/recording/export-intro.test.ts'],
  },
  {
    ...folder,
    file: 'core/app/recordings/recording-export.ts',
    name: 'a-far-line-says-what-the-seal-says',
    text: '`| ${visibleLines(line.text)}\\n`',
    replacement: '`${visibleLines(line.text)}\\n`',
    killedBy: ['test/integration/recordings/recordings-let-go.test.ts'],
  },
  {
    ...shells,
    name: 'shown-before-recorded',
    file: 'relay/shell-host/recorded-bytes.ts',
    text: '    this.#underway += bytes.length\n',
    replacement: '    this.#underway += bytes.length\n    show(bytes)\n',
  },
  {
    line: 'recorded-first',
    name: 'shown-after-a-failure',
    file: 'relay/shell-host/recorded-bytes.ts',
    killedBy: ['test/unit/relay/recorded-bytes.test.ts'],
    text: 'if (this.#hasFailed) return',
    replacement: 'if (this.#hasFailed) return show(bytes)',
  },
  {
    ...shells,
    name: 'full-disk-ends-nothing',
    file: 'relay/shell-host/hosted-shells.ts',
    text: 'void this.#options.host.lose(session, problem)',
    replacement: 'void problem',
  },
  {
    ...shells,
    name: 'required-and-opened-all-the-same',
    file: 'relay/recording/session-recording.ts',
    text: "options.order.need === 'required' ? result.error : null",
    replacement: "options.order.need === 'required' ? null : null",
  },
  {
    ...recorder,
    name: 'recorded-before-written',
    file: 'relay/recording/line-writer.ts',
    text: '    this.#waiting.push(line)\n',
    replacement: '    this.#waiting.push(line)\n    line.written?.()\n',
  },
  {
    ...recorder,
    name: 'true-bytes-left-out',
    file: 'relay/recording/output-segments.ts',
    text: 'isUtf8(bytes) ? null : bytes',
    replacement: 'isUtf8(bytes) ? null : null',
  },
  {
    ...files,
    name: 'recording-for-all',
    file: 'relay/recording/recording-file.ts',
    text: '0o600',
    replacement: '0o644',
  },
  {
    ...files,
    name: 'recording-over-another',
    file: 'relay/recording/recording-file.ts',
    text: 'O_CREAT | O_EXCL |',
    replacement: 'O_CREAT | O_CREAT |',
  },
  {
    ...folder,
    name: 'recordings-folder-for-all',
    text: 'await chmod(folder, 0o700)',
    replacement: 'await chmod(folder, 0o755)',
  },
  {
    ...folder,
    name: 'recording-through-a-link',
    text: 'const found = await lstat(join(folder, name))',
    replacement: "const found = await (await import('node:fs/promises')).stat(join(folder, name))",
  },
  { ...names, name: 'recording-name-with-a-path', text: '[^A-Za-z0-9.@+-]+', replacement: '[^A-Za-z0-9./@+-]+' },
  {
    ...handlers,
    name: 'less-recorded-unasked',
    text: "if (isLess && choice !== 'required')",
    replacement: "if (!isLess && choice !== 'required')",
  },
  {
    ...handlers,
    name: 'recordings-let-go-unasked',
    text: 'if (!(await ask({ ...(going.length > 0 ? gone : keepLess), cancel }))) return ok(undefined)',
    replacement: 'await ask({ ...(going.length > 0 ? gone : keepLess), cancel })',
  },
  {
    ...handlers,
    file: 'contract/snapshot.ts',
    name: 'less-recorded-by-settings',
    text: '.strict()\nexport type SettingsChange',
    replacement:
      '.strict()\n  .or(settingsShape.pick({ recordShells: true, keepRecordings: true }).partial() as never)\nexport type SettingsChange',
  },
  {
    ...keys,
    name: 'keys-without-an-echo',
    text: 'if (matched === null) return over(waiting)',
    replacement: 'if (matched === null) return { waiting: noKeys, kept: { kind: "shown", text: keys.join("") } }',
  },
  {
    ...keys,
    name: 'echo-at-any-time',
    text: 'now - waiting.typedAt > longestEchoMs',
    replacement: 'now - waiting.typedAt > Infinity',
  },
  { ...chain, name: 'seal-with-one-key', text: "this.#key = mac(this.#key, 'next')", replacement: 'void mac' },
  {
    ...check,
    name: 'end-that-can-be-added-to',
    text: 'this.#loose > 0 || isTorn',
    replacement: 'this.#loose < 0 || isTorn',
  },
  {
    ...check,
    name: 'end-that-half-a-line-can-be-added-to',
    text: 'this.#loose > 0 || isTorn',
    replacement: 'this.#loose > 0',
  },
  {
    ...check,
    name: 'torn-lines-are-nobodys',
    file: 'core/app/recordings/recording-reading.ts',
    text: 'ok(check.verdict(read.value.isTorn))',
    replacement: 'ok(check.verdict(false))',
    killedBy: ['test/integration/recordings/recordings-kept.test.ts'],
  },
  { ...check, name: 'cut-passes-for-intact', text: 'return isOver ?', replacement: 'return isOver || until > 0 ?' },
  {
    name: 'torn-line-left-behind',
    line: 'recorded-first',
    killedBy: ['test/integration/recordings/full-disk.test.ts'],
    file: 'relay/recording/recording-file.ts',
    text: 'await this.#handle.truncate(this.#length)',
    replacement: 'await this.#handle.sync()',
  },
  {
    name: 'keys-as-they-are-typed',
    line: 'recorded-keys',
    killedBy: ['test/integration/recordings/recorded-shells.test.ts'],
    tests: 'password',
    file: 'relay/recording/shell-recorder.ts',
    text: 'if (this.#ending !== null || !this.#keepsKeys) return\n',
    replacement:
      "if (this.#ending !== null || !this.#keepsKeys) return\n    this.#writer.write('i', Buffer.from(bytes).toString())\n",
  },
  {
    name: 'any-key-for-a-seal',
    line: 'recording-seal',
    killedBy: ['test/integration/recordings/recordings-kept.test.ts'],
    file: 'core/app/recordings/seal-keys.ts',
    text: "key?.mark === sealedWith ? key : 'unknown'",
    replacement: "key ?? 'unknown'",
  },
]
