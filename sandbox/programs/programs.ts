import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askPassword } from './ask-password.ts'
import { draw } from './draw.ts'
import { flood } from './flood.ts'

const programs: Readonly<Record<string, string>> = { flood, draw, 'ask-password': askPassword }

/** Puts the far end's programs into `folder`, where shells find them by name: `flood`, `draw`, `ask-password`. */
export async function installPrograms(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [name, text] of Object.entries(programs)) {
    const file = join(folder, name)
    await writeFile(file, text)
    await chmod(file, 0o755)
  }
}
