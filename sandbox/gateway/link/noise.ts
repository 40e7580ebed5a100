import type { Noise, Tamper, TamperedMessage } from '../gateway.ts'

/** Plays a network that fails by chance. A message's fate depends on the seed and its count alone. */
export function createNoise(noise: Noise): Tamper {
  return (message) => {
    if (message.index < noise.after) return 'deliver'
    const chance = chanceOf(noise.seed, message)
    if (message.type === 'acknowledge') return chance < noise.loseAcknowledgements ? 'drop' : 'deliver'
    if (chance < noise.drop) return 'drop'
    if (chance < noise.drop + noise.duplicate) return 'duplicate'
    return chance < noise.drop + noise.duplicate + noise.reorder ? 'swap' : 'deliver'
  }
}

/** Evenly spread from 0 to 1: a 32-bit FNV-1a hash whose bits are mixed once more. */
function chanceOf(seed: number, { direction, type, index }: TamperedMessage): number {
  let hash = 0x811c9dc5
  for (const character of `${seed}/${direction}/${type}/${index}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  hash = Math.imul(hash ^ (hash >>> 13), 0x45d9f3b)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}
