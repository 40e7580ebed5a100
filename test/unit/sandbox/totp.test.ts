import { describe, expect, it } from 'vitest'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'

/** `12345678901234567890` in base32: the seed of RFC 6238, appendix B. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

const codeAt = (secret: string, time: number): string => codeOfStep(secret, stepAt(time))

describe('the codes of a device', () => {
  // Of the appendix's eight digits the last six.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s are those of RFC 6238', (seconds, code) => {
    expect(codeAt(seed, seconds * 1_000)).toBe(code)
  })

  it('stand for half a minute, and are written with blanks as well', () => {
    expect(codeAt('gezd gnbv GY3T QOJQ GEZD GNBV GY3T QOJQ', 59_999)).toBe(codeAt(seed, 30_000))
    expect(codeAt(seed, 60_000)).not.toBe(codeAt(seed, 59_999))
  })
})
