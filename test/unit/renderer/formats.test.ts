import { describe, expect, test } from 'vitest'
import {
  formatAccountId,
  formatLatency,
  formatRate,
  formatStopwatch,
  formatTimeWithSeconds,
  shortenId,
} from '#words/format.ts'
import { messagesOf } from '#words/messages.ts'
import { countdownText, spanText } from '#words/span.ts'
import { truncateMiddle } from '../../../renderer/ui/truncate-middle.ts'

const host = 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'

describe('rates', () => {
  test.each([
    [0, '0 B/s'],
    [999, '999 B/s'],
    [999.6, '1.0 KB/s'],
    [8_400, '8.4 KB/s'],
    [42_000, '42 KB/s'],
    [999_499, '999 KB/s'],
    [999_500, '1.0 MB/s'],
    [1_200_000, '1.2 MB/s'],
    [9_960_000, '10 MB/s'],
    [2_000_000_000_000, '2000 GB/s'],
  ])('%d bytes a second reads %s', (rate, text) => expect(formatRate(rate)).toBe(text))
})

describe('spans', () => {
  const minute = 60_000
  test.each([
    [6 * 60 * minute + 12 * minute, '6 h 12 min', '6 時間 12 分'],
    [2 * 60 * minute, '2 h', '2 時間'],
    [12 * minute + 59_000, '12 min', '12 分'],
    [4_000, '4 s', '4 秒'],
    [999, 'under 1 s', '1 秒未満'],
    [-5_000, 'under 1 s', '1 秒未満'],
  ])('%d ms reads %s', (ms, english, japanese) => {
    expect(spanText(messagesOf('en'), ms)).toBe(english)
    expect(spanText(messagesOf('ja'), ms)).toBe(japanese)
  })

  test('a countdown is not over before it is', () => {
    expect(countdownText(messagesOf('en'), 3_001)).toBe('4 s')
    expect(countdownText(messagesOf('en'), 1)).toBe('1 s')
    expect(countdownText(messagesOf('en'), 0)).toBe('under 1 s')
  })

  test('a stopwatch shows minutes and seconds', () => expect(formatStopwatch(526_000)).toBe('8:46'))
})

describe('identifiers and times', () => {
  test('account numbers come in groups of four', () => expect(formatAccountId('482100973316')).toBe('4821 0097 3316'))
  test('node ids are cut in the middle, other names are not', () => {
    expect(shortenId('i-0ab3f29c81d7e4402')).toBe('i-0ab3…4402')
    expect(shortenId('mi-0ab3f29c81d7e4402')).toBe('mi-0ab3…4402')
    expect(shortenId('bastion-a')).toBe('bastion-a')
  })
  test('latencies lose decimals as they grow', () => {
    expect([1.14, 38.4, 9.96].map(formatLatency)).toEqual(['1.1 ms', '38 ms', '10 ms'])
  })
  test('the time of day has 24 hours', () => {
    expect(formatTimeWithSeconds(new Date(2025, 10, 21, 9, 2, 5).getTime())).toBe('09:02:05')
  })
})

describe('hosts on one line', () => {
  test('what fits is left alone', () => expect(truncateMiddle('db.internal', '5432', 16)).toBe('db.internal:5432'))
  test('the head and the port stay', () =>
    expect(truncateMiddle(host, '5432', 35)).toBe('orders-db.cluster-c1kq8zv0m2p…:5432'))
  test('a label cut to under four characters is dropped', () => {
    expect(truncateMiddle(host, '5432', 19)).toBe('orders-db…:5432')
    expect(truncateMiddle(host, '5432', 20)).toBe('orders-db.clus…:5432')
  })
  test('no dot or dash is left before the cut', () => {
    for (let columns = 10; columns < host.length; columns += 1) {
      const text = truncateMiddle(host, '5432', columns)
      expect(text).not.toMatch(/[.-]…/)
      expect(text.length).toBeLessThanOrEqual(columns)
      expect(text.endsWith('…:5432')).toBe(true)
    }
  })
})
