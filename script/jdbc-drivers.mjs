/**
 * JDBC drivers, for trying what they show of an error: jars of pinned versions in `.cache/jdbc/`, had through Maven and compared with
 * their checksums. `node script/jdbc-drivers.mjs` gets them and prints a class path.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isStarted, ROOT, run, say } from './setup/program.mjs'
import { lockWork } from './setup/exclusive-work.mjs'

const FOLDER = join(ROOT, '.cache', 'jdbc')
const INSTALL_TIMEOUT_MS = 5 * 60_000

const DRIVERS = [
  {
    artifact: 'org.postgresql:postgresql:42.7.7',
    jar: 'postgresql-42.7.7.jar',
    sha256: '157963d60ae66d607e09466e8c0cdf8087e9cb20d0159899ffca96bca2528460',
  },
  {
    artifact: 'com.mysql:mysql-connector-j:9.3.0',
    jar: 'mysql-connector-j-9.3.0.jar',
    sha256: '6c8e6692b521376d89bc5618c16cdeaf8c61854329f4fa25677ed08776c5bb76',
  },
  {
    artifact: 'org.mariadb.jdbc:mariadb-java-client:3.5.3',
    jar: 'mariadb-java-client-3.5.3.jar',
    sha256: '85c4ba2f221d0dfd439c26affbb294f784960763544263c65aba9c2c76858706',
  },
]

/**
 * The drivers' class path, got if need be.
 * @returns {Promise<string | null>} null when they cannot be had here; the reason has been said
 */
export async function ensureJdbcDrivers() {
  if (areThere()) return CLASS_PATH
  const release = await lockWork('jdbc', INSTALL_TIMEOUT_MS)
  try {
    return areThere() || (await install()) ? CLASS_PATH : null
  } finally {
    release()
  }
}

const CLASS_PATH = DRIVERS.map(({ jar }) => join(FOLDER, jar)).join(delimiter)

function areThere() {
  return DRIVERS.every(({ jar, sha256 }) => existsSync(join(FOLDER, jar)) && checksum(jar) === sha256)
}

function checksum(jar) {
  return createHash('sha256')
    .update(readFileSync(join(FOLDER, jar)))
    .digest('hex')
}

async function install() {
  say('jdbc: getting drivers into .cache/jdbc')
  mkdirSync(FOLDER, { recursive: true })
  for (const { artifact, jar, sha256 } of DRIVERS) {
    const copy = ['mvn', '-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${FOLDER}`]
    const { code, output } = await run(copy, { output: 'capture', timeoutMs: INSTALL_TIMEOUT_MS })
    if (code !== 0 || !existsSync(join(FOLDER, jar))) {
      say(`jdbc: NOT THERE: ${artifact}: mvn ended with ${code}: ${output.trim().slice(-800)}`)
      return false
    }
    if (checksum(jar) !== sha256) {
      rmSync(join(FOLDER, jar))
      throw new Error(`${artifact} is not the one that was looked at: its checksum differs`)
    }
  }
  return true
}

if (isStarted(import.meta.url)) {
  const classPath = await ensureJdbcDrivers()
  if (classPath === null) process.exitCode = 1
  else process.stdout.write(`${classPath}\n`)
}
