import { describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract/client-message.ts'
import { answerRedis, unansweredLimit, type NextWord } from '#domain/client-answer/answers.ts'

const message: ClientMessage = { message: 'Culvert: it failed', detail: '', hint: '' }
const redis = (said: string): NextWord => answerRedis(Buffer.from(said, 'latin1'), message)
const heard = (word: NextWord): number | string => (word.do === 'tell' ? word.heard : word.do)

describe('Redis is told', () => {
  it.each([
    ['*1\r\n$4\r\nPING\r\n', 14],
    ['*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n', 14],
    ['PING\r\nPING\r\n', 6],
    ['\r\n\nPING\r\n', 9],
    ['\r\n*1\r\n$4\r\nPING\r\n', 16],
    ['*2\r\n$3\r\nGET\r\n$4\r\nke', 'listen'],
    ['PIN', 'listen'],
    ['\r\n', 'listen'],
    ['', 'listen'],
  ])('about %j', (said, expected) => expect(heard(redis(said))).toBe(expected))

  it('about a command that is longer than anybody keeps, before its end', () => {
    const head = '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$67108864\r\n'
    expect(heard(redis(head.padEnd(unansweredLimit - 1, 'x')))).toBe('listen')
    const word = redis(head.padEnd(unansweredLimit, 'x'))
    expect(word.do === 'close' && word.say !== null).toBe(true)
  })
})
