import type { Mutation } from './mutation.ts'

const place = {
  file: 'core/system/program-file.ts',
  line: 'program-file',
  killedBy: ['test/integration/plugin-locator/program-file.test.ts'],
}
const change = {
  file: 'relay/engine/plugin/plugin-file.ts',
  line: 'program-unchanged',
  killedBy: ['test/unit/relay/plugin-file.test.ts'],
}
const writers = {
  file: 'domain/program-file/writers.ts',
  line: 'program-file',
  killedBy: ['test/unit/program-file/writers.test.ts'],
}
const form = {
  file: 'domain/program-file/path-form.ts',
  line: 'program-file',
  killedBy: ['test/unit/program-file/path-form.test.ts'],
}
const signature = {
  file: 'core/system/program-signature.ts',
  line: 'program-signature',
  killedBy: ['test/unit/program-file/program-signature.test.ts'],
}

/** Which programs are run, and as what. */
export const programMutations: readonly Mutation[] = [
  {
    line: 'no-program-from-page',
    name: 'page-names-a-program',
    file: 'contract/snapshot.ts',
    text: '.strict()\nexport type SettingsChange',
    replacement:
      '.strict()\n  .or(settingsShape.pick({ pluginPath: true }).partial() as never)\nexport type SettingsChange',
    killedBy: ['test/unit/main/answer-call.test.ts'],
  },
  {
    line: 'chosen-authorities',
    name: 'page-names-an-authority',
    file: 'contract/snapshot.ts',
    text: '.strict()\nexport type SettingsChange',
    replacement:
      '.strict()\n  .or(settingsShape.pick({ certificateFile: true }).partial() as never)\nexport type SettingsChange',
    killedBy: ['test/unit/main/answer-call.test.ts'],
  },
  {
    line: 'chosen-authorities',
    name: 'any-file-is-taken',
    file: 'core/app/network/certificate-file.ts',
    text: 'return seen.ok ? await keep(chosen) : seen',
    replacement: 'return await keep(seen.ok ? chosen : chosen)',
    killedBy: ['test/unit/network/chosen-certificates.test.ts'],
  },
  {
    line: 'proxy-sign-in',
    name: 'any-port-is-the-same-proxy',
    file: 'core/app/network/proxy-desk.ts',
    text: '`${proxy.scheme}://${placeOf(proxy)}`',
    replacement: '`${proxy.scheme}://${proxy.host}`',
    killedBy: ['test/unit/network/proxy-desk.test.ts'],
  },
  {
    line: 'proxy-sign-in',
    name: 'refused-password-is-sent-again',
    file: 'core/app/network/proxy-desk.ts',
    text: 'if (isSame(typed, known.refused))',
    replacement: 'if (isSame(typed, null))',
    killedBy: ['test/unit/network/proxy-desk.test.ts'],
  },
  {
    line: 'proxy-sign-in',
    name: 'ended-password-stays-known',
    file: 'core/app/network/proxy-desk.ts',
    text: 'known.credentials = null\n',
    replacement: '',
    killedBy: ['test/unit/network/proxy-desk.test.ts'],
  },
  {
    line: 'browser-links',
    name: 'page-agrees-to-hosts',
    file: 'contract/snapshot.ts',
    text: '.strict()\nexport type SettingsChange',
    replacement:
      '.strict()\n  .or(settingsShape.pick({ agreedHosts: true }).partial() as never)\nexport type SettingsChange',
    killedBy: ['test/unit/main/answer-call.test.ts'],
  },
  {
    line: 'no-program-from-page',
    name: 'version-is-read-at-start',
    file: 'main/parts/plugin-finder.ts',
    text: "const file = await findPluginFile({ ...this.#deps, setting, where: 'installed' })",
    replacement: "const file = await locatePlugin({ ...this.#deps, setting, where: 'installed' }, this.#deps)",
    killedBy: ['test/unit/main/plugin-finder.test.ts'],
  },
  {
    line: 'no-program-from-page',
    name: 'path-is-searched-unasked',
    file: 'core/aws/plugin-locator/locate-plugin.ts',
    text: "if (search.where === 'installed') return",
    replacement: '',
    killedBy: ['test/unit/plugin-locator/locate-plugin.test.ts'],
  },
  { ...form, name: 'program-from-a-share', text: "if (/^[\\\\/]{2}/.test(path)) return 'refused'", replacement: '' },
  {
    ...form,
    name: 'program-from-a-device',
    text: "? 'refused' : 'fine'\n}\n\nfunction posixForm",
    replacement: "? 'fine' : 'fine'\n}\n\nfunction posixForm",
  },
  { ...form, name: 'program-from-proc', text: '(dev|proc|sys)', replacement: '(dev|sys)' },
  {
    ...place,
    name: 'path-is-not-looked-at',
    text: "if (form !== 'fine') {",
    replacement: "if (form === 'refused' && path === '') {",
  },
  {
    ...place,
    name: 'hops-of-a-chain-are-not-looked-at',
    file: 'core/system/link-walk.ts',
    text: 'hops.set(place, { what: names.length === 0',
    replacement: 'if (links === 0 || names.length === 0) hops.set(place, { what: names.length === 0',
  },
  {
    ...place,
    name: 'writers-are-not-looked-at',
    text: "if (othersMayWrite(what === 'link' ? { uid, gid: 0, mode: 0 } : { uid, gid, mode }, self)) return path",
    replacement: 'void [what, uid, gid, mode, self]',
  },
  {
    ...place,
    name: 'folders-above-are-not-looked-at',
    text: 'for (const { what, path } of hops) {',
    replacement: "for (const { what, path } of hops.filter((hop) => hop.what === 'end')) {",
  },
  {
    ...writers,
    name: 'owned-by-others',
    text: 'if (uid !== 0 && uid !== self.uid) return true',
    replacement: 'void uid',
  },
  {
    ...writers,
    name: 'sticky-file-counts-as-folder',
    text: '(mode & kinds) === folder && ',
    replacement: '',
  },
  {
    ...writers,
    name: 'group-may-write',
    text: '((mode & writableByGroup) !== 0 && !self.isOwnGroup(gid))',
    replacement: '((mode & writableByGroup) !== 0 && gid < 0)',
  },
  {
    ...signature,
    name: 'broken-signature-on-macos',
    text: 'asked.code === 0) return ok(undefined)',
    replacement: 'asked.code >= 0) return ok(undefined)',
  },
  {
    ...signature,
    name: 'broken-signature-on-windows',
    text: 'harmless.has(asked.output.trim()) ?',
    replacement: "asked.output !== '' ?",
  },
  {
    ...signature,
    name: 'quote-in-a-path-on-windows',
    text: "'$&$&'",
    replacement: "'$&'",
  },
  {
    ...signature,
    name: 'signature-is-not-asked-for',
    file: 'core/aws/plugin-locator/locate-plugin.ts',
    text: 'if (!signed.ok) return signed',
    replacement: '',
    killedBy: ['test/unit/plugin-locator/locate-plugin.test.ts'],
  },
  {
    ...change,
    name: 'another-device',
    text: '`${dev}` !== known.device || ',
    replacement: '',
  },
  { ...change, name: 'another-inode', text: '`${ino}` !== known.inode || ', replacement: '' },
  { ...change, name: 'another-size', text: '|| Number(size) !== known.size) ', replacement: '|| Number(size) < 0) ' },
  {
    ...change,
    name: 'another-content',
    text: "hash.digest('hex') === known.sha256 ? null : changed",
    replacement: "hash.digest('hex') === '' ? changed : null",
  },
  {
    ...change,
    name: 'change-is-not-looked-at',
    file: 'relay/engine/plugin/plugin-engine.ts',
    text: 'problemOfChange(path, identity)',
    replacement: 'Promise.resolve(null)',
    killedBy: ['test/integration/relay/bad-plugins.test.ts'],
    tests: 'is another than main looked at',
  },
]
