import { expect, it } from 'vitest'
import { readCall } from '#command/ssh-proxy/ssh-call.ts'

const call = { host: 'bastion-a', port: 22, pushKeyFor: null, keyFile: null, appFolder: null }

it.each([
  [['bastion-a', '22'], call],
  [['--push-key', 'ec2-user', 'bastion-a', '2222'], { ...call, port: 2_222, pushKeyFor: 'ec2-user' }],
  [
    ['--app-folder', '/a b', '--key-file', '/k.pub', 'bastion-a', '22'],
    { ...call, appFolder: '/a b', keyFile: '/k.pub' },
  ],
])('%j is a call', (args, expected) => {
  expect(readCall(args)).toEqual({ kind: 'call', call: expected })
})

it.each([
  [['bastion-a'], 'nothing is no port'],
  [['bastion-a', 'ssh'], 'ssh is no port'],
  [['bastion-a', '0'], '0 is no port'],
  [['bastion-a', '22', 'more'], 'nothing else'],
  [['--evil', 'x', 'bastion-a', '22'], 'there is no option --evil'],
  [['--push-key'], '--push-key needs a value'],
  [['--push-key', 'a b', 'bastion-a', '22'], 'a b is no name of a user'],
])('%j is wrong', (args, reason) => {
  expect(readCall(args)).toEqual({ kind: 'wrong', reason: expect.stringContaining(reason) })
})

it.each([[[]], [['--help']], [['bastion-a', '--help']]])('%j asks for help', (args) => {
  expect(readCall(args)).toEqual({ kind: 'help' })
})
