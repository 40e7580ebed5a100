import type { Mutation } from './mutation.ts'

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

/** What clients say first at a local port, and web pages at any time. */
export const firstWordMutations: readonly Mutation[] = [
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
    text: "case 'web-rtc':\n      return refusedWeb({ protocol: 'web-rtc' })",
    replacement: "case 'web-rtc':\n      return welcome",
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
    name: 'local-name-by-its-end',
    text: 'localNames.includes(name)',
    replacement: 'localNames.some((own) => name.endsWith(own))',
    killedBy: ['test/unit/domain/local-names.test.ts'],
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
  { ...web, name: 'lines-in-two-forms-pass', text: " && request.form === 'strict'", replacement: '' },
  {
    ...web,
    name: 'header-names-are-anything',
    file: 'domain/first-bytes/http-request.ts',
    text: "if (header === null) form = 'loose'",
    replacement: '',
  },
  {
    ...web,
    name: 'chunks-end-anywhere',
    file: 'domain/admission/request-stream.ts',
    text: "return text === '' ? { of: 'chunk-size' } : null",
    replacement: "return { of: 'chunk-size' }",
    killedBy: ['test/unit/domain/request-stream.test.ts'],
  },
  {
    ...web,
    name: 'half-an-upgrade-ends-the-reading',
    file: 'domain/admission/request-stream.ts',
    text: 'return isAsked && request',
    replacement: 'return request',
    killedBy: ['test/unit/domain/request-stream.test.ts'],
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
]
