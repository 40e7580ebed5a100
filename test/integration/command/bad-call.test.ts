import { beforeAll, expect, it } from 'vitest'
import { buildCommand } from './granted-session.ts'
import { startProgram } from './session-program.ts'

const streamUrl = 'ws://127.0.0.1:1/v1/data-channel/s-1?role=publish_subscribe'
const response = JSON.stringify({ SessionId: 's-1', TokenValue: 'secret', StreamUrl: streamUrl })
const request = '{"Target":"i-0123456789abcdef0"}'
const region = 'eu-west-1'
const cannot = (reason: string): string => `Cannot perform start session: ${reason}\n`
const unreachable = `\nStarting session with SessionId: s-1\n${cannot('connect ECONNREFUSED 127.0.0.1:1 (host 127.0.0.1:1)')}`

let program = ''

beforeAll(async () => {
  program = await buildCommand()
})

const elsewhere = JSON.stringify({ SessionId: 's-1', TokenValue: 'secret', StreamUrl: 'ws://10.1.2.3/' })
const noToken = JSON.stringify({ sessionId: 's-1', streamUrl, extra: { a: [1] } })
const usual = (first: string, asked = request): readonly string[] => [first, region, 'StartSession', '', asked, '']

it.each<readonly [name: string, args: readonly string[], text: string, exitCode: number]>([
  ['of three arguments', [response, region, 'StartSession'], unreachable, 0],
  ['of six, with keys in lower camel case', usual(response.replaceAll(/"S(?=ess|tr)/g, '"s')), unreachable, 0],
  [
    'with a variable that is not set',
    usual('AWS_SSM_START_SESSION_RESPONSE'),
    cannot('unexpected end of JSON input'),
    0,
  ],
  ['without a token', usual(noToken), cannot('there is no TokenValue in the StartSession response'), 2],
  ['with nothing for a response', usual('null'), cannot('there is no SessionId in the StartSession response'), 2],
  ['without a target', usual(response, '{}'), cannot('there is no Target in the request'), 2],
  ['with a request that is no JSON', usual(response, '{'), cannot('there is no Target in the request'), 2],
  ['to a stranger', usual(elsewhere), cannot('the stream URL leads to 10.1.2.3, which is no endpoint of AWS'), 0],
])('a call %s is answered in plain words', async (_name, args, text, exitCode) => {
  const environment = { PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true', HOME: import.meta.dirname }
  const run = startProgram(program, { args, environment })
  expect(await run.exited).toBe(exitCode)
  expect(run.output()).toBe(text)
  expect(run.complaints()).toBe('')
})
