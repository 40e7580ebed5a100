/** Which npm packages a bundle is made of. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** The list, beside the bundle. */
export const PACKAGE_LIST = 'bundled-packages.json'

/**
 * Writes the folders of the packages that code, style sheets or files of went into a bundle, relative to the project.
 * @param {string} root @returns {import('vite').Plugin}
 */
export function bundledPackages(root) {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames.map((name) => join(root, 'renderer', name)),
      )
      // A style sheet leaves no module in a chunk.
      const styles = [...this.getModuleIds()].filter((id) => /\.css(\?|$)/.test(id))
      const folders = new Set([...files, ...styles].map((id) => folderOf(id)).filter((folder) => folder !== null))
      const list = [...folders].map((folder) => relative(root, folder).split(sep).join('/'))
      this.emitFile({ type: 'asset', fileName: PACKAGE_LIST, source: `${JSON.stringify(list.sort(), null, 1)}\n` })
    },
  }
}

/** The package that a module is of, or null. A package.json without a name only tells how its folder is loaded. */
function folderOf(id) {
  const path = id.replace(/^\0/, '').replace(/[?#].*$/, '')
  if (!path.includes(`${sep}node_modules${sep}`)) return null
  for (let folder = dirname(path); !folder.endsWith('node_modules'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version !== undefined) return folder
  }
  return null
}
