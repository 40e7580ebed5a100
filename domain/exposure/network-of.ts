/** The network of an IPv4 address by the length of its prefix: `192.168.1.7`, 24 → `192.168.1.0/24`. */
export function networkOf(address: string, prefix: number): string {
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - prefix)
  const first = Math.floor(bits / size) * size
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256)
  return `${parts.join('.')}/${prefix}`
}
