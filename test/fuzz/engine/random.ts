/** Random choices that are the same for the same seed, on every machine. */
export interface Random {
  /** Whole, from 0 up to but without `limit`. */
  below(limit: number): number
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T
  bytes(count: number): Buffer
  /** Small numbers often, numbers near `limit` now and then. */
  size(limit: number): number
}

/** A source of random choices for a text: sfc32 (C. Doty-Humphrey), seeded by FNV-1a over the text. */
export function randomOf(seed: string): Random {
  const next = sfc32(seed)
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit)
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick<T>(list: readonly T[]): T {
      const picked = list[below(list.length)]
      if (picked === undefined && list.length === 0) throw new Error('nothing to pick from')
      return picked as T
    },
    bytes(count) {
      const made = Buffer.allocUnsafe(count)
      for (let at = 0; at < count; at += 1) made[at] = next() >>> 24
      return made
    },
    size: (limit) => below(Math.max(1, Math.round(limit ** ((below(10) + 1) / 10)))),
  }
}

function sfc32(seed: string): () => number {
  let [a, b, c, counter] = [fnv1a(`a${seed}`), fnv1a(`b${seed}`), fnv1a(`c${seed}`), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  // The first numbers still show how alike two seeds are.
  for (let round = 0; round < 12; round += 1) next()
  return next
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
