/** The few ASN.1 types that a certificate is made of, in their distinguished encoding (X.690). */

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const digits: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) digits.unshift(rest & 0xff)
  return Buffer.from([0x80 | digits.length, ...digits])
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts)
export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts)
export const octets = (content: Buffer): Buffer => tagged(0x04, content)
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8'))
export const truth = (): Buffer => tagged(0x01, Buffer.from([0xff]))

/** A non-negative integer; a zero byte keeps the sign positive. */
export const integer = (content: Buffer): Buffer =>
  tagged(0x02, (content[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), content]) : content)

/** `unused` bits at the end of the last byte do not count. */
export const bits = (content: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content)

/** `YYYYMMDDHHMMSSZ`, good beyond 2050. */
export const generalizedTime = (time: Date): Buffer =>
  tagged(0x18, Buffer.from(`${time.toISOString().replace(/[-:T]|\.\d{3}Z/g, '')}Z`))

/** A part tagged `[number]`: explicit ones wrap another type, primitive ones replace its tag. */
export const explicit = (number: number, part: Buffer): Buffer => tagged(0xa0 | number, part)
export const primitive = (number: number, content: Buffer): Buffer => tagged(0x80 | number, content)

/** An object identifier such as `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
  return digits
}
