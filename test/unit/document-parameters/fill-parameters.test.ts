import { describe, expect, it } from 'vitest'
import type { DocumentParameter } from '#contract/session-documents.ts'
import { fillParameters, keptParameters, typedParameters } from '#domain/document-parameters/fill-parameters.ts'
import { asksForValues } from '#domain/session-document.ts'

const rule = (name: string, part: Partial<DocumentParameter> = {}): DocumentParameter => ({
  name,
  form: 'text',
  description: null,
  usual: null,
  allowed: [],
  pattern: null,
  ...part,
})

describe('the parameters of a document', () => {
  it('are given as they were typed; a list is taken apart', () => {
    const rules = [rule('command'), rule('hosts', { form: 'list' })]
    expect(fillParameters(rules, { command: ' a, b ', hosts: 'one, two,,three ' })).toEqual({
      ok: true,
      parameters: { command: [' a, b '], hosts: ['one', 'two', 'three'] },
    })
  })

  it('are left to the document where they are empty and it has a value', () => {
    expect(fillParameters([rule('lines', { usual: ['10'] })], { lines: '' })).toEqual({ ok: true, parameters: {} })
  })

  it('are missing where nothing is typed, and the document has nothing; what every object has was not typed', () => {
    expect(fillParameters([rule('constructor'), rule('lines')], { lines: '5' })).toEqual({
      ok: false,
      missing: ['constructor'],
    })
  })

  it('go as they are typed where the document may not be read', () => {
    const rows = [
      { name: ' service ', text: 'orders' },
      { name: '', text: 'nothing' },
    ]
    expect(typedParameters(rows)).toEqual({ service: ['orders'] })
  })

  it('are kept without what is called like a secret, which is asked for each time', () => {
    const parameters = keptParameters({ service: ['orders'], apiToken: ['s3cret'] })
    expect(parameters).toEqual({ service: ['orders'], apiToken: [] })
    expect(asksForValues({ name: 'Follow', parameters })).toBe(true)
    expect(asksForValues({ name: 'Follow', parameters: { service: ['orders'] } })).toBe(false)
  })
})
