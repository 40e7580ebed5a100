import type { Mutation } from './mutation.ts'

const pin = {
  line: 'account-pin',
  file: 'domain/profile/identity.ts',
  killedBy: ['test/integration/tunnels/account-pin.test.ts'],
}
const owner = { ...pin, file: 'core/app/tunnels/tunnel-session-owner.ts' }
const held = {
  line: 'account-pin',
  file: 'core/app/sessions/pinned-identity.ts',
  killedBy: ['test/integration/shells/account-pin.test.ts'],
}
const console = {
  line: 'console-sign-in',
  file: 'core/aws/console-sign-in/console-sign-in.ts',
  killedBy: ['test/integration/identity/console-sign-in.test.ts'],
}
const proof = { ...console, file: 'core/aws/console-sign-in/dpop.ts' }

/** Whose credentials a tunnel is opened with. */
export const identityMutations: readonly Mutation[] = [
  {
    ...owner,
    name: 'pin-not-checked',
    text: 'identityProblem(definition, preference, caller)',
    replacement: 'identityProblem(definition, { ...preference, identity: caller }, caller)',
    tests: 'another role',
  },
  {
    ...owner,
    name: 'pin-moved-unasked',
    text: 'if (problem === null && preference.identity === undefined) this.#deps.pin(caller)',
    replacement: 'this.#deps.pin(caller)',
  },
  {
    ...pin,
    name: 'pin-of-the-account-alone',
    text: '(was.name === null || was.name === is.name)',
    replacement: "(was.name === null || was.name !== '')",
    tests: 'another role',
  },
  {
    ...pin,
    name: 'pin-the-page-may-write',
    text: '? { ...rest, identity: before.identity } : rest',
    replacement: '? { identity: before.identity, ...preference } : rest',
  },
  {
    ...pin,
    name: 'pin-of-another-profile',
    text: 'before !== null && JSON.stringify(before.profile) === JSON.stringify(preference.profile)',
    replacement: 'before !== null',
  },
  {
    ...held,
    name: 'pin-for-no-shell',
    text: 'tunnel === undefined ? undefined',
    replacement: "tunnel !== '' ? undefined",
  },
  {
    ...console,
    name: 'console-code-without-its-verifier',
    text: 'codeVerifier: verifier }',
    replacement: 'codeVerifier: verifier.slice(0, 0) }',
  },
  {
    ...console,
    name: 'console-page-without-challenge',
    text: 'code_challenge: challengeOf(verifier),',
    replacement: "code_challenge: challengeOf(''),",
  },
  {
    ...console,
    name: 'console-request-without-proof',
    text: "'application/json', dpop }",
    replacement: "'application/json', dpop: dpop.slice(0, 0) }",
  },
  {
    ...console,
    name: 'console-session-of-somebody-else',
    text: 'identity !== null && identity !== session.name',
    replacement: "identity !== null && session.name === ''",
  },
  {
    ...console,
    name: 'console-session-for-all',
    file: 'core/store/token-files.ts',
    text: 'mode: 0o600',
    replacement: 'mode: 0o644',
  },
  { ...proof, name: 'proof-for-any-address', text: 'htu: url', replacement: 'htu: new URL(url).origin' },
  {
    ...proof,
    name: 'proof-that-can-be-repeated',
    text: 'jti: randomUUID()',
    replacement: 'jti: `${randomUUID().slice(0, 0)}the-same`',
  },
]
