import { spawnSync } from 'node:child_process'

const sttyMs = 2_000

/**
 * Has the terminal of standard input show what is written as it is, line ends too. Node's raw mode goes on turning those,
 * and a screen that another terminal has laid out would come out as stairs. Node's return from raw mode takes it back.
 * Where there is no `stty` nothing changes.
 */
export function showOutputAsItIs(): void {
  if (process.platform === 'win32') return
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'], timeout: sttyMs })
}
