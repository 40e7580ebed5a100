import type { SsoSession } from '#contract/sign-in.ts'
import { formatRegistration, formatToken, parseRegistration, parseToken } from '#core/store/token-format.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import { jsonBytes } from './hostile.ts'

const session: SsoSession = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }
const files = [
  {
    startUrl: session.startUrl,
    region: session.region,
    accessToken: 'token',
    expiresAt: '2026-01-01T00:00:00Z',
    clientId: 'client',
    clientSecret: 'secret',
    registrationExpiresAt: '2026-04-01T00:00:00Z',
    refreshToken: 'refresh',
  },
  { accessToken: 'token', expiresAt: '2020-06-17T10:02:08UTC' },
  { clientId: 'client', clientSecret: 'secret', expiresAt: '2026-04-01T00:00:00Z', grantTypes: ['refresh_token'] },
  { clientId: 'client', clientSecret: 'secret', expiresAt: '+275760-09-13T00:00:00Z', scopes: [] },
]
const keys = [...new Set(files.flatMap((file) => Object.keys(file))), '-271821-04-20T00:00:00Z', '1', 'UTC']
/** Files hold whole seconds of the years up to 9999. */
const lastSecond = Date.UTC(9999, 11, 31)
const isWritable = (time: number): boolean => time % 1_000 === 0 && time <= lastSecond

function check(input: Buffer): void {
  const text = input.toString('utf8')
  const token = unlessHalf(() => parseToken(text))
  if (token !== null) {
    promise(Number.isFinite(token.expiresAt), 'a token has an end')
    promise(token.accessToken !== '', 'and a value')
    const again = parseToken(formatToken(session, token))
    promise(again?.accessToken === token.accessToken, 'a token that was read can be written and read again')
    if (isWritable(token.expiresAt)) promise(again?.expiresAt === token.expiresAt, 'with its end')
    promiseSame(again?.refreshToken, token.refreshToken, 'and its refresh token')
  }
  for (const method of ['browser', 'device-code'] as const) {
    const registration = unlessHalf(() => parseRegistration(text, method))
    if (registration === null) continue
    const again = parseRegistration(formatRegistration(session, method, registration), method)
    promise(again?.clientSecret === registration.clientSecret, 'a registration can be written and read again')
  }
}

/** Half a file is a SyntaxError, which the caller expects. */
function unlessHalf<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Token and registration files that other programs write too. */
export const tokenFiles: FuzzTarget = {
  name: 'token-files',
  samples: files.map((file) => Buffer.from(JSON.stringify(file))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, files, keys),
  check,
}
