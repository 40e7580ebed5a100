// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { later } from '../../../renderer/ui/later.tsx'

afterEach(cleanup)

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>
}

test('what is loaded already is drawn at once', async () => {
  const greeting = later(async () => Greeting)
  await greeting.load()
  const screen = render(<greeting.Shown name="world" />)
  expect(screen.container.textContent).toBe('Hello world')
})

test('what is not is loaded when it is drawn, and nothing is shown until then', async () => {
  let arrive = (_component: typeof Greeting): void => {}
  const greeting = later(() => new Promise<typeof Greeting>((resolve) => (arrive = resolve)))
  const screen = render(<greeting.Shown name="world" />)
  expect(screen.container.textContent).toBe('')
  arrive(Greeting)
  expect(await screen.findByText('Hello world')).toBeTruthy()
})
