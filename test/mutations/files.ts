import type { Mutation } from './mutation.ts'

const document = {
  file: 'core/store/json-document.ts',
  line: 'own-files',
  killedBy: ['test/unit/store/private-files.test.ts'],
}
const roles = { ...document, file: 'core/store/aws-config/role-catalog-files.ts' }
const tokens = {
  file: 'core/store/token-files.ts',
  line: 'token-files',
  killedBy: ['test/unit/store/private-files.test.ts'],
}
const roleCache = {
  file: 'core/store/cli-cache.ts',
  line: 'token-files',
  killedBy: ['test/unit/store/cli-cache.test.ts'],
}
const log = { file: 'core/log/log.ts', line: 'own-files', killedBy: ['test/unit/log/log.test.ts'] }
const rewrite = {
  file: 'core/store/aws-config/rewrite.ts',
  line: 'aws-config-written',
  killedBy: ['test/unit/identity/aws-config-edit.test.ts'],
}
const edit = {
  file: 'core/store/aws-config/edit-session.ts',
  line: 'aws-config-written',
  killedBy: ['test/unit/identity/aws-config-edit.test.ts'],
}
const backup = {
  file: 'core/store/aws-config/backup.ts',
  line: 'aws-config-written',
  killedBy: ['test/unit/identity/aws-config-edit.test.ts'],
}
const added = {
  file: 'core/app/identity/wished-sections.ts',
  line: 'aws-config-added',
  killedBy: ['test/unit/identity/profile-additions.test.ts'],
}
const reading = { line: 'aws-config-read', killedBy: ['test/unit/identity/aws-config.test.ts'] }

/** What is kept on disk, and who may read it. */
export const fileMutations: readonly Mutation[] = [
  { ...document, name: 'catalog-for-all', text: '{ mode: 0o600, encoding', replacement: '{ mode: 0o644, encoding' },
  { ...document, name: 'catalog-folder-for-all', text: 'mode: 0o700', replacement: 'mode: 0o755' },
  {
    ...document,
    name: 'catalog-is-not-written-whole',
    text: "import writeFileAtomic from 'write-file-atomic'",
    replacement: "import { writeFile as writeFileAtomic } from 'node:fs/promises'",
  },
  {
    ...rewrite,
    name: 'config-is-not-written-whole',
    text: "import writeFileAtomic from 'write-file-atomic'",
    replacement: "import { writeFile as writeFileAtomic } from 'node:fs/promises'",
    killedBy: ['test/unit/store/private-files.test.ts'],
  },
  {
    ...document,
    name: 'broken-catalog-is-written-over',
    file: 'core/store/catalog-store.ts',
    text: 'this.#readOnlyBecause = reason',
    replacement: 'void reason',
    killedBy: ['test/unit/store/catalog-store.test.ts'],
  },
  { ...roles, name: 'roles-for-all', text: 'mode: 0o600', replacement: 'mode: 0o644' },
  { ...roles, name: 'roles-folder-for-all', text: 'mode: 0o700', replacement: 'mode: 0o755' },
  {
    ...roles,
    name: 'roles-are-not-written-whole',
    text: "import writeFileAtomic from 'write-file-atomic'",
    replacement: "import { writeFile as writeFileAtomic } from 'node:fs/promises'",
  },
  {
    ...roles,
    name: 'roles-of-another-sign-in',
    text: 'parsed.data.startUrl !== session.startUrl || ',
    replacement: '',
  },
  { ...log, name: 'log-for-all', text: "flag: 'a', mode: 0o600", replacement: "flag: 'a', mode: 0o644" },
  { ...log, name: 'log-folder-for-all', text: 'mode: 0o700', replacement: 'mode: 0o755' },
  { ...tokens, name: 'tokens-for-all', text: 'mode: 0o600', replacement: 'mode: 0o644' },
  { ...roleCache, name: 'roles-of-the-cli-for-all', text: 'mode: 0o600', replacement: 'mode: 0o644' },
  { ...roleCache, name: 'roles-shared-unasked', text: '!shares() || ', replacement: '' },
  { ...tokens, name: 'tokens-folder-for-all', text: 'mode: 0o700', replacement: 'mode: 0o755' },
  {
    ...tokens,
    name: 'tokens-are-not-written-whole',
    text: "import writeFileAtomic from 'write-file-atomic'",
    replacement: "import { writeFile as writeFileAtomic } from 'node:fs/promises'",
  },
  {
    ...tokens,
    name: 'token-the-keychain-refuses-counts-as-kept',
    file: 'core/store/token-keychain.ts',
    text: "if (secrets.kind === 'none') return fail('TOKEN_NOT_WRITTEN', { session: session.name, reason: noKeychain })",
    replacement: '',
    killedBy: ['test/unit/store/token-keychain.test.ts'],
  },
  {
    ...tokens,
    name: 'unwritten-token-is-not-told',
    file: 'core/app/identity/kept-tokens.ts',
    text: 'this.#tell(session, written.error)',
    replacement: '',
    killedBy: ['test/unit/identity/unkind-disk.test.ts'],
  },
  {
    ...reading,
    name: 'comments-in-values-are-cut',
    file: 'core/store/aws-config/scan-ini.ts',
    text: 'value: strip(text.slice(at + 1)) }',
    replacement: "value: strip(text.slice(at + 1).replace(/ [#;].*/, '')) }",
  },
  {
    ...reading,
    name: 'left-over-keys-win-over-the-sign-in',
    file: 'core/store/aws-config/credential-kind.ts',
    text: "if (settings.has('sso_account_id') || settings.has('sso_role_name')) return { kind: 'sso', fault: null }",
    replacement: "if (inCredentials === null && settings.has('sso_account_id')) return { kind: 'sso', fault: null }",
  },
  {
    ...edit,
    name: 'edit-is-not-looked-at-again',
    file: 'core/store/aws-config/checked-edit.ts',
    text: "return isHarmless ? { kind: 'changed', text: after } : { kind: 'unsafe' }",
    replacement: "return isHarmless || after !== '' ? { kind: 'changed', text: after } : { kind: 'unsafe' }",
  },
  {
    ...edit,
    name: 'edit-is-not-read-back',
    text: 'return isWritten ? checkedEdit(',
    replacement: 'return isWritten || session.region ? checkedEdit(',
  },
  {
    ...rewrite,
    name: 'no-copy-before-an-edit',
    text: 'await keepBackup(target, before, now)\n  // Mode',
    replacement: 'void [keepBackup, now]\n  // Mode',
  },
  { ...rewrite, name: 'new-config-for-all', text: 'mode: 0o600', replacement: 'mode: 0o644' },
  {
    ...rewrite,
    name: 'new-config-folder-for-all',
    text: 'mode: 0o700',
    replacement: 'mode: 0o755',
    killedBy: ['test/unit/store/private-files.test.ts'],
  },
  {
    ...backup,
    name: 'copy-for-all',
    text: 'await copy.chmod(isOwned ? mode & 0o777 : ownerOnly & mode)',
    replacement: 'await copy.chmod(isOwned ? 0o644 : ownerOnly & mode)',
  },
  {
    ...backup,
    name: 'copies-without-end',
    text: 'older.slice(0, 1 - keptBackups)',
    replacement: 'older.slice(0, -1_000)',
  },
  {
    ...edit,
    name: 'bytes-of-another-encoding-are-lost',
    file: 'core/store/aws-config/file-text.ts',
    text: "encoding === 'bytes' ? 'latin1' : 'utf8'",
    replacement: "encoding === 'utf-8' ? 'latin1' : 'utf8'",
  },
  {
    ...added,
    name: 'profile-of-a-role-that-nobody-listed',
    text: 'return isListed ? ok(undefined) : fail(',
    replacement: "return isListed || name !== '' ? ok(undefined) : fail(",
  },
  {
    ...added,
    name: 'profile-of-a-name-that-is-there',
    text: "if (taken.has(name)) return 'taken'",
    replacement: "if (taken.has(name) && name === '') return 'taken'",
  },
  {
    ...added,
    name: 'profile-that-every-command-uses',
    text: "name.toLowerCase() === 'default'",
    replacement: "name === 'default'",
  },
  {
    ...added,
    name: 'what-is-written-was-not-shown',
    file: 'core/app/identity/profile-additions.ts',
    text: 'change === null || change.before.mark !== wish.mark',
    replacement: 'change === null',
  },
  {
    ...added,
    name: 'undo-of-a-file-that-somebody-changed',
    file: 'core/store/aws-config/config-changes.ts',
    text: "if (markOf(before) !== mark) return { kind: 'changed' }",
    replacement: "if (mark === '') return { kind: 'changed' }",
  },
  {
    ...added,
    name: 'default-section-gives-a-role',
    file: 'core/store/aws-config/config-changes.ts',
    text: 'profile.kind === meant && settings.every(',
    replacement: '(meant !== profile.kind || profile.kind === meant) && settings.every(',
  },
  {
    ...added,
    name: 'secrets-of-the-config-are-shown',
    file: 'domain/aws-config/shown-line.ts',
    text: 'isSecretName(key)) return',
    replacement: "isSecretName(key) && line === '') return",
  },
]
