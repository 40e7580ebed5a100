import { describe, expect, test } from 'vitest'
import { problemCode, remedy, type Problem, type ProblemCode } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { hopOf, remedyOf } from '#domain/problem/traits.ts'
import { messagesOf } from '#words/messages.ts'
import { arn } from '#contract/aws-answer.ts'
import { problemText, rawMessage } from '#words/problem-text.ts'
import { surroundingsOf } from '#words/surroundings.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { shownFact } from './shown-fact.ts'

const codes = problemCode.options
const tunnel = fixtureTunnel(15432)
const places = [{}, surroundingsOf(tunnel)]

/** The same code with as little as can be known of it. */
const bare: Partial<{ readonly [C in ProblemCode]: Problem }> = {
  ACCESS_DENIED: problemOf('ACCESS_DENIED', {}),
  CATALOG_CORRUPT: problemOf('CATALOG_CORRUPT', { file: 'settings.json', reason: 'EISDIR' }),
  CLOCK_SKEWED: problemOf('CLOCK_SKEWED', {}),
  CREDENTIALS_INVALID: problemOf('CREDENTIALS_INVALID', {}),
  DATA_CHANNEL_REFUSED: problemOf('DATA_CHANNEL_REFUSED', {}),
  DATA_CHANNEL_UNREACHABLE: problemOf('DATA_CHANNEL_UNREACHABLE', {}),
  DOCUMENT_INVALID: problemOf('DOCUMENT_INVALID', {}),
  DOCUMENT_PARAMETERS: problemOf('DOCUMENT_PARAMETERS', {}),
  ENDPOINT_FORBIDDEN: problemOf('ENDPOINT_FORBIDDEN', {}),
  ENDPOINT_NAME_UNKNOWN: problemOf('ENDPOINT_NAME_UNKNOWN', {}),
  ENDPOINT_REFUSED: problemOf('ENDPOINT_REFUSED', {}),
  ENDPOINT_TIMED_OUT: problemOf('ENDPOINT_TIMED_OUT', {}),
  ENGINE_FAILED: problemOf('ENGINE_FAILED', { reason: 'ended' }),
  ENGINE_NOT_FOUND: problemOf('ENGINE_NOT_FOUND', {}),
  HANDSHAKE_REJECTED: problemOf('HANDSHAKE_REJECTED', {}),
  HANDSHAKE_TIMED_OUT: problemOf('HANDSHAKE_TIMED_OUT', {}),
  PORT_TAKEN: problemOf('PORT_TAKEN', { port: 15_432 }),
  PROFILE_INVALID: problemOf('PROFILE_INVALID', { reason: 'value-invalid' }),
  ROLE_NOT_ASSIGNED: problemOf('ROLE_NOT_ASSIGNED', { session: 'harborline' }),
  SIGN_IN_REQUIRED: problemOf('SIGN_IN_REQUIRED', { session: 'harborline', before: 'none' }),
  SESSION_DROPPED: problemOf('SESSION_DROPPED', {}),
  TOKEN_NOT_WRITTEN: problemOf('TOKEN_NOT_WRITTEN', { session: 'harborline', reason: 'locked' }),
  TOKEN_NOT_REMOVED: problemOf('TOKEN_NOT_REMOVED', { session: 'harborline', reason: 'locked' }),
  TARGET_NOT_CONNECTED: problemOf('TARGET_NOT_CONNECTED', {}),
  TARGET_NOT_FOUND: problemOf('TARGET_NOT_FOUND', {}),
  TLS_UNTRUSTED: problemOf('TLS_UNTRUSTED', {}),
}

/**
 * What the diagnostics, the raw text and the letter tell, and the sentence leaves out: the words and error names of the other side,
 * and what only an engineer can use.
 */
const evidence: ReadonlySet<string> = new Set([
  ...['aws', 'said', 'address', 'errorCode', 'step', 'engine', 'call'],
  // The route shows them: when the node was last seen, and how many matched.
  ...['TARGET_NOT_CONNECTED.lastPingAt', 'TARGET_NOT_CONNECTED.state', 'TARGET_NOT_CONNECTED.matches'],
  ...[
    'TARGET_NOT_CONNECTED.reason',
    'AGENT_DISTRUSTED.reason',
    'ENGINE_FAILED.reason',
    'CERTIFICATE_FILE_UNUSABLE.reason',
    'ENGINE_UNUSABLE.reason',
    'PROFILE_INVALID.reason',
    'START_URL_ELSEWHERE.why',
    'CREDENTIAL_PROCESS_FAILED.reason',
    'PROFILE_INVALID.file',
    'PROXY_UNUSABLE.reason',
  ],
  ...['device', 'MFA_CODE_REQUIRED.before', 'MFA_CODE_REFUSED.reason', 'MFA_NOT_ANSWERED.how'],
  ...['ACCESS_NOT_GRANTED.how', 'CLIENT_REFUSED.tunnelId', 'CLIENT_REFUSED.tunnelName', 'CLIENT_REFUSED.clients'],
  // They choose the words.
  ...[
    'PORT_FORBIDDEN.why',
    'EXPOSURE_REFUSED.why',
    'CATALOG_CORRUPT.file',
    'CATALOG_CORRUPT.reason',
    'CATALOG_NEWER.file',
  ],
  ...[
    'RECORDING_NOT_WRITTEN.when',
    'RECORDING_UNREADABLE.reason',
    'RECORDING_NOT_CHANGED.task',
    'ACTIVITY_NOT_WRITTEN.task',
  ],
  ...['side', 'FILES_TOO_MANY.what', 'PROXY_SIGN_IN.schemes', 'INSTANCE_NOT_STARTED.reason', 'TASK_NOT_FOUND.missing'],
  // What AWS names stands first; these are said when it names nothing.
  ...['ACCESS_DENIED.targetId', 'ACCESS_DENIED.document', 'ACCESS_DENIED.denial'],
  ...[
    'SIGN_IN_REQUIRED.before',
    'SIGN_IN_UNKNOWN.startUrl',
    'THROTTLED.host',
    'THROTTLED.status',
    'PROFILE_INVALID.profile',
    'ENGINE_FAILED.path',
    'TARGET_NOT_FOUND.state',
  ],
])

describe.each(['en', 'ja'] as const)('in %s', (language) => {
  const words = messagesOf(language)

  test.each(codes)('%s has a headline, a sentence, a short form and an action', (code) => {
    for (const problem of [sampleProblem(code), bare[code] ?? sampleProblem(code)]) {
      for (const around of places) {
        const { headline, sentence } = problemText(problem, words, around)
        expect(headline).toMatch(/\S{2,}/)
        expect(headline).not.toMatch(/[.。!！]$|undefined|null|object| {2}/)
        expect(sentence).toMatch(/[.。]$/)
        expect(sentence).not.toMatch(/undefined|null|object|[!！]| {2}/)
        expect(`${headline}${sentence}`).not.toMatch(/\boops\b|\bplease\b|successfully/i)
      }
    }
    const { short } = words.problems[code]
    expect(short.length).toBeGreaterThan(1)
    expect(short.length).toBeLessThanOrEqual(language === 'en' ? 26 : 13)
    expect(words.remedies[remedyOf({ code })]).toMatch(/\S{2,}/)
  })

  test.each(codes)('%s says what is known of it', (code) => {
    const problem = sampleProblem(code)
    const { headline, sentence } = problemText(problem, words, {})
    for (const [name, fact] of Object.entries(problem.details)) {
      if (evidence.has(name) || evidence.has(`${code}.${name}`)) continue
      const isOtherWord = language === 'ja' && `${code}.${name}` === 'TARGET_STOPPED.state'
      for (const text of shownFact(name, fact))
        if (!isOtherWord) expect(`${headline}\n${sentence}`, name).toContain(text)
    }
  })

  test.each(codes)('%s points to no place on a page: it is read in the list, the panel and the log', (code) => {
    for (const problem of [sampleProblem(code), bare[code] ?? sampleProblem(code)]) {
      const { headline, sentence } = problemText(problem, words, {})
      expect(`${headline} ${sentence}`).not.toMatch(/\b(below|above)\b|下の|下に|上の/)
    }
  })

  test('every remedy has a button', () => {
    for (const one of remedy.options) expect(words.remedies[one]).toMatch(/\S/)
  })
})

test.each(['en', 'ja'] as const)('each refusal of a network has a headline of its own (%s)', (language) => {
  const whys = ['of-production', 'own-programs', 'no-network', 'changed'] as const
  const headlines = whys.map(
    (why) => problemText(problemOf('EXPOSURE_REFUSED', { why }), messagesOf(language), {}).headline,
  )
  expect(new Set(headlines).size).toBe(whys.length)
})

test('no two codes share a headline', () => {
  const headlines = codes.map((code) => problemText(sampleProblem(code), messagesOf('en'), {}).headline)
  expect(new Set(headlines).size).toBe(headlines.length)
})

const said = (problem: Problem, around = {}): string => {
  const { headline, sentence } = problemText(problem, messagesOf('en'), around)
  return `${headline}. ${sentence}`
}

describe('a sentence', () => {
  test('names the program that holds a port', () => {
    const problem = problemOf('PORT_TAKEN', { port: 15432, program: 'postgres', pid: 812 })
    expect(said(problem)).toContain('Port 15432 is used by postgres (pid 812). Stop postgres (pid 812)')
  })

  test('says by how much the clock is off, and to which side', () => {
    expect(said(problemOf('CLOCK_SKEWED', { minutesOff: -7 }))).toContain('This computer’s clock is 7 minutes slow.')
    expect(said(problemOf('CLOCK_SKEWED', { minutesOff: 61 }))).toContain('61 minutes fast.')
  })

  test('says what of a denial AWS told, and the call when it told nothing', () => {
    expect(said(sampleProblem('ACCESS_DENIED'), surroundingsOf(tunnel))).toContain(
      'The role DatabaseTunnel lacks ssm:StartSession on arn:aws:ec2:ap-northeast-1:123456789012:instance/i-0ab3f29c81d7e4402. A statement of the service control policy forbids it.',
    )
    const aws = { operation: 'DescribeInstances', error: 'UnauthorizedOperation', awsMessage: '', requestId: null }
    expect(said(problemOf('ACCESS_DENIED', { aws }))).toContain(
      'Your role may not look up the bastion: ec2:DescribeInstances. Your role lacks ec2:DescribeInstances here.',
    )
    const japanese = problemText(problemOf('ACCESS_DENIED', { aws }), messagesOf('ja'), {})
    expect(japanese.headline).toBe('このロールでは踏み台を検索できません（ec2:DescribeInstances）')
    expect(japanese.sentence).toContain('このロールには ec2:DescribeInstances の権限がありません。')
  })

  test.each([
    ['StartSession', 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0ab3f29c81d7e4402', 'may not start sessions on'],
    [
      'StartSession',
      'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession',
      'may not use this session document',
    ],
    ['DescribeInstanceInformation', null, 'may not look up the bastion: ssm:DescribeInstanceInformation'],
    ['GetConnectionStatus', null, 'may not look up the bastion: ssm:GetConnectionStatus'],
    ['ResumeSession', null, 'may not go on with its session: ssm:ResumeSession'],
    ['AssumeRole', null, 'may not take the role of this profile'],
    ['GenerateDataKey', null, 'may not do what this tunnel needs'],
  ])('says what a refused %s on %s stands in the way of', (operation, resource, expected) => {
    const aws = { operation, error: 'AccessDeniedException', awsMessage: '', requestId: null }
    const denial = {
      action: null,
      resource: arn.nullable().parse(resource),
      principal: null,
      how: null,
      policyType: null,
    }
    expect(problemText(problemOf('ACCESS_DENIED', { aws, denial }), messagesOf('en'), {}).headline).toContain(expected)
  })

  test('names no action where nobody told one', () => {
    expect(said(problemOf('ACCESS_DENIED', {}))).toContain(
      'Your role may not do what this tunnel needs. Your role lacks a permission here.',
    )
    const { headline, sentence } = problemText(problemOf('ACCESS_DENIED', {}), messagesOf('ja'), {})
    expect(headline).toBe('このロールではトンネルに必要な操作を実行できません')
    expect(sentence).toContain('このロールには必要な権限がありません。')
  })

  test('takes from the tunnel what the problem leaves out', () => {
    expect(said(problemOf('ENDPOINT_REFUSED', {}), surroundingsOf(tunnel))).toContain(
      `The database refuses connections on port ${tunnel.definition.endpoint.port}. ${tunnel.definition.endpoint.host} can`,
    )
    expect(said(problemOf('HANDSHAKE_REJECTED', {}), surroundingsOf(tunnel))).toContain('Role=bastion')
  })

  test('prefers what the problem knows to what the tunnel says', () => {
    expect(said(problemOf('ENDPOINT_REFUSED', { port: 6543 }), surroundingsOf(tunnel))).toContain('on port 6543')
    expect(said(sampleProblem('ROLE_NOT_ASSIGNED'), surroundingsOf(tunnel))).toContain('The role Admin is not assigned')
  })
})

describe('the raw text', () => {
  test('is what AWS or the other side said', () => {
    const aws = { operation: null, error: 'ThrottlingException', awsMessage: 'Rate exceeded', requestId: null }
    expect(rawMessage(problemOf('THROTTLED', { aws }))).toBe('ThrottlingException: Rate exceeded')
    const asked = { ...aws, requestId: '7c1d' }
    expect(rawMessage(problemOf('THROTTLED', { aws: asked }))).toBe('ThrottlingException: Rate exceeded (7c1d)')
    const wordless = { ...aws, error: 'ENOTFOUND', awsMessage: '' }
    expect(rawMessage(problemOf('NETWORK_UNREACHABLE', { aws: wordless }))).toBe('ENOTFOUND')
    expect(rawMessage(problemOf('SESSION_ENDED', { said: 'Idle for 20 minutes' }))).toBe('Idle for 20 minutes')
  })

  test('is nothing where nobody said anything, and never a code of ours', () => {
    expect(rawMessage(problemOf('HANDSHAKE_TIMED_OUT', { afterMs: 15_000 }))).toBeNull()
    expect(rawMessage(problemOf('RELAY_STOPPED', {}))).toBeNull()
    for (const code of codes) {
      for (const problem of [sampleProblem(code), bare[code] ?? sampleProblem(code)])
        expect(rawMessage(problem) ?? '', code).not.toContain(code)
    }
  })
})

describe('a profile that cannot be used', () => {
  const file = '/home/mika/.aws/config'

  test('is told with its file and line', () => {
    const broken = problemOf('PROFILE_INVALID', { file, line: 12, reason: 'no-equals-sign' })
    const [en, ja] = (['en', 'ja'] as const).map((language) => problemText(broken, messagesOf(language), {}).sentence)
    expect(en).toBe('Line 12 of /home/mika/.aws/config: the line has no equals sign.')
    expect(ja).toBe('/home/mika/.aws/config の 12 行目: 等号がありません。')
  })

  test('is told with the line of the profile, and its file where that is not config', () => {
    const details = { file, line: 42, profile: 'broken', reason: 'session-missing', session: 'nowhere' } as const
    const broken = problemOf('PROFILE_INVALID', details)
    const [en, ja] = (['en', 'ja'] as const).map((language) => problemText(broken, messagesOf(language), {}).sentence)
    expect(en).toBe('Profile broken (line 42): sso-session nowhere does not exist.')
    expect(ja).toBe('プロファイル broken（42 行目）: sso-session nowhere は存在しません。')
    const keys = { file: '/home/mika/.aws/credentials', line: 2, profile: 'dev', reason: 'keys-unused' } as const
    const left = said(problemOf('PROFILE_INVALID', keys))
    expect(left).toMatch(/^The AWS profile dev says two things\. Profile dev \(credentials, line 2\): /)
  })

  test('is told without them where no line is at fault', () => {
    expect(said(problemOf('PROFILE_INVALID', { profile: 'dev', reason: 'missing' }))).toContain(
      'There is no profile dev. Choose another account and role.',
    )
    expect(said(problemOf('PROFILE_INVALID', { file, reason: 'not-written' }))).toContain(
      'The file could not be written (/home/mika/.aws/config).',
    )
  })
})

/** Columns that a text takes, a Japanese letter two. */
const columns = (text: string): number => text.length + (text.match(/[\u3000-\u9fff]/g)?.length ?? 0)

test.each(['en', 'ja'] as const)('what is wrong fits the second line of a row: %s', (language) => {
  const { problems } = messagesOf(language)
  const tooLong = codes.filter((code) => hopOf({ code }) !== null && columns(problems[code].short) > 20)
  expect(tooLong.map((code) => problems[code].short)).toEqual([])
})
