/**
 * What a browser says first over TCP for WebRTC: a message of STUN, which TURN is spoken in (RFC 8489 §5), as it is or in a
 * frame (RFC 4571, as ICE has it over TCP: RFC 6544 §10.1). A page chooses host and port of both.
 */

const magicCookie = [0x21, 0x12, 0xa4, 0x42] as const
const headLength = 20
const frameHeadLength = 2
/** A frame of a message that begins a connection: what of it a page chooses has at most 512 bytes (RFC 8839 §5.4). */
const longestFrame = 2_047

/**
 * What Chromium says before `ssltcp`: a hello in the form of SSL 2, always the same and of no use to a server (`rtc_base/socket_adapters.cc`
 * in the source of WebRTC).
 */
const pseudoHello = [0x80, 0x46, 0x01, 0x03, 0x01, 0x00, 0x2d, 0x00, 0x00, 0x00, 0x10] as const

/** Whether the bytes begin as WebRTC does; `more` where they are too few to tell. */
export function readWebRtc(bytes: Uint8Array): 'web-rtc' | 'more' | null {
  const readings = [readPseudoHello(bytes), readStun(bytes), readFrame(bytes)]
  return readings.find((read) => read === 'web-rtc') ?? readings.find((read) => read === 'more') ?? null
}

function readPseudoHello(bytes: Uint8Array): 'web-rtc' | 'more' | null {
  if (!pseudoHello.every((byte, index) => index >= bytes.length || bytes[index] === byte)) return null
  return bytes.length < pseudoHello.length ? 'more' : 'web-rtc'
}

/** Type, length (of whole words, without the head) and the number that no other protocol has there. */
function readStun(bytes: Uint8Array): 'web-rtc' | 'more' | null {
  const [typeHigh, typeLow, , lengthLow] = bytes
  if (typeHigh !== undefined && typeHigh > 1) return null
  if (typeHigh === 0 && typeLow === 0) return null
  if (lengthLow !== undefined && lengthLow % 4 !== 0) return null
  const cookie = bytes.subarray(4, 4 + magicCookie.length)
  if (!cookie.every((byte, index) => byte === magicCookie[index])) return null
  return cookie.length < magicCookie.length ? 'more' : 'web-rtc'
}

function readFrame(bytes: Uint8Array): 'web-rtc' | 'more' | null {
  const [high, low, , , stunHigh, stunLow] = bytes
  if (high === undefined || high * 256 > longestFrame) return null
  if (low === undefined) return 'more'
  const length = high * 256 + low
  if (length < headLength || length % 4 !== 0) return null
  if (stunHigh !== undefined && stunLow !== undefined && stunHigh * 256 + stunLow !== length - headLength) return null
  return readStun(bytes.subarray(frameHeadLength))
}
