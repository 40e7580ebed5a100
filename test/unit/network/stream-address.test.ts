import { expect, it } from 'vitest'
import { distrustOf, isPresigned } from '#network/stream-address.ts'

it.each([
  'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/a?role=publish_subscribe',
  'wss://ssmmessages.us-gov-west-1.amazonaws.com/',
  'wss://ssmmessages-fips.us-east-1.amazonaws.com/',
  'wss://ssmmessages.cn-north-1.amazonaws.com.cn/',
  'wss://ssmmessages.eusc-de-east-1.amazonaws.eu/',
  'wss://ssmmessages.us-iso-east-1.c2s.ic.gov/',
  'wss://ssmmessages.eu-west-1.api.aws/',
  'wss://vpce-0a1b2c-x.ssmmessages.eu-west-1.vpce.amazonaws.com/',
  'ws://127.0.0.1:8080/',
  'ws://localhost/',
  'ws://[::1]:9/',
  'wss://127.4.5.6/',
])('trusts %s', (streamUrl) => {
  expect(distrustOf(streamUrl)).toBeNull()
})

it.each([
  'wss://example.com/',
  'wss://ssmmessages.eu-west-1.amazonaws.com.example.com/',
  'wss://ssmmessages.eu-west-1.amazonaws.com@example.com/',
  'wss://xssmmessages.eu-west-1.amazonaws.com/',
  'wss://example.com/?ssmmessages.eu-west-1.amazonaws.com',
  // Where anybody can have a host.
  'wss://ssmmessages.s3.amazonaws.com/',
  'wss://ssmmessages.eu-west-1.elb.amazonaws.com/',
  'wss://ec2-1-2-3-4.eu-west-1.compute.amazonaws.com/',
  'ws://10.0.0.1/',
  'ws://127.0.0.1.example.com/',
  'wss://127.0.0.1x/',
  'wss://localhost.example.com/',
])('does not trust %s', (streamUrl) => {
  expect(distrustOf(streamUrl)).toEqual(expect.stringMatching(/which is no endpoint of AWS$/))
})

it.each(['https://ssmmessages.eu-west-1.amazonaws.com/', 'http://127.0.0.1/', 'ssmmessages', ''])(
  'takes %s for no address of a WebSocket',
  (streamUrl) => {
    expect(distrustOf(streamUrl)).toBe('the stream URL is not the address of a WebSocket')
  },
)

it('sends nothing to AWS without TLS', () => {
  const host = 'ssmmessages.eu-west-1.amazonaws.com'
  expect(distrustOf(`ws://${host}/`)).toBe(`the stream URL leads to ${host} without TLS`)
})

it('knows a presigned address', () => {
  expect(isPresigned('wss://h/?role=x&X-Amz-Signature=1')).toBe(true)
  expect(isPresigned('wss://h/?x-amz-date=1')).toBe(true)
  expect(isPresigned('wss://h/?role=x&cell-number=X-Amz-')).toBe(false)
})
