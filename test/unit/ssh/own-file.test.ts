import { describe, expect, it } from 'vitest'
import { ownFileText, type OwnFileWishes } from '#domain/ssh-config/own-file.ts'
import type { SshPlace, SshPlaces, SshTarget } from '#domain/ssh-host/ssh-place.ts'

const place: SshPlace = { profile: { type: 'named', name: 'prod' }, region: 'eu-west-1', accounts: ['orders-prod'] }
const nodeId = 'i-0ab3f29c81d7e4402'
const byId = (names: readonly string[]): SshTarget => ({
  place,
  rule: { by: 'id', id: names[0]! },
  names,
  chosen: names,
})

const places = (...targets: readonly SshTarget[]): SshPlaces => ({ places: [place], targets })
const anyOfOurs = `Host *.culvert !"*'*"`
const wishes: OwnFileWishes = {
  platform: 'linux',
  program: ['/opt/Culvert/culvert'],
  options: [],
  pushesKey: false,
  sharesIn: '~/.ssh',
  taken: new Set(),
}

describe('Culvert’s own file', () => {
  it('has a block for each target and one for every name of Culvert’s', () => {
    expect(ownFileText(places(byId([nodeId, 'bastion-a'])), wishes)).toEqual({
      hosts: 1,
      example: 'bastion-a',
      text: `# bastion-a, orders-prod
Host ${nodeId} bastion-a
  HostKeyAlias ${nodeId}
  ProxyCommand /opt/Culvert/culvert ssh-proxy ${nodeId} %p
  ServerAliveInterval 30
  ServerAliveCountMax 4
  ControlMaster auto
  ControlPath ~/.ssh/culvert-%C

# any target: NAME.ACCOUNT.culvert
Host *.culvert !"*'*"
  ProxyCommand /opt/Culvert/culvert ssh-proxy '%h' %p
  ServerAliveInterval 30
  ServerAliveCountMax 4
  ControlMaster auto
  ControlPath ~/.ssh/culvert-%C
`,
    })
  })

  it('takes no name of another machine, however a target is called', () => {
    for (const name of ['github.com', 'GitHub.com', '10.0.0.5', 'localhost', 'LOCALHOST', 'a.']) {
      const { text, example } = ownFileText(places(byId([nodeId, name])), wishes)
      expect(text).toContain(`Host ${nodeId}\n`)
      expect(text.toLowerCase()).not.toContain(name.toLowerCase())
      expect(example).toBe(nodeId)
    }
  })

  it('never tells ssh to trust a host key unseen', () => {
    const { text } = ownFileText(places(byId([nodeId])), { ...wishes, pushesKey: true })
    expect(text).not.toMatch(/StrictHostKeyChecking|UserKnownHostsFile|NoHostAuthentication/i)
  })

  it('hands names to the shell in quotes, and takes words of its own for nothing else', () => {
    const program = ['/Applications/My Culvert.app/it’s', "a'b", '50%']
    const { text } = ownFileText(places(), { ...wishes, program, options: ['--app-folder', '/a b'], pushesKey: true })
    expect(text).toContain(
      `ProxyCommand '/Applications/My Culvert.app/it’s' 'a'\\''b' 50%% ssh-proxy --app-folder '/a b' --push-key '%r' '%h' %p\n`,
    )
  })

  it('is for no host and no user with a quote in it, which old ssh hands to the shell', () => {
    const lines = (pushesKey: boolean, platform = 'linux') =>
      ownFileText(places(byId([nodeId, 'jump'])), { ...wishes, pushesKey, platform }).text.match(
        /^(?:Host|Match) .*$/gm,
      )
    expect(lines(false)).toEqual([`Host ${nodeId} jump`, anyOfOurs])
    expect(lines(true)).toEqual([
      `Match originalhost "${nodeId},jump" !user "*'*"`,
      `Match originalhost "*.culvert,!*'*" !user "*'*"`,
    ])
    expect(lines(true, 'win32')).toEqual([`Host ${nodeId} jump`, 'Host *.culvert'])
  })

  it('shares no connection where ssh can not, and has no shell’s quotes on Windows', () => {
    const program = ['C:\\Program Files\\Culvert\\Culvert.exe']
    const { text } = ownFileText(places(), { ...wishes, platform: 'win32', program, sharesIn: null })
    expect(text).toContain('ProxyCommand "C:\\Program Files\\Culvert\\Culvert.exe" ssh-proxy %h %p\n')
    expect(text).not.toContain('Control')
  })

  it('leaves names to blocks of the user’s own', () => {
    const { text } = ownFileText(places(byId([nodeId, 'Bastion-A'])), { ...wishes, taken: new Set(['bastion-a']) })
    expect(text).toContain(`Host ${nodeId}\n`)
  })

  it('leaves them the names that their patterns are for; an id is of one machine', () => {
    const [first, second] = [byId([nodeId, 'gitlab']), byId(['i-0bbbbbbbbbbbbbbbb', 'jump'])]
    const { text } = ownFileText(places(first, second), { ...wishes, taken: new Set(['i-*', 'git?ab*']) })
    expect(text.match(/^Host i.*$/gm)).toEqual([`Host ${nodeId}`, 'Host i-0bbbbbbbbbbbbbbbb jump'])
  })

  it('has no block for a name that is only a tag of what a rule found', () => {
    const { text, hosts } = ownFileText(places({ ...byId([nodeId, 'gitlab']), chosen: [nodeId] }), wishes)
    expect(hosts).toBe(1)
    expect(text).not.toContain('gitlab')
  })

  it('has no block for a name that two have, and none for what ssh would take for a pattern or another word', () => {
    const odd = ['web *', 'a"b', '!x', '*', '$(id)', 'a\nProxyCommand evil', '-x', 'Role=bastion']
    const two = [byId(['i-0aaaaaaaaaaaaaaaa', 'same']), byId(['i-0bbbbbbbbbbbbbbbb', 'SAME'])]
    const { text, hosts } = ownFileText(
      places(...two, { place, rule: { by: 'tag', tags: [] }, names: odd, chosen: odd }),
      wishes,
    )
    expect(hosts).toBe(2)
    expect(text.match(/^Host .*$/gm)).toEqual(['Host i-0aaaaaaaaaaaaaaaa', 'Host i-0bbbbbbbbbbbbbbbb', anyOfOurs])
  })

  it('says who one is, and which key is pushed, for nodes that are known; never a word that ssh would read on', () => {
    const ownKey = { identity: '~/.ssh/culvert_ed25519', publicFile: '/home/mika/.ssh/culvert_ed25519.pub' }
    const known = { ...byId([nodeId]), user: 'ubuntu' }
    const { text } = ownFileText(places(known, { ...byId(['mi-07c2e9f1b4d8a6053']), user: 'a b' }), {
      ...wishes,
      pushesKey: true,
      ownKey,
    })
    const [node, hybrid, all] = text.split('\n\n')
    expect(node).toContain('\n  User ubuntu\n  IdentityFile ~/.ssh/culvert_ed25519\n  IdentitiesOnly yes\n')
    expect(node).toContain(` ssh-proxy --push-key '%r' --key-file /home/mika/.ssh/culvert_ed25519.pub ${nodeId} %p\n`)
    expect(`${hybrid}${all}`).not.toMatch(/User |Identit|key-file/)
    expect(ownFileText(places(known), { ...wishes, ownKey }).text).not.toContain('Identit')
  })

  it('gives a name that a rule and the node it found share to the rule, as ssh is led', () => {
    const rule: SshTarget = {
      place,
      rule: { by: 'tag', tags: [{ key: 'Name', value: 'bastion-a' }] },
      names: ['bastion-a', 'Name=bastion-a'],
      chosen: ['bastion-a', 'Name=bastion-a'],
    }
    const { text } = ownFileText(places(rule, byId([nodeId, 'bastion-a'])), wishes)
    expect(text.match(/^Host .*$/gm)).toEqual(['Host bastion-a', `Host ${nodeId}`, anyOfOurs])
  })
})
