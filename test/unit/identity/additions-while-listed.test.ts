import { expect, it } from 'vitest'
import { roleRef, setIdentityStage } from './identity-stage.ts'

it('a profile can be asked for as soon as its role was listed, also where no list is kept', async () => {
  const stage = await setIdentityStage()
  const { accountId, roleName, session } = roleRef
  const wish = { kind: 'permission-set', name: null, session, accountId, roleName } as const
  const ask = async () => await stage.identity.additions.preview({ profiles: [wish], region: null })
  expect(await ask()).toMatchObject({ error: { code: 'ROLE_NOT_ASSIGNED' } })
  await stage.identity.profiles.list()
  // It is past that: the stage's file is on a disk that takes nothing.
  expect(await ask()).toMatchObject({ error: { code: 'AWS_CONFIG_NOT_WRITTEN' } })
  await stage.identity.dispose()
})
