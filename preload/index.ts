import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { ContractClient } from '#contract/calls.ts'

// The page may only ask and listen. Names and inputs are checked by main, which trusts nothing that comes from here.
const client: ContractClient = {
  call: (name, ...input) => ipcRenderer.invoke('culvert:call', name, input[0]),
  on(name, listener) {
    const forward = (_event: unknown, sentName: unknown, payload: unknown): void => {
      if (sentName === name) listener(payload as Parameters<typeof listener>[0])
    }
    ipcRenderer.on('culvert:event', forward)
    return () => void ipcRenderer.off('culvert:event', forward)
  },
  // A path comes from the system alone: what a page made up itself has none.
  drop: ({ id, into }, files) =>
    ipcRenderer.invoke('culvert:drop', { id, into, paths: files.map(pathOf).filter((path) => path !== '') }),
}

const pathOf = (file: unknown): string => (file instanceof File ? webUtils.getPathForFile(file) : '')

contextBridge.exposeInMainWorld('culvert', client)
// The bridge carries no ports; a message to the page's own window does, and goes to this page's origin alone.
ipcRenderer.on('culvert:stream', ({ ports }, offer) => window.postMessage(offer, window.location.origin, [...ports]))
