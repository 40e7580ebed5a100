/**
 * How many bytes at the end begin a character that is not whole yet: 0 to 3. They belong to what comes next; anything else that is
 * no UTF-8 is so already.
 */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < lengthOf(byte) && canFollow(byte, bytes[bytes.length - back + 1]) ? back : 0
  }
  return 0
}

function lengthOf(lead: number): number {
  if (lead >= 0xf5 || lead < 0xc2) return 1
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

/** The second byte tells overlong forms, surrogates and what is beyond Unicode. */
function canFollow(lead: number, second: number | undefined): boolean {
  if (second === undefined) return true
  if (lead === 0xe0) return second >= 0xa0
  if (lead === 0xed) return second < 0xa0
  if (lead === 0xf0) return second >= 0x90
  return lead === 0xf4 ? second < 0x90 : true
}
