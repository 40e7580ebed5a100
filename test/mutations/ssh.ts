import type { Mutation } from './mutation.ts'

const door = { line: 'ssh-socket', killedBy: ['test/integration/ssh/ssh-door.test.ts'] }
const listening = { ...door, file: 'relay/ssh-door/listen-privately.ts' }
const client = { ...door, file: 'relay/ssh-door/ssh-client.ts' }
const program = {
  line: 'ssh-programs',
  file: 'core/app/ssh/program-agreement.ts',
  killedBy: ['test/unit/ssh/program-agreement.test.ts'],
}
const ownFile = {
  line: 'ssh-config',
  file: 'domain/ssh-config/own-file.ts',
  killedBy: ['test/unit/ssh/own-file.test.ts'],
}
const ownHosts = { line: 'ssh-config', killedBy: ['test/integration/ssh/own-hosts.test.ts'] }
const include = {
  line: 'ssh-config',
  file: 'domain/ssh-config/include-line.ts',
  killedBy: ['test/unit/ssh/include-line.test.ts'],
}
const store = {
  line: 'ssh-config',
  file: 'core/store/ssh-config/ssh-config-store.ts',
  killedBy: ['test/unit/store/ssh-config.test.ts'],
}

/** Programs that get SSH connections, and the files of ssh. */
export const sshMutations: readonly Mutation[] = [
  {
    ...store,
    file: 'core/store/ssh-config/own-key.ts',
    name: 'ssh-key-for-all',
    text: 'const privateMode = 0o600',
    replacement: 'const privateMode = 0o644',
  },
  {
    ...store,
    file: 'core/store/ssh-config/own-key.ts',
    name: 'ssh-key-through-a-link',
    text: "    if (kinds.includes('other')) return 'EEXIST'\n",
    replacement: '',
  },
  { ...ownFile, name: 'ssh-user-of-two-words', text: 'plainUser.test(user)', replacement: "user !== ''" },
  {
    ...ownFile,
    name: 'target-called-as-another-machine',
    text: "name.includes('.') || name === 'localhost'",
    replacement: "name === 'localhost'",
  },
  {
    ...ownFile,
    name: 'ssh-host-called-by-a-tag',
    text: 'target.chosen.filter',
    replacement: 'target.names.filter',
  },
  { ...ownFile, name: 'ssh-hosts-by-pattern-taken', text: 'isNamed(name, taken)', replacement: 'taken.has(name)' },
  {
    ...ownHosts,
    file: 'core/store/ssh-config/named-hosts.ts',
    name: 'ssh-hosts-of-includes-taken',
    text: 'of named.files)',
    replacement: 'of [] as string[])',
  },
  {
    ...ownHosts,
    file: 'domain/ssh-config/named-hosts.ts',
    killedBy: ['test/unit/ssh/named-hosts.test.ts'],
    name: 'ssh-hosts-of-match-taken',
    text: 'hostsOfMatch(words) : words',
    replacement: '[] : words',
  },
  { ...listening, name: 'ssh-folder-for-all', text: 'folder: 0o700', replacement: 'folder: 0o755' },
  { ...listening, name: 'ssh-socket-for-all', text: 'file: 0o600', replacement: 'file: 0o666' },
  { ...listening, name: 'ssh-socket-behind-a-link', text: 'if (isLink || !isFolder)', replacement: 'if (false)' },
  {
    ...client,
    name: 'ssh-any-proof-will-do',
    text: "if (!isProof(hello.proof, proofOf('command', secret, nonces))) return false",
    replacement: "isProof(hello.proof, proofOf('command', secret, nonces))",
  },
  {
    ...door,
    file: 'relay/ssh-door/proof.ts',
    name: 'ssh-proof-of-either-side',
    text: 'update(`${side} ${nonces.app}',
    replacement: 'update(`${side.slice(9)} ${nonces.app}',
  },
  {
    ...door,
    file: 'relay/ssh-door/ssh-door.ts',
    name: 'ssh-any-number-of-clients',
    text: 'this.#guests.size >= mostClients',
    replacement: 'this.#guests.size > 10_000',
  },
  {
    ...client,
    name: 'ssh-silent-clients-stay',
    text: 'const greetingMs = 5_000',
    replacement: 'const greetingMs = 5_000_000',
  },
  {
    ...door,
    file: 'command/ssh-proxy/through-app.ts',
    name: 'ssh-command-trusts-any-app',
    text: "return isTrue ? 'trusted' : notCulvert",
    replacement: "return isTrue || secret !== '' ? 'trusted' : notCulvert",
  },
  {
    ...program,
    name: 'ssh-programs-are-not-asked-about',
    text: 'deps.agreed().includes(key) ||',
    replacement: "key !== '' ||",
  },
  {
    ...program,
    file: 'core/app/asked-once.ts',
    name: 'ssh-a-no-is-forgotten',
    text: 'if (!agrees) refusedAt.set(key, clock.now())',
    replacement: '',
  },
  {
    line: 'ssh-programs',
    name: 'page-agrees-to-programs',
    file: 'contract/snapshot.ts',
    text: '.strict()\nexport type SettingsChange',
    replacement:
      '.strict()\n  .or(settingsShape.pick({ agreedPrograms: true }).partial() as never)\nexport type SettingsChange',
    killedBy: ['test/unit/main/answer-call.test.ts'],
  },
  {
    ...ownFile,
    name: 'ssh-host-unquoted',
    text: "(platform === 'win32' ? token : `'${token}'`)",
    replacement: "(platform === 'win32' ? token : token)",
  },
  {
    ...ownFile,
    name: 'ssh-host-with-a-quote',
    text: "isPattern(names) && platform !== 'win32' ? [`*'*`] : []",
    replacement: "isPattern(names) && platform === 'never' ? [`*'*`] : []",
  },
  { ...ownFile, name: 'ssh-user-with-a-quote', text: `" !user "*'*"`, replacement: '"' },
  {
    ...ownFile,
    name: 'ssh-any-name-in-the-file',
    text: 'plainName.test(name) &&\n      !isForeign',
    replacement: "name !== '' &&\n      !isForeign",
  },
  { ...include, name: 'ssh-include-below-a-host', text: 'at < block || block < 0', replacement: 'at >= 0' },
  {
    ...include,
    name: 'ssh-include-before-a-mark',
    text: "text.startsWith('\\ufeff')",
    replacement: "text.startsWith('\\u0001')",
  },
  { ...store, name: 'ssh-own-file-for-all', text: 'mode: 0o600', replacement: 'mode: 0o644' },
  {
    ...store,
    name: 'ssh-own-file-changed-unseen',
    text: 'changed: !isAsWritten(own.text)',
    replacement: 'changed: false',
  },
]
