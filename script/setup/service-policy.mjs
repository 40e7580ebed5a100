/** Debian asks a program of the administrator's whether a service may start that was just installed. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** Where Debian looks for that program. */
export const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/** 101 is "forbidden", in the words of invoke-rc.d(8). */
const REFUSE_ALL = '#!/bin/sh\nexit 101\n'

/**
 * The servers are for the sandbox, which starts its own: none of them begins to listen on this machine because it was installed.
 * A policy that is there already stays.
 * @param {string} policy path of that program
 * @returns {() => void} lets services start again
 */
export function holdServices(policy) {
  if (existsSync(policy)) return () => {}
  writeFileSync(policy, REFUSE_ALL, { mode: 0o755 })
  return () => rmSync(policy, { force: true })
}
