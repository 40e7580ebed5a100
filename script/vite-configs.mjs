/** How each program of the app is bundled. One entry per folder of dist/; plain Vite, no framework on top. */
import react from '@vitejs/plugin-react'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledPackages } from './licences/bundled-packages.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The oldest runtime that the app runs on: Electron 33. Its tests run there; what ships is newer. */
const NODE_TARGET = 'node20.18'
const BROWSER_TARGET = 'chrome130'
const NODE_BUILTINS = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]
/** Loaded at run time because they carry compiled code. */
const NATIVE = ['@github/keytar', '@lydell/node-pty']
/** @satisfies {import('vite').InlineConfig} */
const common = { root: ROOT, configFile: false, logLevel: 'warn', envDir: false }

/**
 * @typedef {{ outDir: string, watch: import('vite').BuildOptions['watch'] & {} | null }} Output
 * @typedef {{ entry: string, sources: readonly string[], output: string, config: (to: Output) => import('vite').InlineConfig }} Program
 * @type {Record<string, Program>}
 */
export const programs = {
  main: node('main/index.ts', ['main', 'core', 'network', 'words', 'domain', 'contract']),
  relay: node('relay/index.ts', ['relay', 'network', 'domain', 'contract']),
  preload: preload(),
  renderer: renderer(),
  sandbox: node('sandbox/index.ts', ['sandbox'], { bundled: false }),
  culvert: node('command/culvert.ts', ['command', 'core', 'relay', 'network', 'words', 'domain', 'contract']),
  'culvert-session': sessionCommand(),
}

/** A program that only tests run. Its packages stay in node_modules. @param {string} entry */
export function testProgram(entry) {
  return node(entry, ['test', 'sandbox'], { bundled: false })
}

/** A Node program as one ES module. @param {{ bundled: boolean }} packages whether npm packages go into it */
function node(entry, sources, packages = { bundled: true }) {
  /** @type {Program['config']} */
  const config = ({ outDir, watch }) => ({
    ...common,
    // CommonJS packages that are bundled into an ES module ask for these.
    define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
    plugins: packages.bundled ? [withoutCompiled(), bundledPackages(ROOT)] : [],
    ssr: packages.bundled ? { noExternal: true, external: ['electron', ...NATIVE] } : { external: true },
    build: {
      ...output(outDir, watch),
      target: NODE_TARGET,
      ssr: join(ROOT, entry),
      sourcemap: true,
      rolldownOptions: {
        external: ['electron', ...NATIVE, ...NODE_BUILTINS],
        output: { format: 'es', entryFileNames: 'index.mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  return { entry, sources, output: 'index.mjs', config }
}

/**
 * What ssh2 would use if it were compiled on this machine, which nothing is: it asks for it and does without. A bundle has to hold
 * something that it can ask for. @returns {import('vite').Plugin}
 */
function withoutCompiled() {
  const absent = '\0not-compiled'
  return {
    name: 'without-compiled',
    enforce: 'pre',
    resolveId: (id) => (/^cpu-features$|\/sshcrypto\.node$/.test(id) ? absent : null),
    load: (id) => (id === absent ? "throw new Error('not compiled')" : null),
  }
}

/** The command, and beside it a folder for PATH that holds it under the name that AWS's tools call it by. */
function sessionCommand() {
  const program = node('command/index.ts', ['command', 'relay', 'network', 'domain', 'contract'])
  /** @type {Program['config']} */
  const config = ({ outDir, watch }) => {
    const base = program.config({ outDir, watch })
    return { ...base, plugins: [...(base.plugins ?? []), commandFiles(outDir)] }
  }
  return { ...program, config }
}

/** @param {string} outDir @returns {import('vite').Plugin} */
function commandFiles(outDir) {
  const files = {
    // Without an extension it may be taken for CommonJS; this is either. No shell in between: it costs a tenth of the start.
    'bin/session-manager-plugin': "#!/usr/bin/env node\nimport('../index.mjs')\n",
    'bin/session-manager-plugin.cmd': '@node "%~dp0..\\index.mjs" %*\r\n',
  }
  return {
    name: 'command-files',
    closeBundle() {
      mkdirSync(join(outDir, 'bin'), { recursive: true })
      for (const [name, text] of Object.entries(files)) writeFileSync(join(outDir, name), text, { mode: 0o755 })
      const program = join(outDir, 'index.mjs')
      writeFileSync(program, `#!/usr/bin/env node\n${readFileSync(program, 'utf8')}`, { mode: 0o755 })
      chmodSync(program, 0o755)
    },
  }
}

/** A sandboxed preload must be a single CommonJS file. */
function preload() {
  const entry = 'preload/index.ts'
  /** @type {Program['config']} */
  const config = ({ outDir, watch }) => ({
    ...common,
    plugins: [bundledPackages(ROOT)],
    ssr: { noExternal: true },
    build: {
      ...output(outDir, watch),
      target: NODE_TARGET,
      ssr: join(ROOT, entry),
      minify: true,
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
      },
    },
  })
  return { entry, sources: ['preload', 'contract'], output: 'index.cjs', config }
}

function renderer() {
  /** @type {Program['config']} */
  const config = ({ outDir, watch }) => ({
    ...common,
    root: join(ROOT, 'renderer'),
    base: './',
    plugins: [react(), bundledPackages(ROOT)],
    build: {
      ...output(outDir, watch),
      target: BROWSER_TARGET,
      minify: true,
      modulePreload: { polyfill: false },
      // The order of the rules stays the one of the files, whenever a part of the page is loaded.
      cssCodeSplit: false,
      // The page is read from the disk; how large it may be is a goal of `npm run bench`.
      chunkSizeWarningLimit: 1_000,
    },
  })
  return {
    entry: 'renderer/index.html',
    sources: ['renderer', 'words', 'domain', 'contract'],
    output: 'index.html',
    config,
  }
}

function output(outDir, watch) {
  return { outDir, emptyOutDir: true, reportCompressedSize: false, watch }
}
