import type { PortBan } from '#contract/calls.ts'
import type { AskTool } from './system-tool.ts'

/** Below it only an administrator's programs may listen, on systems that know such ports. */
const firstFreeForAll = 1_024

/** Ports that Windows keeps for itself; the first and the last are among them. */
interface ReservedRange {
  readonly first: number
  readonly last: number
}

/** Why the system does not let a port be listened on. */
export async function banOf(port: number, platform: NodeJS.Platform, ask: AskTool): Promise<PortBan> {
  if (platform !== 'win32') return { by: port < firstFreeForAll ? 'privileged' : 'unknown' }
  // Hyper-V, WSL and Docker take such ranges when the computer starts, other ones each time.
  const texts = await Promise.all(
    ['ipv4', 'ipv6'].map((family) => ask('netsh', ['interface', family, 'show', 'excludedportrange', 'protocol=tcp'])),
  )
  const ranges = texts.flatMap((text) => parseReservedRanges(text ?? ''))
  const range = ranges.find(({ first, last }) => first <= port && port <= last)
  return range === undefined ? { by: 'unknown' } : { by: 'reserved', ...range }
}

/** Rows of `netsh interface ipv4 show excludedportrange`: first and last port, and a star for those that an administrator has set. */
function parseReservedRanges(text: string): readonly ReservedRange[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, first, last] = /^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/.exec(line) ?? []
    return first === undefined || last === undefined ? [] : [{ first: Number(first), last: Number(last) }]
  })
}
