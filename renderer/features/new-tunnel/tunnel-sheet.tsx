import './tunnel-sheet.css'
import { Info, X } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import { useActions } from '../../app/actions.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { withRecent } from '../../app/view-store.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { VerticalRoute } from '../../parts/route/vertical-route.tsx'
import { AccountFields, KindField, MoreOptions, NameFields, SessionFields, type FieldsProps } from './form-fields.tsx'
import { formRoute } from './form-route.ts'
import { HostFields } from './host-fields.tsx'
import { PasteField } from './paste-field.tsx'
import { LocalPortField, TargetFields } from './target-fields.tsx'
import { WebPagesField } from './web-pages-field.tsx'
import { useTunnelForm, type FormOverlay, type TunnelForm } from './use-tunnel-form.ts'

function Side({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const zones = formRoute(form.values, form.port, form.preview, form.profile?.title ?? '', words)
  return (
    <div className="sheet-side">
      <h3 className="section-head">{words.route.label}</h3>
      <VerticalRoute zones={zones} moving={false} tunnelId={null} />
      {form.environment.isProduction ? <SideNote text={words.form.productionNote} /> : null}
      {form.editing ? <SideNote text={words.form.editNote} /> : null}
    </div>
  )
}

function SideNote({ text }: { readonly text: string }) {
  return (
    <div className="note">
      <Info size={14} aria-hidden="true" />
      <span>{text}</span>
    </div>
  )
}

function Fields(props: FieldsProps) {
  const { form } = props
  return (
    <div className="sheet-form">
      {form.paste.isOpen ? <PasteField paste={form.paste} /> : null}
      <KindField form={form} />
      <NameFields {...props} />
      <AccountFields form={form} />
      <HostFields {...props} />
      <TargetFields {...props} />
      <LocalPortField {...props} />
      <SessionFields form={form} />
      <WebPagesField form={form} />
      <MoreOptions form={form} />
    </div>
  )
}

/** Saves once; a second press while main is busy does nothing. */
function useSave(form: TunnelForm): { readonly save: () => Promise<void>; readonly saving: boolean } {
  const actions = useActions()
  const { view, toasts } = useServices()
  const words = useWords()
  const [saving, setSaving] = useState(false)
  const send = async (draft: TunnelDraft): Promise<string | null> => {
    if (!form.editing || form.source === null) {
      const created = await actions.call('tunnel.create', draft)
      if (created !== null) actions.listen(created.id, 'on')
      return created?.id ?? null
    }
    const { id } = form.source
    return (await actions.end({ order: 'change', id, draft })) === 'done' ? id : null
  }
  const save = async (): Promise<void> => {
    form.setTried(true)
    if (!form.parsed.ok || saving || form.port.state === 'reserved' || form.port.state === 'forbidden') return
    setSaving(true)
    const saved = await send(form.parsed.draft)
    setSaving(false)
    if (saved === null) return
    const recentProfiles = withRecent(view.getState().recentProfiles, form.values.profile)
    view.setState({ ...revealTunnel(saved, 'row'), recentProfiles })
    toasts.show('done', words.form.savedToast(form.parsed.draft.definition.name))
  }
  return { save, saving }
}

function Foot({
  form,
  saving,
  onCancel,
  onSave,
}: {
  readonly form: TunnelForm
  readonly saving: boolean
  readonly onCancel: () => void
  readonly onSave: () => void
}) {
  const words = useWords()
  const mod = useShortcut()
  return (
    <div className="sheet-foot">
      <span className="t3 sheet-note">{words.form.saved}</span>
      <span className="grow" />
      <Button onClick={onCancel}>{words.cancel}</Button>
      <Button variant="primary" shortcut={mod('save')} aria-disabled={saving} data-saves="" onClick={onSave}>
        {form.editing ? words.form.save : words.form.saveAndArm}
      </Button>
    </div>
  )
}

function Head({
  form,
  title,
  onClose,
}: {
  readonly form: TunnelForm
  readonly title: string
  readonly onClose: () => void
}) {
  const words = useWords()
  return (
    <div className="sheet-head">
      <h2 className="trunc">{title}</h2>
      <span className="grow" />
      {form.editing ? null : (
        <Button variant="ghost" size="small" aria-expanded={form.paste.isOpen} onClick={form.paste.toggle}>
          {words.form.paste.open}
        </Button>
      )}
      <IconButton label={words.close} onClick={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  )
}

/** Asks before what was entered is thrown away. */
function ConfirmLeaving({ form, onStay }: { readonly form: TunnelForm; readonly onStay: () => void }) {
  const words = useWords()
  const actions = useActions()
  return (
    <Confirm
      title={form.editing ? words.form.leaveEdit.title : words.form.leave.title}
      text={words.form.leave.text}
      action={words.form.leave.discard}
      keep={words.form.leave.keep}
      onConfirm={actions.closeOverlay}
      onClose={onStay}
    />
  )
}

/** What takes the focus of a field that is wrong: its input, or the button that opens its list. */
const firstWrong = ':is(input, button, [role="combobox"]):is([aria-invalid="true"], [data-invalid])'

/** A tunnel to fill in, or to change: the form on the left, what it leads to on the right. */
export function TunnelSheet({ overlay }: { readonly overlay: FormOverlay }) {
  const words = useWords()
  const actions = useActions()
  const { platform } = useSnapshot().app
  const form = useTunnelForm(overlay)
  const { save, saving } = useSave(form)
  const [leaving, setLeaving] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const close = (): void => (form.edited ? setLeaving(true) : actions.closeOverlay())
  const submit = (): void => {
    // What was typed and not read yet has to be seen before it is saved.
    if (form.paste.takeTyped()) return
    void save()
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(firstWrong)?.focus())
  }
  const onKey = (event: KeyboardEvent): void => {
    // A sheet over this one has keys of its own.
    if (event.target instanceof Node && !event.currentTarget.contains(event.target)) return
    if (pressedOf(['save'], event, platform) === null) return
    event.preventDefault()
    submit()
  }
  const title = form.editing ? words.form.editTitle(form.source?.definition.name ?? '') : words.form.newTitle
  const focus = overlay.name === 'edit-tunnel' ? overlay.focus : 'name'
  return (
    <Sheet label={title} onClose={close} onKeyDown={onKey}>
      <div className="sheet-inner" ref={box}>
        <Head form={form} title={title} onClose={close} />
        <div className="sheet-body">
          <Fields form={form} focus={focus} />
          <Side form={form} />
        </div>
        <Foot form={form} saving={saving} onCancel={close} onSave={submit} />
      </div>
      {leaving ? <ConfirmLeaving form={form} onStay={() => setLeaving(false)} /> : null}
    </Sheet>
  )
}
