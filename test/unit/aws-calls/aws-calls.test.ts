import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { awsCalls, callOccasions } from '#domain/aws-calls/aws-calls.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'core', 'aws')

/** Calls that no client of AWS's makes: the operations by which they are named in the source. */
const handmade: Readonly<Record<string, string>> = {
  SendSSHPublicKey: 'ec2-instance-connect:SendSSHPublicKey',
  CreateOAuth2Token: 'signin:CreateOAuth2Token',
}

/** `service:Action` of each command that is made in a file, by the package that it comes from. */
function callsIn(text: string): readonly string[] {
  const imports = [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)]
  const commands = imports.flatMap(([, names = '', service = '']) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].map(([, action = '']) => `${service}:${action}`),
  )
  const others = Object.entries(handmade).flatMap(([operation, call]) =>
    text.includes(`'${operation}'`) ? [call] : [],
  )
  return [...commands.filter((call) => text.includes(`new ${call.split(':')[1] ?? ''}Command(`)), ...others]
}

it('are all that the adapters make, and no others', async () => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const told = callOccasions.flatMap((occasion) => awsCalls[occasion])
  expect([...new Set(told)].toSorted()).toEqual([...new Set(texts.flatMap(callsIn))].toSorted())
})
