import { describe, expect, it } from 'vitest'
import { documentIn, documentOutline } from '#core/aws/ssm/document-content.ts'
import { sessionDocumentView } from '#contract/session-documents.ts'

const written = {
  schemaVersion: '1.0',
  description: 'Follows a log',
  sessionType: 'InteractiveCommands',
  parameters: {
    service: { type: 'String', description: 'Which one', allowedValues: ['orders', 'billing'] },
    lines: { type: 'String', default: 10, allowedPattern: '^[0-9]+$' },
    hosts: { type: 'StringList', default: ['a', 'b'] },
    odd: 'not a rule',
  },
}

describe('the text of a session document', () => {
  it('tells parameters with what may stand in them, numbers as text', () => {
    const { odd: _odd, ...parameters } = written.parameters
    const view = documentIn('Follow', JSON.stringify({ ...written, parameters }))
    expect(view?.sessionType).toBe('InteractiveCommands')
    expect(view?.parameters).toEqual([
      {
        name: 'service',
        form: 'text',
        description: 'Which one',
        usual: null,
        allowed: ['orders', 'billing'],
        pattern: null,
      },
      { name: 'lines', form: 'text', description: null, usual: ['10'], allowed: [], pattern: '^[0-9]+$' },
      { name: 'hosts', form: 'list', description: null, usual: ['a', 'b'], allowed: [], pattern: null },
    ])
  })

  it.each([
    ['no JSON', 'schemaVersion: 1.0'],
    ['a document that runs on its own', '{"schemaVersion":"2.2","mainSteps":[]}'],
    ['an array', '[]'],
  ])('is none when it is %s', (_what, text) => {
    expect(documentIn('X', text)).toBeNull()
  })

  it('is cut to what a window takes, however much an author wrote', () => {
    const parameters = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`p${index}`, { type: 'String', description: 'x'.repeat(9_000) }]),
    )
    const view = documentIn('Long', JSON.stringify({ ...written, parameters }))
    expect(sessionDocumentView.safeParse(view).success).toBe(true)
    expect(view?.parameters).toHaveLength(100)
    expect(view?.parameters[0]?.description).toHaveLength(2_000)
  })

  it('with a parameter that makes no sense is still a document', () => {
    expect(documentIn('Odd', JSON.stringify(written))).toMatchObject({ parameters: [] })
  })
})

it('what DescribeDocument tells is names, defaults and nothing of other documents', () => {
  const described = { DocumentType: 'Session', Parameters: [{ Name: 'lines', Type: 'String', DefaultValue: '10' }] }
  expect(documentOutline('Follow', described)).toMatchObject({
    sessionType: null,
    parameters: [{ name: 'lines', usual: ['10'] }],
  })
  expect(documentOutline('Run', { DocumentType: 'Command' })).toBeNull()
})
