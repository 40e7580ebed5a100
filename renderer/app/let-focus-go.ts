/** Takes the focus from a control that leads elsewhere: what is shown next takes it, as if nothing had had it. */
export function letFocusGo(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLElement) activeElement.blur()
}
