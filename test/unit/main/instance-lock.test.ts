import { expect, it } from 'vitest'
import { takeInstanceLock } from '../../../main/system/instance-lock.ts'

it.skipIf(process.platform === 'win32').each([
  ['/run/user/1000', '/run/user/1000'],
  [`/home/mika/${'t'.repeat(69)}`, '/tmp'],
])('the lock of a program with %s for temporary files is asked for with %s, and nothing else is', (own, asked) => {
  const environment: NodeJS.ProcessEnv = { TMPDIR: own }
  const seen: (string | undefined)[] = []
  const app = {
    requestSingleInstanceLock: () => {
      seen.push(environment['TMPDIR'])
      return true
    },
  }
  expect(takeInstanceLock(app, environment)).toBe(true)
  expect([seen, environment['TMPDIR']]).toEqual([[asked], own])
})
