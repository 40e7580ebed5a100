import { describe, expect, it } from 'vitest'
import { othersMayWrite } from '#domain/program-file/writers.ts'

const self = { uid: 1_000, isOwnGroup: (gid: number) => gid === 1_000 || gid === 0 }
const folder = 0o040000
const file = 0o100000

describe('who may write to a file', () => {
  it.each([
    ['a file of one’s own', { uid: 1_000, gid: 1_000, mode: file | 0o755 }, false],
    ['a file of the administrator’s', { uid: 0, gid: 0, mode: file | 0o755 }, false],
    ['a file of somebody else’s', { uid: 1_001, gid: 0, mode: file | 0o755 }, true],
    ['a file for all', { uid: 1_000, gid: 1_000, mode: file | 0o757 }, true],
    ['a file for one’s own group', { uid: 1_000, gid: 1_000, mode: file | 0o775 }, false],
    ['a file for a group of several', { uid: 1_000, gid: 100, mode: file | 0o775 }, true],
    ['a folder for all', { uid: 0, gid: 0, mode: folder | 0o777 }, true],
    ['a folder like /tmp', { uid: 0, gid: 0, mode: folder | 0o1777 }, false],
    ['a file with that bit', { uid: 0, gid: 0, mode: file | 0o1777 }, true],
    ['a folder like /tmp of somebody else’s', { uid: 1_001, gid: 0, mode: folder | 0o1777 }, true],
  ])('%s', (_, ownership, others) => expect(othersMayWrite(ownership, self)).toBe(others))
})
