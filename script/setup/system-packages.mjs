/** Debian packages that the app, its tests and the sandbox's real servers need. Installed only where we may. */
import { existsSync } from 'node:fs'
import { run, say } from './program.mjs'
import { holdServices, SERVICE_POLICY } from './service-policy.mjs'

/** `a|b` means that either will do: newer releases renamed some. */
export const systemPackages = {
  /** What Electron links against, and a display, a bus and a keyring for machines without a desktop. */
  desktop: [
    'xvfb',
    'xauth',
    'libgtk-3-0|libgtk-3-0t64',
    'libnss3',
    'libasound2|libasound2t64',
    'libgbm1',
    'libxss1',
    'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
    'libdrm2',
    'libsecret-1-0',
    'libnotify4',
    'dbus',
    'dbus-x11',
    'gnome-keyring',
    'fonts-noto-cjk',
  ],
  /** The sandbox's databases and the programs that people point at a tunnel. */
  databases: ['postgresql', 'postgresql-client', 'mariadb-server', 'mariadb-client', 'redis-server', 'redis-tools'],
  /** The packet filter that keeps a network away, for the suite of faults. */
  faults: ['nftables', 'iproute2'],
  /** Programs that the integration tests drive against the app. */
  clients: [
    'awscli',
    'python3-venv',
    'python3-gi',
    'curl',
    'git',
    'openssh-client',
    'openssh-server',
    'rsync',
    'busybox',
    'maven',
    'default-jdk-headless|openjdk-17-jdk-headless|temurin-25-jdk',
  ],
}

const APT_GET = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0']

/** Whether this machine has Debian's packages, who we are on it, where its programs are, and who is asked before a service starts. */
const thisMachine = {
  hasApt: process.platform === 'linux' && existsSync('/usr/bin/apt-get'),
  isRoot: process.getuid?.() === 0,
  servicePolicy: SERVICE_POLICY,
  environment: process.env,
}

/**
 * Installs what is missing with apt-get as root. Elsewhere it says what to install and goes on: what then cannot run
 * reports itself.
 * @param {readonly (keyof typeof systemPackages)[]} groups
 * @param {typeof thisMachine} machine
 */
export async function ensureSystemPackages(groups, machine = thisMachine) {
  if (!machine.hasApt) return
  const missing = await missingPackages(
    groups.flatMap((group) => systemPackages[group]),
    machine.environment,
  )
  if (missing.length === 0) return
  const names = missing.map((name) => name.split('|')[0])
  if (!machine.isRoot) {
    say(`setup: not everything is installed; for the full set: sudo apt-get install ${names.join(' ')}`)
    return
  }
  say(`setup: apt-get install ${names.join(' ')}`)
  const startServices = holdServices(machine.servicePolicy)
  try {
    await installAll(names, missing, { ...machine.environment, DEBIAN_FRONTEND: 'noninteractive' })
  } finally {
    startServices()
  }
}

async function installAll(names, missing, env) {
  await run([...APT_GET, 'update'], { env, output: 'capture' })
  const install = async (packages) => {
    const { code } = await run([...APT_GET, 'install', '-y', '--no-install-recommends', ...packages], {
      env,
      output: 'capture',
    })
    return code === 0
  }
  if (await install(names)) return
  // One name unknown to this release must not keep the others out.
  for (const choice of missing) {
    let installed = false
    for (const name of choice.split('|')) installed ||= await install([name])
    if (!installed) say(`setup: ${choice.replace('|', ' or ')} could not be installed`)
  }
}

/** @param {readonly string[]} wanted @param {NodeJS.ProcessEnv} env */
async function missingPackages(wanted, env) {
  const names = wanted.flatMap((choice) => choice.split('|'))
  const query = ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]
  const { output } = await run(query, { env, output: 'capture' })
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return wanted.filter((choice) => !choice.split('|').some((name) => installed.has(name)))
}
