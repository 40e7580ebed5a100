import { describe, expect, it } from 'vitest'
import { clientMessage } from '#contract/client-message.ts'
import { problemCode } from '#contract/problem.ts'
import { oneLine } from '#domain/client-answer/one-line.ts'
import type { LetGo } from '#domain/client-answer/let-go.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'

const named = (name: string, label?: string) => ({
  ...draftOf({
    name,
    ...(label === undefined ? {} : { label }),
    environment: 'production',
    kind: 'postgresql',
    profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
    region: 'ap-northeast-1',
    target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: 'orders-db.internal', port: 5_432 },
    localPort: 15_432,
  }),
  id: '11111111-1111-4111-8111-111111111111',
  armed: true,
})
const orders = named('orders-db', 'writer')
const because = (problem: ReturnType<typeof sampleProblem>): LetGo => ({ why: 'problem', problem })

describe('what a client is told', () => {
  it('names the tunnel, the hop, what is wrong and what to do', () => {
    expect(clientMessageOf(orders, because(sampleProblem('ACCESS_DENIED')))).toEqual({
      message: 'Culvert: orders-db writer failed at the session: your role may not start sessions on this instance',
      detail: 'Nothing reached the database. The port keeps listening.',
      hint: 'Open Culvert and copy the request for an administrator.',
    })
    expect(oneLine(clientMessageOf(orders, because(sampleProblem('TARGET_NOT_CONNECTED'))))).toBe(
      'Culvert: orders-db writer failed at the bastion: the bastion is not connected to Systems Manager. ' +
        'Open Culvert to see what to check in AWS.',
    )
  })

  it.each(problemCode.options)('is one short line of ASCII for %s, with the longest name', (code) => {
    const said = clientMessageOf(named('n'.repeat(80), 'l'.repeat(40)), because(sampleProblem(code)))
    expect(clientMessage.safeParse(said).success).toBe(true)
    expect(oneLine(said).length).toBeLessThanOrEqual(200)
    expect(oneLine(said)).toMatch(/^Culvert: nnn.* failed( at [a-z ]+)?: \S.*\. [A-Z].*\.$/)
    expect(said.message).not.toMatch(/\d{12}|undefined|null/)
  })

  it('keeps account numbers and what others wrote to itself', () => {
    const said = clientMessageOf(orders, because(sampleProblem('ROLE_NOT_ASSIGNED')))
    expect(said.message).not.toContain('482100973316')
    const { details } = sampleProblem('AWS_REFUSED')
    const refused = JSON.stringify(clientMessageOf(orders, because(sampleProblem('AWS_REFUSED'))))
    expect(refused).not.toContain(details.aws.awsMessage)
  })

  it.each([
    ['commandes-réelles', 'Culvert: commandes-reelles '],
    ['注文データベース', 'Culvert: port 15432 '],
    ['orders 本番', 'Culvert: orders ? (port 15432) '],
    ['what?', 'Culvert: what? '],
    ['a\u202Eb\u0007c', 'Culvert: ab c '],
  ])('spells the name %s in ASCII, honestly', (name, start) => {
    expect(clientMessageOf(named(name), because(sampleProblem('THROTTLED'))).message).toMatch(
      new RegExp(`^${start.replace(/[.?()]/g, '\\$&')}failed at the session: AWS asks to slow down$`),
    )
  })

  it.each([
    ['orders 482100973316', 'orders ********3316'],
    ['orders ４８２１００９７３３１６', 'orders ********3316'],
    ['orders 4821\u200b00973316', 'orders ********3316'],
    ['orders_482100973316_prod482100973316', 'orders_********3316_prod********3316'],
    ['orders_4821-0097-3316_a', 'orders_****-****-3316_a'],
    ['AKIAIOSFODNN7EXAMPLE', 'AKIA[redacted]'],
    [`${'x'.repeat(30)}_AKIAIOSFODNN7EXAMPLE`, `${'x'.repeat(30)}_AKIA[redacted]`],
    ['postgres://app:Tr0ubador@db.internal/o', 'postgres://app:[redacted]@db.internal/o'],
    ['password=Tr0ubador', 'password=[redacted]'],
    ['of jane@example.com', 'of [redacted e-mail]'],
    ['C:\\Users\\Jane\\orders', 'C:\\Users\\[user]\\orders'],
  ])('keeps what is secret in the name %s to itself, and tells the port', (name, shown) => {
    const told: readonly LetGo[] = [
      because(sampleProblem('THROTTLED')),
      { why: 'on-its-way', step: 'target' },
      { why: 'started-by-hand' },
    ]
    for (const letGo of told) {
      expect(clientMessageOf(named(name), letGo).message).toContain(`Culvert: ${shown} (port 15432) `)
    }
  })

  it('says what is waited for when a time is over and nothing has failed', () => {
    expect(oneLine(clientMessageOf(orders, { why: 'on-its-way', step: 'sign-in' }))).toBe(
      'Culvert: orders-db writer is not open yet: it waits for the sign-in. Open Culvert and sign in.',
    )
    expect(oneLine(clientMessageOf(orders, { why: 'started-by-hand' }))).toBe(
      'Culvert: orders-db writer is not connected: its session starts by hand. Open Culvert and connect it.',
    )
  })
})
