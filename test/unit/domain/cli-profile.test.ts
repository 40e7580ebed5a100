import { describe, expect, it } from 'vitest'
import type { ProfileView, SsoSession } from '#contract/sign-in.ts'
import { cliProfileOf } from '#domain/connection-strings/cli-profile.ts'
import { sampleTunnel } from './sample-tunnels.ts'

const signIn: SsoSession = { name: 'harborline', startUrl: 'https://harborline.awsapps.com/start', region: 'eu-west-1' }
const view = (name: string, more: Partial<ProfileView> = {}): ProfileView => ({
  ref: { type: 'named', name },
  title: name,
  accountId: '123456789012',
  roleName: 'Developer',
  region: null,
  kind: 'sso',
  signIn: 'harborline',
  problem: null,
  ...more,
})

describe('the profile for the AWS CLI', () => {
  it("is the tunnel's own, or one that is there for the same account, role and sign-in", () => {
    const own = sampleTunnel({ profile: { type: 'named', name: 'mine' } })
    expect(cliProfileOf(own, [view('other')], [signIn])).toEqual({ name: 'mine', section: null })
    const others = [view('elsewhere', { accountId: '210987654321' }), view('by another', { signIn: 'other' })]
    expect(cliProfileOf(sampleTunnel(), [...others, view('orders')], [signIn])).toEqual({
      name: 'orders',
      section: null,
    })
  })

  it('comes with the section that makes it where there is none', () => {
    const { name, section } = cliProfileOf(sampleTunnel(), [view('viewer', { roleName: 'ReadOnly' })], [signIn])
    expect(name).toBe('Developer-123456789012')
    expect(section?.split('\n')).toEqual([
      '[profile Developer-123456789012]',
      'sso_session = harborline',
      'sso_account_id = 123456789012',
      'sso_role_name = Developer',
      'region = ap-northeast-1',
    ])
  })

  it('has no section that nobody could sign in to', () => {
    expect(cliProfileOf(sampleTunnel(), [], [])).toEqual({ name: 'Developer-123456789012', section: null })
  })
})
