import { withHost, type Pasted } from './pasted.ts'
import { readHost, splitHost } from './read-host.ts'

const shape = /^jdbc:oracle:(?:thin|oci8?):(?:([^@/]*)\/(.*))?@(.*)$/is
const far = /^(?:(?:tcps?:)?\/\/)?((?:\[[^\]]+\]|[\w.-]+)(?::\d+)?)(?:[:/]([\w.$#-]+))?(?:\?[\w.=&-]*)?$/i
const described =
  /^\(DESCRIPTION\s*=[^@]*?\(HOST\s*=\s*([\w.-]+)\s*\)\s*\(PORT\s*=\s*(\d+)\s*\)[^@]*?\((?:SERVICE_NAME|SID)\s*=\s*([\w.$#-]+)\s*\)/is

/**
 * An Oracle URL: `jdbc:oracle:thin:user/password@//host:1521/service`, `@host:1521:SID`, or a description. A `@` in the password
 * makes the place of the host uncertain, unless only one of the places can be one.
 */
export function readOracle(text: string): Pasted | null {
  const [, user = '', secretAndOn = '', last = ''] = shape.exec(text) ?? []
  const [, named = '', database = ''] = far.exec(last) ?? []
  const [, host = '', port = '', service = ''] = described.exec(last) ?? []
  const address = splitHost(named === '' ? `${host}:${port}` : named)
  // The first of several `@` that can be followed by a host, and the last, have to be the same one.
  const earlier = secretAndOn.split('@').slice(1)
  if (address === null || earlier.some((part) => /^(?:\/\/)?[\w.-]+/.test(part))) return null
  const about = readHost(address.host, { kind: 'tcp', port: address.port ?? '1521' })
  const name = database === '' ? service : database
  return withHost(
    { ...(user === '' ? {} : { username: user }), ...(name === '' ? {} : { database: name }) },
    {
      ...about,
      leftOut: [
        ...(secretAndOn === '' ? [] : [{ what: 'password' } as const]),
        { what: 'scheme', name: 'oracle' },
        ...about.leftOut,
      ],
    },
  )
}
