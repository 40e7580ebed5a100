/** Names that Windows takes for devices, in any folder and with any ending. */
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/** What is wrong with a path as such, before anything is looked up: `refused` leads to another computer or to a device. */
export type PathForm = 'fine' | 'not-absolute' | 'refused'

/** Looks at the path of a program. A path on a share is asked for over the network, and sends this user's name there. */
export function pathForm(path: string, platform: 'win32' | 'posix'): PathForm {
  if (path.includes('\0')) return 'refused'
  return platform === 'win32' ? windowsForm(path) : posixForm(path)
}

function windowsForm(path: string): PathForm {
  // `\\server\share`, `\\?\`, `\\.\`, with either slash.
  if (/^[\\/]{2}/.test(path)) return 'refused'
  if (!/^[a-z]:[\\/]/i.test(path)) return 'not-absolute'
  const names = path.slice(2).split(/[\\/]/)
  return names.some((name) => deviceName.test(name.trim()) || name.includes(':')) ? 'refused' : 'fine'
}

function posixForm(path: string): PathForm {
  if (!path.startsWith('/')) return 'not-absolute'
  return /^\/\/(?!\/)|^\/+(dev|proc|sys)(\/|$)/.test(path) ? 'refused' : 'fine'
}
