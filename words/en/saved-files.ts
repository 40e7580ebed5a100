/** What the app's own files hold, each by its name; all are more than one. */
const contents: Readonly<Record<string, string>> = {
  'tunnels.json': 'saved tunnels',
  'settings.json': 'settings',
  'targets.json': 'favourites among targets',
  'commands.json': 'saved commands',
  'known-hosts.json': 'host keys of targets',
  'shells.json': 'tabs of the last time',
  'open-sessions.json': 'sessions that an earlier start left at AWS',
}

/** What a file holds, as a sentence names it. */
export function contentsOf(file: string): string {
  return contents[file] ?? `contents of ${file}`
}
