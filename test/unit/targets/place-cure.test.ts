import { expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { placeCure } from '#domain/targets/place-cure.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'

const named = { profile: { type: 'named', name: 'mine' }, region: 'eu-west-1' } as const
const role = { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'Admin' } as const
const assigned = { profile: role, region: 'eu-west-1' } as const
const console = 'arn:aws:iam::730155204418:user/rin'
const device = '0b0e6c0e-6f3a-4a54-9a51-0d5a2f6f2c11'
const code = problemOf('MFA_CODE_REQUIRED', { device, serial: 'GAHT12345678', profile: 'mine', before: 'none' })

it.each([
  ['the sign-in of a profile of its own', named, problemOf('SIGN_IN_REQUIRED', { session: console }), console],
  ['the sign-in of a permission set', assigned, problemOf('CREDENTIALS_INVALID', {}), 'harborline'],
])('is %s', (_, place, problem, session) => {
  expect(placeCure(place, [sampleProblem('ACCESS_DENIED'), problem])).toEqual({ do: 'sign-in', session })
})

it('is the code of the device that was asked for', () => {
  expect(placeCure(named, [code])).toEqual({ do: 'enter-code', device })
})

it('is nothing where no sign-in and no code puts it right, or nobody knows which', () => {
  expect(placeCure(assigned, [])).toBeNull()
  expect(placeCure(assigned, [sampleProblem('ACCESS_DENIED'), sampleProblem('NETWORK_UNREACHABLE')])).toBeNull()
  expect(placeCure(named, [problemOf('CREDENTIALS_INVALID', {})])).toBeNull()
})
