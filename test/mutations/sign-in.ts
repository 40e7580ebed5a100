import type { Mutation } from './mutation.ts'

const callback = {
  file: 'core/aws/sso-oidc/callback-listener.ts',
  line: 'callback-listener',
  killedBy: ['test/integration/identity/callback-listener.test.ts'],
}
const flow = { line: 'sign-in-state', killedBy: ['test/unit/identity/sign-in-flow.test.ts'] }
const code = {
  file: 'core/app/identity/mfa-desk.ts',
  line: 'mfa-code',
  killedBy: ['test/unit/identity/mfa-desk.test.ts'],
}
const signOut = { line: 'sign-out', killedBy: ['test/unit/identity/sign-out.test.ts'] }

const startUrl = {
  file: 'core/aws/start-url/find-issuer.ts',
  line: 'start-url',
  killedBy: ['test/integration/identity/own-address.test.ts'],
}

/** Signing in and out, and what comes of it. */
export const signInMutations: readonly Mutation[] = [
  {
    ...startUrl,
    name: 'start-url-to-any-host',
    text: 'if (next.host !== start.host)',
    replacement: "if (next.host === '')",
  },
  {
    ...startUrl,
    name: 'start-url-over-plain-http',
    text: "if (protocol !== 'https:' || ",
    replacement: "if (protocol === 'ftp:' || ",
  },
  {
    ...startUrl,
    name: 'start-url-with-a-name-before-the-host',
    file: 'domain/start-url/read-start-url.ts',
    text: '(?<host>[a-z0-9]',
    replacement: '(?:[^@]*@)?(?<host>[a-z0-9]',
  },
  { ...startUrl, name: 'start-url-without-end', text: 'const mostPages = 4', replacement: 'const mostPages = 400' },
  {
    ...callback,
    line: 'loopback',
    name: 'callback-on-all-addresses',
    text: "server.listen(0, '127.0.0.1'",
    replacement: "server.listen(0, '0.0.0.0'",
  },
  {
    ...callback,
    name: 'callback-of-any-host',
    text: 'if (request.headers.host !== `127.0.0.1:${request.socket.localPort}`)',
    replacement: "if (request.headers.host === '')",
  },
  {
    ...callback,
    name: 'constant-state',
    text: "randomBytes(32).toString('base64url')",
    replacement: "randomBytes(0).toString('base64url') + 'the-same-state-each-time-and-for-everyone'",
  },
  { ...callback, name: 'short-state', text: 'randomBytes(32)', replacement: 'randomBytes(2)' },
  {
    ...callback,
    name: 'any-state-ends-a-sign-in',
    text: "if (!sameText(url.searchParams.get('state') ?? '', state))",
    replacement: "if (sameText('', state))",
  },
  {
    ...callback,
    name: 'callback-by-any-method',
    text: "request.method !== 'GET' || ",
    replacement: '',
  },
  {
    ...callback,
    name: 'callback-page-without-policy',
    text: `'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",`,
    replacement: '',
  },
  {
    ...flow,
    name: 'constant-verifier',
    file: 'core/aws/sso-oidc/pkce.ts',
    text: "return randomBytes(32).toString('base64url')",
    replacement: "return randomBytes(0).toString('base64url') + 'x'.repeat(43)",
    killedBy: ['test/unit/aws/pkce.test.ts'],
  },
  {
    ...flow,
    name: 'page-told-the-address',
    file: 'core/app/identity/sign-in-book.ts',
    text: 'function viewOf({ session, status, person }: Page): SignInView {',
    replacement:
      'function viewOf({ session, status, person: known, address }: Page): SignInView {\n  const person = known ?? address',
    killedBy: ['test/unit/identity/sign-in-book.test.ts'],
  },
  {
    line: 'asked-once',
    name: 'clients-ask-again-after-a-no',
    file: 'core/app/identity/sign-ins.ts',
    text: "asker === 'client' ? this.#flights.letGo(subject) : null",
    replacement: "asker === 'client' ? null : null",
    killedBy: ['test/unit/identity/asked-once.test.ts'],
  },
  {
    line: 'asked-once',
    name: 'clients-ask-for-a-code-again-after-a-no',
    file: 'core/app/identity/mfa-desk.ts',
    text: "asker === 'client' ? this.#flights.letGo(subjectOf(device)) : null",
    replacement: "asker === 'client' ? null : null",
    killedBy: code.killedBy,
  },
  {
    ...code,
    name: 'code-in-the-log',
    text: "log.info('mfa-accepted', { profile: device.wish.profile, expiresAt })",
    replacement: "log.info('mfa-accepted', { profile: device.wish.profile, expiresAt, code: device.sent?.code })",
  },
  {
    ...code,
    name: 'windows-told-what-a-code-opened',
    text: 'function viewOf({ id, wish, status }: Device): MfaView {',
    replacement:
      'function viewOf({ id, wish: known, status, session }: Device): MfaView {\n  const wish = { ...known, profile: session?.accessKeyId ?? known.profile }',
  },
  {
    ...code,
    name: 'code-sent-twice',
    text: 'if (wasSent(device.sent, code, now))',
    replacement: 'if (wasSent(null, code, now))',
  },
  {
    line: 'asked-once',
    name: 'a-start-asks-twice',
    file: 'core/app/sessions/session-starts.ts',
    text: " && first.signedIn !== 'just-now'",
    replacement: '',
    killedBy: ['test/unit/sessions/second-sign-in.test.ts'],
  },
  {
    ...signOut,
    name: 'credentials-outlive-the-sign-out',
    file: 'core/app/identity/credential-cache.ts',
    text: 'for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.forget(key)',
    replacement: 'void prefix',
  },
  {
    ...signOut,
    name: 'credentials-on-their-way-are-given',
    file: 'core/app/identity/credential-cache.ts',
    text: 'if (!entry.isDropped || !answer.ok) return answer',
    replacement: 'return answer',
  },
  {
    ...signOut,
    name: 'renewed-token-comes-back',
    file: 'core/app/identity/kept-tokens.ts',
    text: '|| this.departures(session) !== startedAt) return false',
    replacement: '&& startedAt < 0) return false',
  },
  {
    ...signOut,
    name: 'token-that-stays-on-disk-is-used',
    file: 'core/app/identity/kept-tokens.ts',
    text: 'if (stored !== null) this.#abandoned.set(session.name, stored.accessToken)',
    replacement: '',
  },
  {
    ...signOut,
    name: 'cancelled-sign-in-keeps-its-token',
    file: 'core/app/identity/sign-ins.ts',
    text: 'if (wasCancelled(flight)) {',
    replacement: 'if (wasCancelled(flight) && token.expiresAt < 0) {',
  },
]
