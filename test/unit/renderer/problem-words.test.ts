import { remedyOf } from '#domain/problem/traits.ts'
import { describe, expect, test } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { problemCode, remedy } from '#contract/problem.ts'
import { messagesOf } from '#words/messages.ts'
import { problemFacts, rawMessage } from '#words/problem-facts.ts'
import { fixtureTunnel } from '../../support/snapshot-fixtures.ts'

const codes = problemCode.options
const tunnel = fixtureTunnel(15432)

describe.each(['en', 'ja'] as const)('in %s', (language) => {
  const words = messagesOf(language)

  test.each(codes)('%s has a headline, a sentence, a short form and an action', (code) => {
    const problem = problemOf(code)
    const said = words.problems[code]
    for (const facts of [problemFacts(problem, null), problemFacts(problem, tunnel)]) {
      const headline = said.headline(facts)
      const sentence = said.sentence(facts)
      expect(headline).toMatch(/\S{2,}/)
      expect(headline).not.toMatch(/[.。!！]$|undefined|null| {2}/)
      expect(sentence).toMatch(/[.。]$/)
      expect(sentence).not.toMatch(/undefined|null|[!！]| {2}/)
      expect(`${headline}${sentence}`).not.toMatch(/\boops\b|\bplease\b|successfully/i)
    }
    expect(said.short.length).toBeGreaterThan(1)
    expect(said.short.length).toBeLessThanOrEqual(language === 'en' ? 26 : 13)
    expect(words.remedies[remedyOf(problem)]).toMatch(/\S{2,}/)
  })

  test('every remedy has a button', () => {
    for (const one of remedy.options) expect(words.remedies[one]).toMatch(/\S/)
  })
})

test('no two codes share a headline', () => {
  const words = messagesOf('en')
  const headlines = codes.map((code) => words.problems[code].headline({}))
  expect(new Set(headlines).size).toBe(headlines.length)
})

describe('facts', () => {
  const words = messagesOf('en')

  test('a taken port names the program that holds it', () => {
    const problem = problemOf('PORT_TAKEN', { port: 15432, program: 'postgres', pid: 812 })
    expect(words.problems.PORT_TAKEN.headline(problemFacts(problem, null))).toBe(
      'Port 15432 is used by postgres (pid 812)',
    )
  })

  test('a port of the far end is not taken for the local one', () => {
    const facts = problemFacts(problemOf('ENDPOINT_REFUSED', { port: 6543 }), tunnel)
    expect(facts).toMatchObject({ port: '6543', localPort: '15432' })
  })

  test('the tunnel fills in what the details leave out', () => {
    const facts = problemFacts(problemOf('TARGET_NO_MATCH'), tunnel)
    expect(words.problems.TARGET_NO_MATCH.headline(facts)).toBe('No running instance has Role=bastion')
  })

  test('details win over the tunnel', () => {
    expect(problemFacts(problemOf('ACCESS_DENIED', { roleName: 'ReadOnly' }), tunnel).role).toBe('ReadOnly')
  })

  test('a file that was kept aside is named by its new name', () => {
    const facts = problemFacts(
      problemOf('CATALOG_CORRUPT', { file: 'catalog.json', keptAs: 'catalog.broken.json' }),
      null,
    )
    expect(words.problems.CATALOG_CORRUPT.sentence(facts)).toContain('catalog.broken.json')
  })

  test('the raw text is what AWS said, or the code with its details', () => {
    expect(rawMessage(problemOf('THROTTLED', { message: 'Rate exceeded' }))).toBe('Rate exceeded')
    expect(rawMessage(problemOf('HANDSHAKE_TIMED_OUT', { afterMs: 15_000 }))).toBe('HANDSHAKE_TIMED_OUT afterMs=15000')
  })
})

describe('a profile that cannot be used', () => {
  const broken = problemOf('PROFILE_INVALID', { file: '/home/mika/.aws/config', line: 12, reason: 'no-equals-sign' })

  test('is told with its file and line', () => {
    const facts = problemFacts(broken, null)
    expect(messagesOf('en').problems.PROFILE_INVALID.sentence(facts)).toBe(
      'Line 12 of /home/mika/.aws/config: the line has no equals sign.',
    )
    expect(messagesOf('ja').problems.PROFILE_INVALID.sentence(facts)).toBe(
      '/home/mika/.aws/config の 12 行目: 等号がありません。',
    )
  })

  test('is told with the line of the profile, and its file where that is not config', () => {
    const details = { file: '/home/mika/.aws/config', line: 42, profile: 'broken', reason: 'session-missing' }
    const facts = problemFacts(problemOf('PROFILE_INVALID', { ...details, session: 'nowhere' }), null)
    expect(messagesOf('en').problems.PROFILE_INVALID.sentence(facts)).toBe(
      'Profile broken (line 42): sso-session nowhere does not exist.',
    )
    expect(messagesOf('ja').problems.PROFILE_INVALID.sentence(facts)).toBe(
      'プロファイル broken（42 行目）: sso-session nowhere は存在しません。',
    )
    const keys = { file: '/home/mika/.aws/credentials', line: 2, profile: 'dev', reason: 'keys-unused' }
    const left = problemFacts(problemOf('PROFILE_INVALID', keys), null)
    expect(messagesOf('en').problems.PROFILE_INVALID.headline(left)).toBe('The AWS profile dev says two things')
    expect(messagesOf('en').problems.PROFILE_INVALID.sentence(left)).toMatch(/^Profile dev \(credentials, line 2\): /)
  })

  test('is told without them where no line is at fault', () => {
    const facts = problemFacts(problemOf('PROFILE_INVALID', { profile: 'dev', reason: 'missing' }), null)
    expect(messagesOf('en').problems.PROFILE_INVALID.sentence(facts)).toBe(
      'There is no such profile. Choose another account and role.',
    )
  })
})

describe('a damaged file', () => {
  const { CATALOG_CORRUPT: said } = messagesOf('en').problems

  test('is named by what it was kept as, with what is missing', () => {
    const facts = problemFacts(
      problemOf('CATALOG_CORRUPT', { file: 'tunnels.json', keptAs: 'tunnels.corrupt-1.json', names: 'orders-db' }),
      null,
    )
    expect(said.headline(facts)).toBe('Some saved tunnels could not be read')
    expect(said.sentence(facts)).toBe('The damaged file was kept as tunnels.corrupt-1.json. Missing here: orders-db.')
  })

  test('of settings speaks of settings', () => {
    const facts = problemFacts(
      problemOf('CATALOG_CORRUPT', { file: 'settings.json', keptAs: 'settings.corrupt-1.json' }),
      null,
    )
    expect(said.headline(facts)).toBe('The settings could not be read')
    expect(said.sentence(facts)).toContain('settings.corrupt-1.json')
  })
})
