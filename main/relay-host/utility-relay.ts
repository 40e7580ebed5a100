import { utilityProcess } from 'electron'
import type { RelayProcess } from './relay-host.ts'

/** Variables the relay may see: what proxies, certificates, plugin look-up and child processes need. No AWS keys. */
const passedVariables = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'USERNAME',
  'USERPROFILE',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'PROGRAMFILES',
  'PROGRAMDATA',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'SHELL',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'AWS_CA_BUNDLE',
] as const

/** Starts the relay as an Electron utility process: a Node program of its own, without Electron's API. */
export function startUtilityRelay(entry: string, runFile: string): RelayProcess {
  const environment: Record<string, string> = { CULVERT_RELAY_RUN_FILE: runFile }
  for (const name of passedVariables) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  const child = utilityProcess.fork(entry, [], { serviceName: 'Culvert relay', env: environment, stdio: 'inherit' })
  return {
    get pid() {
      return child.pid
    },
    post: (order) => child.postMessage(order),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
