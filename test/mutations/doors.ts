import type { Mutation } from './mutation.ts'

const listen = {
  file: 'relay/front-door/listen.ts',
  line: 'loopback',
  killedBy: ['test/integration/relay/doors.test.ts'],
  tests: 'listens on both loopback addresses',
}
const admission = {
  file: 'domain/admission/admission.ts',
  line: 'first-words',
  killedBy: ['test/unit/domain/admission.test.ts'],
}
const web = {
  file: 'domain/admission/web-request.ts',
  line: 'web-requests',
  killedBy: ['test/unit/domain/admission.test.ts'],
}
const reception = {
  file: 'relay/front-door/reception.ts',
  line: 'first-words',
  killedBy: ['test/unit/relay/reception.test.ts'],
}
const room = {
  file: 'relay/front-door/waiting-room.ts',
  line: 'waiting-room',
  killedBy: ['test/unit/relay/waiting-room.test.ts'],
}
const farewells = {
  file: 'relay/front-door/farewells.ts',
  line: 'farewells',
  killedBy: ['test/integration/relay/let-go.test.ts'],
}
const rule = { line: 'one-rule', killedBy: ['test/integration/relay/one-rule.test.ts'] }

/** Who comes in at a local port, and what is done to them. */
export const doorMutations: readonly Mutation[] = [
  {
    ...listen,
    name: 'doors-on-all-addresses',
    text: "const addresses = ['127.0.0.1', '::1'] as const",
    replacement: "const addresses: readonly string[] = ['0.0.0.0', '::1']",
  },
  {
    ...listen,
    name: 'doors-on-all-addresses-of-ipv6',
    text: "const addresses = ['127.0.0.1', '::1'] as const",
    replacement: "const addresses: readonly string[] = ['127.0.0.1', '::']",
  },
  {
    ...room,
    name: 'any-number-waits',
    text: 'if (this.#waiters.size >= waitingPlaces) {',
    replacement: 'if (this.#waiters.size >= waitingPlaces * 100) {',
  },
  {
    ...room,
    name: 'wait-without-end',
    text: 'const timers = [clock.after(limitMs, () => this.#timeOver(client))]',
    replacement: 'const timers = [clock.after(limitMs * 1_000, () => this.#timeOver(client))]',
  },
  {
    ...room,
    name: 'a-waiting-client-says-anything',
    file: 'relay/front-door/client.ts',
    text: 'if (this.#held.bytes >= heldBytesLimit) this.socket.pause()',
    replacement: '',
    killedBy: ['test/unit/relay/client.test.ts'],
  },
  {
    ...admission,
    name: 'http-at-a-database',
    text: "if (!mayBeHttp(door.opening)) return refusedWeb({ protocol: 'http', ...requestFacts(request) })",
    replacement: 'if (!mayBeHttp(door.opening)) return welcome',
  },
  {
    ...admission,
    name: 'http2-at-a-database',
    text: "door.opening.firstWord === 'either' ? welcome : refusedWeb({ protocol: 'http2' })",
    replacement: "door.opening.firstWord !== null ? welcome : refusedWeb({ protocol: 'http2' })",
  },
  {
    ...admission,
    name: 'web-rtc-at-any-door',
    text: "return refusedWeb({ protocol: 'web-rtc' })",
    replacement: 'return welcome',
  },
  {
    ...admission,
    name: 'tls-of-the-web-at-a-database',
    text: 'if (isWeb && !mayBeHttp(opening)) return',
    replacement: 'if (isWeb && !mayBeHttp(opening) && protocols.length > 99) return',
  },
  {
    ...admission,
    name: 'words-before-the-greeting',
    text: "opening.firstWord === 'client' && opening.says === words ? welcome : notUnderstood",
    replacement: "opening.firstWord === 'server' || opening.says === words ? welcome : notUnderstood",
  },
  {
    ...reception,
    name: 'silent-clients-are-let-in-at-once',
    text: 'return hasSession() && !isWary ? readyWordMs : firstWordMs',
    replacement: 'return hasSession() && !isWary ? readyWordMs : 0',
  },
  {
    ...reception,
    name: 'nobody-is-wary-after-a-refusal',
    text: 'this.#refusedAt = this.#options.clock.now()',
    replacement: 'void this.#refusedAt',
  },
  {
    ...reception,
    name: 'any-number-stands-at-the-door',
    text: 'if (this.#standing.size >= receptionPlaces) this.#makeRoom()',
    replacement: '',
  },
  {
    ...web,
    name: 'any-host',
    text: "if (!hosts.every((host) => isOwnHost(host, door))) return 'host'",
    replacement: '',
  },
  {
    ...web,
    name: 'host-by-its-end',
    text: 'if (ownHosts.includes(name) || ',
    replacement: 'if (ownHosts.some((own) => name.endsWith(own)) || ',
  },
  {
    ...web,
    name: 'any-origin',
    text: "return comesFromDoor(request, door) ? null : 'origin'",
    replacement: 'return comesFromDoor(request, door) ? null : null',
  },
  {
    ...web,
    name: 'any-fetch-site',
    text: "site === 'same-origin' || site === 'none'",
    replacement: "site === 'same-origin' || site !== ''",
  },
  { ...web, name: 'own-origin-at-any-port', text: 'parts.port === door.localPort && ', replacement: '' },
  {
    ...web,
    name: 'two-origins',
    text: "values.length > 1 ? 'several' : values[0]",
    replacement: "values.length > 9 ? 'several' : values[0]",
  },
  { ...web, name: 'two-hosts', text: 'named.length === 1 || (', replacement: 'named.length >= 1 || (' },
  { ...web, name: 'connect-is-let-through', text: " || request.method === 'CONNECT'", replacement: '' },
  {
    ...web,
    name: 'tls-for-any-name',
    file: 'domain/admission/admission.ts',
    text: 'serverName === null || isOwnServerName(serverName, door)',
    replacement: 'serverName === null || isOwnServerName(serverName, door) || protocols.length < 99',
  },
  {
    ...web,
    name: 'only-the-first-request-is-judged',
    file: 'domain/admission/admission.ts',
    text: "{ is: 'welcome', judged: 'by-request' } : { is: 'refused', client }",
    replacement: "{ is: 'welcome', judged: 'once' } : { is: 'refused', client }",
  },
  {
    ...web,
    name: 'what-follows-a-refused-request-passes',
    file: 'relay/front-door/request-gate.ts',
    text: 'if (passed !== null) return',
    replacement: 'if (passed !== null || this.readable) return',
    killedBy: ['test/unit/relay/request-gate.test.ts'],
  },
  {
    line: 'other-users',
    name: 'programs-of-any-user',
    file: 'relay/front-door/doorkeeper.ts',
    text: 'if (owner !== null && owner === ownUser())',
    replacement: 'if (owner !== null)',
    killedBy: ['test/unit/relay/doorkeeper.test.ts'],
  },
  {
    line: 'other-users',
    name: 'programs-of-nobody-known',
    file: 'relay/front-door/doorkeeper.ts',
    text: 'if (owner !== null && owner === ownUser())',
    replacement: 'if (owner === null || owner === ownUser())',
    killedBy: ['test/unit/relay/doorkeeper.test.ts'],
  },
  {
    line: 'client-starts',
    name: 'starts-without-limit',
    file: 'core/app/tunnels/client-starts.ts',
    text: 'if (budget.left > 0) return start(unit, budget)',
    replacement: 'if (budget.left > -1_000) return start(unit, budget)',
    killedBy: ['test/unit/tunnels/client-starts.test.ts'],
  },
  {
    line: 'client-starts',
    name: 'refusals-are-told-each-time',
    file: 'relay/front-door/refused-clients.ts',
    text: 'if (this.#cancel !== null) return',
    replacement: '',
    killedBy: ['test/unit/relay/reporters.test.ts'],
  },
  {
    ...farewells,
    name: 'a-client-that-was-told-is-joined',
    file: 'relay/front-door/waiting-room.ts',
    text: "for (const client of clients) this.#end(client, 'refused')",
    replacement: '',
  },
  {
    ...farewells,
    name: 'a-client-whose-time-is-over-is-joined',
    file: 'relay/front-door/waiting-room.ts',
    text: "this.#end(client, 'waited-too-long')",
    replacement: '',
  },
  {
    ...farewells,
    name: 'told-after-the-server-spoke',
    file: 'relay/front-door/follow-far-end.ts',
    text: "if (far === 'answered' || client.destroyed) return follow(client, upstream)",
    replacement: 'if (client.destroyed) return follow(client, upstream)',
  },
  {
    ...farewells,
    name: 'encryption-is-promised',
    file: 'domain/client-answer/postgresql.ts',
    text: "asciiBytes('N')",
    replacement: "asciiBytes('S')",
  },
  {
    ...rule,
    name: 'a-cause-is-not-named',
    file: 'relay/front-door/front-door.ts',
    text: "recordCause(client.socket, 'session-over')",
    replacement: '',
  },
  {
    ...rule,
    name: 'a-proof-is-not-told',
    file: 'relay/front-door/front-door.ts',
    text: "if (reason !== 'carried') options.clientLost(reason, waitedMs)",
    replacement: 'void [reason, waitedMs]',
  },
  {
    ...rule,
    name: 'the-door-says-a-byte-of-its-own',
    file: 'relay/front-door/follow-far-end.ts',
    text: 'upstream.pipe(client, { end: false })',
    replacement: "upstream.pipe(client, { end: false })\n  client.write('!')",
  },
  {
    ...rule,
    name: 'what-the-far-end-said-is-cut-off',
    file: 'relay/front-door/follow-far-end.ts',
    text: 'if (upstream.destroyed) client.destroySoon()',
    replacement: 'if (upstream.destroyed) client.destroy()',
    killedBy: ['test/unit/relay/follow-far-end.test.ts'],
  },
  {
    ...rule,
    name: 'silent-clients-of-a-door-are-closed',
    file: 'relay/front-door/splice.ts',
    text: 'if (client.destroyed) upstream.destroy()',
    replacement: 'if (client.destroyed) upstream.destroy()\n  else if (held.length === 1) client.destroySoon()',
  },
]
