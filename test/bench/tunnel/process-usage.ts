import { readdirSync, readFileSync } from 'node:fs'

/** Linux tells processor time in hundredths of a second, whatever the kernel's own tick (proc(5), USER_HZ). */
const ticksPerSecond = 100

/** What a process and everything it started have used. */
export interface Usage {
  /** User and system time since their start, seconds. */
  readonly cpuSeconds: number
  /** Resident memory now, bytes. Pages that several share count for each. */
  readonly residentBytes: number
}

interface ProcessFacts extends Usage {
  readonly pid: number
  readonly parent: number
}

/** Reads the usage from /proc; null on systems without one. */
export function usageOf(pid: number): Usage | null {
  if (process.platform !== 'linux') return null
  const family = withDescendants(pid, readAll())
  return {
    cpuSeconds: total(family.map(({ cpuSeconds }) => cpuSeconds)),
    residentBytes: total(family.map(({ residentBytes }) => residentBytes)),
  }
}

function withDescendants(pid: number, all: readonly ProcessFacts[]): readonly ProcessFacts[] {
  const own = all.filter((one) => one.pid === pid)
  const children = all.filter(({ parent }) => parent === pid)
  return [...own, ...children.flatMap((child) => withDescendants(child.pid, all))]
}

function readAll(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readOne(Number(name)) ?? [])
}

function readOne(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    // The program's name, in brackets, may hold blanks and brackets; the fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number)
    const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
    return {
      pid,
      parent: parent ?? 0,
      cpuSeconds: ((user ?? 0) + (system ?? 0)) / ticksPerSecond,
      residentBytes: kibibytes * 1_024,
    }
  } catch {
    // It ended while we looked.
    return null
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
