import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCallbackListener } from '#core/aws/index.ts'
import { askAs } from '#test/support/ask-as.ts'
import { reachableBeside } from '#test/support/reachable-beside.ts'
import { messagesOf } from '#words/messages.ts'

const listener = createCallbackListener(() => ({ language: 'en', words: messagesOf('en').signIn.callback }))

async function open() {
  const opened = await listener.open()
  if (!opened.ok) throw new Error(opened.error.code)
  return opened.value
}
type Opened = Awaited<ReturnType<typeof open>>

let opened: Opened
let ends: 'nothing' | object
beforeEach(async () => {
  opened = await open()
  ends = 'nothing'
  void opened.answer.then((answer) => (ends = answer))
})
afterEach(() => opened.close())

const port = ({ redirectUri }: Opened): number => Number(new URL(redirectUri).port)
const answerUrl = ({ redirectUri, state }: Opened): string => `${redirectUri}?code=mine&state=${state}`

describe('the callback listener', () => {
  it('is on loopback alone', async () => {
    expect(new URL(opened.redirectUri).hostname).toBe('127.0.0.1')
    expect(await reachableBeside(port(opened))).toEqual([])
  })

  it('has another state each time, of 32 random bytes', async () => {
    const states = new Set([opened.state])
    for (let count = 0; count < 20; count += 1) {
      const other = await open()
      states.add(other.state)
      await other.close()
    }
    expect(states.size).toBe(21)
    for (const state of states) expect(Buffer.from(state, 'base64url')).toHaveLength(32)
    // Random in every place: none has the same letter throughout.
    const columns = Array.from({ length: 42 }, (_, at) => new Set([...states].map((state) => state[at])).size)
    expect(Math.min(...columns)).toBeGreaterThan(1)
  })

  it('answers its own Host alone', async () => {
    const hosts = ['evil.example', `localhost:${port(opened)}`, '127.0.0.1', `127.0.0.1:${port(opened) - 1}`]
    for (const host of hosts) expect((await askAs(answerUrl(opened), { host })).status).toBe(400)
    expect(ends).toBe('nothing')
  })

  it('is ended by its own state alone', async () => {
    const { redirectUri, state } = opened
    const guesses = ['', 'state=', 'state=guess', `state=${state}x`, `state=${state.slice(0, -1)}`]
    for (const guess of guesses) expect((await askAs(`${redirectUri}?code=stolen&${guess}`, {})).status).toBe(400)
    expect(ends).toBe('nothing')
    expect((await askAs(answerUrl(opened), {})).status).toBe(200)
    expect(await opened.answer).toEqual({ code: 'mine' })
  })

  it('takes an answer by GET, at its path', async () => {
    for (const method of ['POST', 'PUT', 'OPTIONS', 'DELETE'])
      expect((await askAs(answerUrl(opened), { method })).status).toBe(404)
    expect((await askAs(answerUrl(opened).replace('/oauth/', '/other/'), {})).status).toBe(404)
    expect(ends).toBe('nothing')
  })

  it('shows a page that can do nothing, is kept by nobody, and tells nobody its address', async () => {
    const { headers, body } = await askAs(answerUrl(opened), {})
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(body).not.toContain(opened.state)
    expect(body).not.toContain('mine')
  })
})
