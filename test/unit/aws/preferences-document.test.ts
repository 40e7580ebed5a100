import { expect, it } from 'vitest'
import { preferencesIn } from '#core/aws/ssm/preferences-document.ts'

const of = (inputs: object): ReturnType<typeof preferencesIn> => preferencesIn(JSON.stringify({ inputs }))

it.each([
  [{}, { idleMinutes: 20, longestMinutes: null, runAs: 'ssm-user' }],
  [
    { idleSessionTimeout: '15', maxSessionDuration: '60' },
    { idleMinutes: 15, longestMinutes: 60, runAs: 'ssm-user' },
  ],
  [
    { idleSessionTimeout: 'often', maxSessionDuration: -1 },
    { idleMinutes: 20, longestMinutes: null, runAs: 'ssm-user' },
  ],
  [
    { runAsEnabled: true, runAsDefaultUser: ' deploy ' },
    { idleMinutes: 20, longestMinutes: null, runAs: 'deploy' },
  ],
  // Then a tag of the role names the user, which is not for us to read.
  [
    { runAsEnabled: true, runAsDefaultUser: '' },
    { idleMinutes: 20, longestMinutes: null, runAs: null },
  ],
  [
    { runAsEnabled: true, runAsDefaultUser: 'x'.repeat(300) },
    { idleMinutes: 20, longestMinutes: null, runAs: null },
  ],
  [
    { runAsEnabled: 'yes', runAsDefaultUser: 'root' },
    { idleMinutes: 20, longestMinutes: null, runAs: 'ssm-user' },
  ],
])('what the document says: %j', (inputs, told) => {
  expect(of(inputs)).toEqual(told)
})

it.each(['', '[]', 'null', '{"inputs":7}', '{"schemaVersion":"1.0"}', '{'])('nothing is read out of %j', (content) => {
  expect(preferencesIn(content)).toBeNull()
})
