import { describe, expect, it } from 'vitest'
import { folderForSockets } from '#domain/socket-path/socket-path.ts'

describe('the folder for a socket', () => {
  const long = `/home/mika/${'t'.repeat(69)}`

  it('is the one of the environment, as long as the path fits into a socket’s address', () => {
    expect(folderForSockets(long, 27, 'linux')).toBe(long)
    expect(folderForSockets(long, 28, 'linux')).toBe('/tmp')
    expect(folderForSockets(long, 23, 'darwin')).toBe(long)
    expect(folderForSockets(long, 24, 'darwin')).toBe('/tmp')
  })

  it('counts bytes, not characters', () => {
    expect(folderForSockets('/home/美香/一時', 88, 'linux')).toBe('/home/美香/一時')
    expect(folderForSockets('/home/美香/一時', 89, 'linux')).toBe('/tmp')
  })

  it('is nobody’s business where sockets are no files, or nothing is said', () => {
    expect(folderForSockets(long, 200, 'win32')).toBeNull()
    expect(folderForSockets(undefined, 40, 'linux')).toBeNull()
  })
})
