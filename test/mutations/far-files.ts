import type { Mutation } from './mutation.ts'

const handlers = {
  line: 'file-paths',
  file: 'main/handlers/file-handlers.ts',
  killedBy: ['test/unit/main/file-handlers.test.ts'],
}
const names = {
  line: 'far-names',
  file: 'domain/far-path/local-name.ts',
  killedBy: ['test/unit/files/local-name.test.ts'],
}
const paths = { line: 'far-names', killedBy: ['test/unit/files/far-path.test.ts'] }
const copies = { line: 'file-copies', killedBy: ['test/unit/files/copy-file.test.ts'] }
const hosts = { line: 'file-hosts', killedBy: ['test/unit/files/files.test.ts'] }

/** Files of targets: what a page can name, what a far name becomes, which copies count, and whom SSH is with. */
export const farFileMutations: readonly Mutation[] = [
  {
    ...handlers,
    name: 'page-sends-a-path',
    file: 'contract/files.ts',
    text: "into: farKey, what: z.enum(['files', 'folders']) })",
    replacement: "into: farKey, what: z.enum(['files', 'folders']), paths: z.array(z.string()).optional() })",
  },
  {
    ...handlers,
    name: 'any-drop-is-taken',
    text: 'return parsed.success ? await sent(files, window, parsed.data) : ok({ transfers: 0 })',
    replacement:
      'return parsed.success ? await sent(files, window, parsed.data) : ok({ transfers: files.views === input ? 0 : 1 })',
  },
  {
    line: 'file-paths',
    name: 'drop-from-any-frame',
    file: 'main/contract-server/contract-server.ts',
    text: '    const caller = callerOf(event, windows, log)\n    const take = await dropped\n',
    replacement:
      "    const caller = event === null ? callerOf(event, windows, log) : { window: 'main' }\n    const take = await dropped\n",
    killedBy: ['test/unit/main/contract-server.test.ts'],
  },
  {
    line: 'file-paths',
    name: 'page-names-what-was-dropped',
    file: 'preload/index.ts',
    text: "(file instanceof File ? webUtils.getPathForFile(file) : '')",
    replacement: '(file instanceof File ? webUtils.getPathForFile(file) : String(file))',
    killedBy: ['test/unit/main/preload-drop.test.ts'],
  },
  {
    line: 'file-paths',
    name: 'files-of-any-window',
    file: 'core/app/files/files.ts',
    text: 'return unit?.window === window ? unit : null',
    replacement: "return unit !== undefined && window !== '' ? unit : null",
    killedBy: ['test/unit/files/files.test.ts'],
  },
  { ...names, name: 'far-name-with-separators', text: '[/\\\\:*?"<>|', replacement: '[*?"<>|' },
  { ...names, name: 'far-name-is-a-device', text: '`_${plain}` : plain', replacement: '`${plain}` : plain' },
  { ...names, name: 'far-name-of-dots', text: "'_'.repeat(end.length)", replacement: 'end' },
  {
    line: 'far-names',
    name: 'login-shell-reads-far-names',
    file: 'relay/files/sftp-side.ts',
    text: 'plainPath.test(path) ? await',
    replacement: "plainPath.test(path) || path !== '' ? await",
    killedBy: ['test/unit/files/sftp-side.test.ts'],
  },
  {
    ...copies,
    line: 'far-names',
    name: 'names-fall-together',
    file: 'relay/files/transfer-plan.ts',
    text: 'taken.take(to.ownName(name))',
    replacement: 'taken.take(to.ownName(name)) && to.ownName(name)',
  },
  {
    line: 'far-names',
    name: 'names-differ-by-case',
    file: 'domain/far-path/taken-names.ts',
    text: "name.toUpperCase().toLowerCase().normalize('NFC')",
    replacement: "name.normalize('NFC')",
    killedBy: ['test/unit/files/taken-names.test.ts'],
  },
  {
    ...paths,
    name: 'far-name-leads-elsewhere',
    file: 'domain/far-path/far-path.ts',
    text: "name !== '..' && ",
    replacement: '',
  },
  {
    ...paths,
    name: 'any-key-is-a-path',
    file: 'domain/far-path/far-key.ts',
    text: "path.startsWith('/') && farKeyOf(path) === key",
    replacement: "path !== '' && farKeyOf(path) !== ''",
  },
  {
    ...copies,
    name: 'copies-are-not-compared',
    file: 'relay/files/copy-file.ts',
    text: "if (there !== copied) return { kind: 'not-same' }",
    replacement: '',
  },
  {
    ...copies,
    name: 'changed-sources-are-kept',
    file: 'relay/files/copy-file.ts',
    text: 'const isChanged = now === null || now.size !== found.size || now.changedAt !== found.changedAt',
    replacement: 'const isChanged = now === null',
  },
  {
    ...copies,
    name: 'any-part-is-gone-on-with',
    file: 'relay/files/copy-file.ts',
    text: 'return one === other ? there.size : 0',
    replacement: "return one !== '' && other !== '' ? there.size : 0",
  },
  {
    ...copies,
    name: 'written-over-unasked',
    file: 'relay/files/copy-file.ts',
    text: 'copy.mayReplace ? null : await',
    replacement: 'copy.mayReplace || found.size >= 0 ? null : await',
  },
  {
    ...copies,
    name: 'parts-follow-links',
    file: 'relay/files/here.ts',
    text: 'if (from === 0) await unlink(path).catch(() => undefined)\n  else await truncate(path, from)',
    replacement: 'await truncate(path, from).catch(() => undefined)',
  },
  {
    ...copies,
    name: 'links-in-the-place-of-folders',
    file: 'relay/files/here.ts',
    text: 'return found.isDirectory()',
    replacement: 'return found.isDirectory() || found.isSymbolicLink()',
  },
  {
    ...copies,
    name: 'links-there-are-followed',
    file: 'relay/files/transfer-plan.ts',
    text: 'const isLeft = isLink ||',
    replacement: "const isLeft = (isLink && name === '') ||",
  },
  {
    ...hosts,
    name: 'another-host-key-leads-to-the-shell',
    file: 'core/app/files/file-unit.ts',
    text: "if (why === null) return this.send({ type: 'end' })",
    replacement: "if (why === null) return this.#turnTo('shell')",
  },
  {
    ...hosts,
    name: 'any-host-key-will-do',
    file: 'relay/files/ssh-connection.ts',
    text: 'return !host.isRefused',
    replacement: 'return !host.isRefused || host.key !== null',
    killedBy: ['test/integration/files/host-key.test.ts'],
    tests: 'held to',
  },
  {
    ...hosts,
    name: 'page-forgets-host-keys',
    file: 'main/handlers/file-handlers.ts',
    text: 'if (isWanted) forgetHostKey(targetId)',
    replacement: 'forgetHostKey(targetId)',
    killedBy: ['test/unit/main/file-handlers.test.ts'],
  },
]
