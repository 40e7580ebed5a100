import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nameInCaller } from '#core/aws/sts/name-in-caller.ts'
import { roleRef, setIdentityStage, type IdentityStage } from './identity-stage.ts'
import { settle } from './manual-clock.ts'

let stage: IdentityStage
beforeEach(async () => {
  stage = await setIdentityStage()
})
afterEach(() => stage.identity.dispose())

const personNow = (): string | undefined => stage.identity.signIns.views()[0]?.person
const use = async (): Promise<void> => {
  await stage.identity.credentials.credentialsOf(roleRef)
  await settle()
}

describe('who is signed in', () => {
  it('is not known before credentials tell', async () => {
    stage.person = 'mika@harborline.example'
    expect(personNow()).toBeUndefined()
    await use()
    expect(personNow()).toBe('mika@harborline.example')
  })

  it('stays unknown where AWS does not say', async () => {
    await use()
    expect(personNow()).toBeUndefined()
  })

  it('is forgotten with the sign-in', async () => {
    stage.person = 'mika@harborline.example'
    await use()
    await stage.identity.signIns.signOut('corp')
    expect(personNow()).toBeUndefined()
  })

  it.each([
    [
      'arn:aws:sts::482100973316:assumed-role/AWSReservedSSO_DatabaseTunnel_1a2b3c/mika@harborline.example',
      'mika@harborline.example',
    ],
    ['arn:aws-us-gov:sts::482100973316:assumed-role/AWSReservedSSO_Ops_1a2b3c/mika', 'mika'],
    ['arn:aws:sts::482100973316:assumed-role/deploy/pipeline', null],
    ['arn:aws:iam::482100973316:user/mika', null],
    ['not an arn', null],
  ])('by the caller %s is %s', (arn, name) => expect(nameInCaller(arn)).toBe(name))
})
