import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import type { Messages } from '#words/messages.ts'

/** What is known of the place that was clicked. */
type ClickedPlace = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>

/**
 * The menu of a place with text: what the system's own have. Its items are Chromium's own commands, so a page gets the clipboard
 * only where a person has clicked on Paste. Null where there is nothing to do.
 */
export function contextMenuTemplate(
  { isEditable, selectionText, editFlags }: ClickedPlace,
  { menu: words, copy }: Pick<Messages, 'menu' | 'copy'>,
): readonly MenuItemConstructorOptions[] | null {
  if (isEditable) {
    return [
      { role: 'copy', label: copy, enabled: editFlags.canCopy },
      { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: words.selectAll, enabled: editFlags.canSelectAll },
    ]
  }
  return selectionText === '' ? null : [{ role: 'copy', label: copy }]
}
