/** What a mark is made with. */
interface MarkOptions {
  readonly platform: string
  /** Epoch ms. */
  now(): number
  write(path: string, text: string): Promise<unknown>
  /** Runs a program of the system's to its end; false when it did not do what it was for. */
  run(file: string, args: readonly string[]): Promise<boolean>
}

/** Says of a file that it came from elsewhere, in the system's own way. Never rejects. */
export type FetchedMark = (path: string) => Promise<void>

/** By `Zone.Identifier`: from the internet. */
const zone = '[ZoneTransfer]\r\nZoneId=3\r\n'
/** By LaunchServices: fetched by a program, and not opened yet. */
const quarantineFlags = '0081'

/**
 * On Windows the Mark of the Web, a stream beside the file's own; on macOS the attribute for quarantine, which Node can not set. Both stay
 * when the file gets its name. Disks that know neither keep the file without: it is no reason to lose what was fetched.
 */
export function createFetchedMark({ platform, now, write, run }: MarkOptions): FetchedMark {
  return async (path) => {
    if (platform === 'win32') await write(`${path}:Zone.Identifier`, zone).catch(() => undefined)
    if (platform !== 'darwin') return
    const value = `${quarantineFlags};${Math.floor(now() / 1_000).toString(16)};Culvert;`
    await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, path])
  }
}
