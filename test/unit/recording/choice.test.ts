import { expect, it } from 'vitest'
import { recordingChoiceOf } from '#domain/recording/choice.ts'

it('records what nobody has said anything about as carefully as what was chosen anywhere', () => {
  const choices = { production: 'required', staging: 'on', development: 'off' } as const
  expect(recordingChoiceOf(choices, null)).toBe('required')
  expect(recordingChoiceOf({ staging: 'on', development: 'off' }, null)).toBe('on')
  expect(recordingChoiceOf({}, null)).toBe('off')
})

it('records an environment as it was chosen, and not where nothing was', () => {
  expect(recordingChoiceOf({ production: 'required', staging: 'on' }, 'staging')).toBe('on')
  expect(recordingChoiceOf({ production: 'required' }, 'development')).toBe('off')
})
