import { ArrowUp, Download, RotateCw, Upload } from 'lucide-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { FileRequest } from '#contract/files.ts'
import { environmentOf } from '#domain/environments.ts'
import { environmentName } from '#words/environment-name.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import type { FileBrowser } from './file-browser.ts'
import { useBrowsing, useFileWords } from './use-files.ts'

/** The folder that is shown, or the one that somebody types. */
function PathField({ browser, disabled }: { readonly browser: FileBrowser; readonly disabled: boolean }) {
  const say = useFileWords()
  const path = useBrowsing(browser, (state) => state.listing?.path ?? '')
  const [typed, setTyped] = useState(path)
  useEffect(() => setTyped(path), [path])
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      setTyped(path)
    }
    if (event.key === 'Enter' && typed.trim() !== '') void browser.go({ by: 'path', path: typed.trim() })
  }
  return (
    <div className="field-box mono files-path">
      <input
        type="text"
        aria-label={say.path}
        spellCheck={false}
        autoComplete="off"
        maxLength={4_096}
        disabled={disabled}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKey}
      />
    </div>
  )
}

/** Whose files these are, and whom the far end takes us for. */
function Whose({ request, user, onUser }: Pick<ToolbarProps, 'request' | 'user' | 'onUser'>) {
  const words = useWords()
  const say = useFileWords()
  const { environments } = useSnapshot()
  const environment = request.environment === null ? null : environmentOf(environments, request.environment)
  return (
    <span className="files-whose" title={environment === null ? undefined : environmentName(environment, words)}>
      {environment === null ? null : (
        <>
          <EnvironmentMark environment={environment} />
          <span className="trunc">{environmentName(environment, words)}</span>
        </>
      )}
      {user === null ? null : onUser === null ? (
        <span className="trunc">{say.asUser(user)}</span>
      ) : (
        <button type="button" className="files-user trunc" title={say.changeUser} onClick={onUser}>
          {say.asUser(user)}
        </button>
      )}
    </span>
  )
}

function UploadMenu({ disabled, onUpload }: Pick<ToolbarProps, 'onUpload'> & { readonly disabled: boolean }) {
  const say = useFileWords()
  const trigger = (
    <Button icon={<Upload size={14} />} disabled={disabled}>
      {say.upload}
    </Button>
  )
  return (
    <ButtonMenu trigger={trigger}>
      <MenuItem onSelect={() => onUpload('files')}>{say.uploadFiles}</MenuItem>
      <MenuItem onSelect={() => onUpload('folders')}>{say.uploadFolders}</MenuItem>
    </ButtonMenu>
  )
}

interface ToolbarProps {
  readonly request: FileRequest
  readonly browser: FileBrowser
  readonly isOpen: boolean
  readonly user: string | null
  /** Asks for another user; null where there is none to be had. */
  readonly onUser: (() => void) | null
  readonly onUpload: (what: 'files' | 'folders') => void
  readonly onDownload: () => void
}

/** Where one is on the target, and what can be sent there and fetched from there. */
export function FilesToolbar(props: ToolbarProps) {
  const { request, browser, isOpen, user, onUser, onUpload, onDownload } = props
  const say = useFileWords()
  const listing = useBrowsing(browser, (state) => state.listing)
  const chosen = useBrowsing(browser, (state) => state.chosen.size)
  const canLook = isOpen && listing !== null
  return (
    <div className="list-bar files-bar" role="toolbar" aria-label={say.title(request.name)}>
      <IconButton label={say.up} disabled={!canLook || listing.parent === null} onClick={browser.up}>
        <ArrowUp size={15} />
      </IconButton>
      <PathField browser={browser} disabled={!isOpen} />
      <IconButton label={say.refresh} disabled={!canLook} onClick={browser.refresh}>
        <RotateCw size={15} />
      </IconButton>
      <Whose request={request} user={user} onUser={onUser} />
      <span className="grow" />
      <UploadMenu disabled={!canLook} onUpload={onUpload} />
      <Button variant="primary" icon={<Download size={14} />} disabled={!canLook || chosen === 0} onClick={onDownload}>
        {say.download(chosen)}
      </Button>
    </div>
  )
}
