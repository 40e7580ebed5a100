interface Left {
  readonly exited: Promise<unknown>
  kill(): void
}

const left = new Set<Left>()

/** Has {@link endProgramsLeft} end the program, should it live that long: a behaviour that runs out of time ends nothing. */
export function rememberProgram(program: Left): void {
  left.add(program)
  void program.exited.then(() => left.delete(program))
}

/** Ends every program that still runs, and waits until it is gone. */
export async function endProgramsLeft(): Promise<void> {
  const ending = [...left]
  for (const program of ending) program.kill()
  await Promise.all(ending.map(({ exited }) => exited))
}
